import type { DemoMessage, Person } from '../demo-message.ts'
import { makeInvitation } from '../make-invitation.ts'

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
      answers: 'breakfast-1',
      at: [0, '05:58'],
      unread: true,
      text: `Rolls: three for me. I have done the sums.`,
    },
  ]
}
