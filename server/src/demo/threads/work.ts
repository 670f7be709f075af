import { makeInvitation, makePdf } from '../attachments.ts'
import type { DemoMessage, Person } from '../demo-message.ts'

const figures = `month,new readers,returning readers,minutes per visit
June,412,1980,6.1
July,388,2042,6.4
August,455,2107,6.3
September,601,2290,7.0
`

/** A small team before a release, with quotes in the text as real replies have them. */
export const work: readonly DemoMessage[] = [
  {
    key: 'release-1',
    from: 'jonas',
    to: ['alex', 'clara'],
    subject: 'Reading app 2.4: what is left',
    at: [12, '08:55'],
    mailbox: 'archive',
    text: `Good morning,

before we put 2.4 out, this is what I still have on the list:

1. Downloads stop when the phone locks.
2. The night theme flashes white when a chapter opens.
3. Nobody has written the release notes.
4. The import of old bookmarks has never seen more than 200 of them.

I can take 1 and 4 this week. Who wants the others?

Jonas`,
  },
  {
    key: 'release-2',
    from: 'clara',
    to: ['jonas', 'alex'],
    subject: 'Re: Reading app 2.4: what is left',
    inReplyTo: 'release-1',
    at: [12, '09:30'],
    mailbox: 'archive',
    text: `> 2. The night theme flashes white when a chapter opens.

That one is mine, I know where it comes from: the page is drawn before the preference is read. Half a day.

> 4. The import of old bookmarks has never seen more than 200 of them.

My mother has 3,100. I will ask her for the file, she will be proud.

Clara`,
  },
  {
    key: 'release-3',
    from: 'alex',
    to: ['jonas', 'clara'],
    subject: 'Re: Reading app 2.4: what is left',
    inReplyTo: 'release-2',
    at: [12, '11:47'],
    text: `> 3. Nobody has written the release notes.

I will. Please send me one sentence for each thing you finish, as you would say it to somebody who only wants to read.

Alex`,
  },
  {
    key: 'release-4',
    from: 'jonas',
    to: ['alex', 'clara'],
    subject: 'Re: Reading app 2.4: what is left',
    inReplyTo: 'release-3',
    at: [8, '16:20'],
    mailbox: 'archive',
    text: `Number 1 is done. Your sentence, Alex:

"A book that is on its way arrives, even when you put the phone into your pocket."

The bookmarks of Clara's mother took 40 seconds. They should take one. I am on it.

Jonas`,
  },
  {
    key: 'release-5',
    from: 'clara',
    to: ['jonas', 'alex'],
    subject: 'Re: Reading app 2.4: what is left',
    inReplyTo: 'release-4',
    at: [7, '10:02'],
    mailbox: 'archive',
    text: `The flash is gone. "At night, a new chapter opens dark from the first moment."

I tried it on the oldest phone we have, the one with the crack. It is even a little faster than before.`,
  },
  {
    key: 'release-6',
    from: 'alex',
    to: ['clara', 'jonas'],
    subject: 'Re: Reading app 2.4: what is left',
    inReplyTo: 'release-5',
    quotes: true,
    at: [6, '14:33'],
    text: `Both sentences are in, hardly changed. The notes are ready, in all five languages.

Only the bookmarks are missing now.`,
  },
  {
    key: 'release-7',
    from: 'jonas',
    to: ['alex', 'clara'],
    subject: 'Re: Reading app 2.4: what is left',
    inReplyTo: 'release-6',
    at: [0, '06:31'],
    unread: true,
    keywords: ['$flagged'],
    text: `3,100 bookmarks in 0.8 seconds. I wrote them in one go instead of one by one, that was all.

From my side 2.4 can go out today. Say yes and I press the button after lunch.

Jonas`,
  },
  {
    key: 'figures-1',
    from: 'clara',
    subject: 'Readers, June to September',
    at: [4, '09:12'],
    text: `Hi Alex,

the figures you asked for are attached, as a table and as a page to print. September was our best month so far, and people stay longer, too. I think it is the new typeface.

Could you look over the page before I send it to the foundation?

Clara`,
    attachments: [
      { name: 'readers.csv', type: 'text/csv', content: Buffer.from(figures) },
      {
        name: 'readers.pdf',
        type: 'application/pdf',
        content: makePdf('Readers, June to September', [
          'New readers: 1,856. Returning readers in September: 2,290.',
          'Minutes per visit rose from 6.1 to 7.0.',
          'Prepared for the foundation by Clara Lindqvist.',
        ]),
      },
    ],
  },
  {
    key: 'figures-2',
    from: 'alex',
    to: ['clara'],
    subject: 'Re: Readers, June to September',
    inReplyTo: 'figures-1',
    quotes: true,
    at: [4, '10:40'],
    text: `Read it twice, found nothing to correct. Maybe put the minutes first: that people stay is the better news than that they come.

Alex`,
  },
  {
    key: 'figures-3',
    from: 'clara',
    subject: 'Re: Readers, June to September',
    inReplyTo: 'figures-2',
    at: [3, '15:26'],
    text: `Done, and sent. They answered within the hour: we have the money for another year.

Cake tomorrow at three.`,
    keywords: ['$answered'],
  },
]

const day = 24 * 3600 * 1000

/** A calendar invitation for the week to come. */
export function invitation(
  now: number,
  people: { readonly alex: Person; readonly clara: Person },
): readonly DemoMessage[] {
  const start = Math.floor(now / day) * day + 4 * day + 8 * 3600 * 1000
  const content = makeInvitation({
    uid: 'breakfast-2@atrium.example',
    summary: 'Team breakfast',
    location: 'Café Kranich\\, Uferstraße 4',
    organizer: people.clara,
    attendee: people.alex,
    start,
    minutes: 90,
    made: now - day,
  })
  return [
    {
      key: 'breakfast-1',
      from: 'clara',
      to: ['alex', 'jonas'],
      subject: 'Invitation: Team breakfast',
      at: [1, '07:15'],
      unread: true,
      text: `Before the release, we eat. Café Kranich has the long table by the window for us.

Please accept, so that they know how many rolls to bake.

Clara`,
      attachments: [{ name: 'invite.ics', type: 'text/calendar; method=REQUEST; charset=utf-8', content }],
    },
    {
      key: 'breakfast-2',
      from: 'jonas',
      to: ['clara', 'alex'],
      subject: 'Re: Invitation: Team breakfast',
      inReplyTo: 'breakfast-1',
      at: [0, '05:58'],
      unread: true,
      text: `Rolls: three for me. I have done the sums.`,
    },
  ]
}
