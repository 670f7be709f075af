import type { DemoMessage, Person } from '../demo-message.ts'

const slowPost: Person = { name: 'The Slow Post', email: 'letters@slowpost.example.com' }
const museum: Person = { name: 'Museum am Fluss', email: 'programm@museum.example.com' }
const bikes: Person = { name: 'Northwind Bikes', email: 'news@northwind.example.com' }

const unsubscribe = (host: string): Readonly<Record<string, string>> => ({
  'List-Unsubscribe': `<https://${host}/unsubscribe?reader=alex>`,
  'List-Id': `<news.${host}>`,
})

/** The frame of a newsletter as such letters are made: tables, inline styles, pictures from elsewhere. */
function letter({
  host,
  colour,
  title,
  rows,
}: {
  host: string
  colour: string
  title: string
  rows: readonly string[]
}): string {
  const cells = rows
    .map((row) => `<tr><td style="padding:12px 28px;font:16px/1.5 Georgia,serif;color:#333333">${row}</td></tr>`)
    .join('\n')
  return `<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>${title}</title>
<style>@media (max-width:600px){.frame{width:100% !important}} a{color:${colour}}</style></head>
<body style="margin:0;background:#f2f0ea">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center">
<table class="frame" role="presentation" width="600" cellpadding="0" cellspacing="0" style="background:#ffffff;margin:24px 0">
<tr><td style="background:${colour};padding:20px 28px;color:#ffffff;font:bold 24px Georgia,serif">${title}</td></tr>
<tr><td><img src="https://${host}/images/header.jpg" width="600" height="220" alt="" style="display:block;width:100%"></td></tr>
${cells}
<tr><td style="padding:20px 28px;font:12px/1.5 Arial,sans-serif;color:#777777">You get this because you asked for it. <a href="https://${host}/unsubscribe?reader=alex">Unsubscribe</a></td></tr>
</table></td></tr></table>
<img src="https://${host}/open.gif?reader=alex" width="1" height="1" alt="">
</body></html>`
}

/** Letters with remote pictures, which stay away until the reader wants them. */
export const newsletters: readonly DemoMessage[] = [
  {
    key: 'slow-post-1',
    from: slowPost,
    subject: 'The Slow Post, no. 41: letters that took a year',
    at: [13, '06:00'],
    fields: unsubscribe('slowpost.example.com'),
    text: `The Slow Post, no. 41

This week: a postcard that was found behind a sorting machine, the last mail boat of the outer islands, and how to write to somebody you have not written to for too long.

Read it: https://slowpost.example.com/41`,
    html: letter({
      host: 'slowpost.example.com',
      colour: '#2f5d50',
      title: 'The Slow Post',
      rows: [
        '<h2 style="margin:0 0 8px">Letters that took a year</h2>A postcard from 1974 was found behind a sorting machine last month. It said "Back on Sunday". We visited the woman it was written to.',
        '<h2 style="margin:0 0 8px">The last mail boat</h2>Twice a week, in every weather, for eleven houses. <a href="https://slowpost.example.com/41/boat">Come along</a>.',
        '<h2 style="margin:0 0 8px">Where to begin</h2>How to write to somebody you have not written to for too long: with the weather, and then with the truth.',
      ],
    }),
  },
  {
    key: 'slow-post-2',
    from: slowPost,
    subject: 'The Slow Post, no. 42: the handwriting of engineers',
    at: [6, '06:00'],
    unread: true,
    fields: unsubscribe('slowpost.example.com'),
    text: `The Slow Post, no. 42

Why old drawings are lettered the way they are, an alphabet you can learn in an afternoon, and a reader who still answers every letter on the day it comes.

Read it: https://slowpost.example.com/42`,
    html: letter({
      host: 'slowpost.example.com',
      colour: '#2f5d50',
      title: 'The Slow Post',
      rows: [
        '<h2 style="margin:0 0 8px">The handwriting of engineers</h2>It had to be read by somebody with wet gloves, upside down, in bad light. That is all there is to it, and it is beautiful.',
        '<img src="https://slowpost.example.com/images/alphabet.png" width="544" height="180" alt="An alphabet in drawing letters"><br>An alphabet you can learn in an afternoon.',
      ],
    }),
  },
  {
    key: 'museum-1',
    from: museum,
    subject: 'Lange Nacht am Fluss: Ihr Programm für den November',
    at: [7, '08:00'],
    fields: unsubscribe('museum.example.com'),
    text: `Lange Nacht am Fluss

Am 28. November bleiben unsere Säle bis Mitternacht geöffnet. Führungen um 19, 21 und 23 Uhr, dazu Suppe im Hof.

Programm: https://museum.example.com/lange-nacht`,
    html: letter({
      host: 'museum.example.com',
      colour: '#7a2e2e',
      title: 'Museum am Fluss',
      rows: [
        '<h2 style="margin:0 0 8px">Lange Nacht am Fluss</h2>Am 28. November bleiben unsere Säle bis Mitternacht geöffnet. Führungen um 19, 21 und 23&nbsp;Uhr, dazu Suppe im Hof.',
        '<a href="https://museum.example.com/lange-nacht" style="background:#7a2e2e;color:#ffffff;padding:10px 18px;text-decoration:none">Zum Programm</a>',
      ],
    }),
  },
  {
    key: 'bikes-1',
    from: bikes,
    subject: 'Your bike has earned a winter check',
    at: [4, '11:30'],
    unread: true,
    fields: unsubscribe('northwind.example.com'),
    text: `Lights, brakes, chain: we look at all of it while you drink a coffee, for 39 euros until the end of the month.

Book: https://northwind.example.com/winter`,
    html: letter({
      host: 'northwind.example.com',
      colour: '#1f4e79',
      title: 'Northwind Bikes',
      rows: [
        '<h2 style="margin:0 0 8px">A winter check for your bike</h2>Lights, brakes, chain: we look at all of it while you drink a coffee.',
        '<p style="font-size:28px;margin:0">39&nbsp;€</p>until the end of the month. <a href="https://northwind.example.com/winter">Book a time</a>',
      ],
    }),
  },
]

const list: Person = { name: 'Paper makers', email: 'paper-makers@lists.example.org' }
const greta: Person = { name: 'Greta Holm', email: 'greta@holmpapper.example' }
const ruiz: Person = { name: 'Manuel Ruiz', email: 'mruiz@example.com' }
const fields = {
  'List-Id': 'Paper makers <paper-makers.lists.example.org>',
  'List-Post': '<mailto:paper-makers@lists.example.org>',
  'List-Unsubscribe': '<https://lists.example.org/paper-makers/leave>, <mailto:paper-makers-leave@lists.example.org>',
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  'List-Archive': '<https://lists.example.org/paper-makers/>',
  Precedence: 'list',
}
const footer = `
-- 
Paper makers mailing list
https://lists.example.org/paper-makers/`

/** A mailing list, with its header fields and its footer. */
export const mailingList: readonly DemoMessage[] = [
  {
    key: 'kozo-1',
    from: ruiz,
    to: [list],
    subject: '[paper-makers] How long do you cook kozo?',
    at: [13, '20:10'],
    fields,
    text: `Hello everybody,

I have my first five kilos of dried kozo bark here and read very different things about cooking it: two hours, four hours, over night. In soda ash, not lime.

What do you do, and how do you tell that it is enough?

Manuel
${footer}`,
  },
  {
    key: 'kozo-2',
    from: greta,
    to: [list],
    subject: 'Re: [paper-makers] How long do you cook kozo?',
    inReplyTo: 'kozo-1',
    at: [12, '06:50'],
    fields,
    text: `Manuel Ruiz wrote:
> What do you do, and how do you tell that it is enough?

Soak it for a day first, then two to three hours, just below boiling. Take out a strand and pull it across, not along: when it opens like a net, it is ready. If it snaps, wait half an hour.

Longer does not make it better, only weaker.

Greta
${footer}`,
  },
  {
    key: 'kozo-3',
    from: 'alex',
    to: [list],
    cc: [ruiz],
    subject: 'Re: [paper-makers] How long do you cook kozo?',
    inReplyTo: 'kozo-2',
    at: [12, '18:02'],
    text: `I can only confirm what Greta says about the net. My first batch cooked all night, and the sheets looked beautiful until I folded one.

Rinse it well afterwards. I stop when the water stays clear three times in a row.

Alex`,
  },
  {
    key: 'kozo-4',
    from: ruiz,
    to: [list],
    subject: 'Re: [paper-makers] How long do you cook kozo?',
    inReplyTo: 'kozo-3',
    at: [4, '19:33'],
    unread: true,
    fields,
    text: `Two and a half hours it was, and it opened like a net. Thank you all!

The first sheets are drying on the kitchen windows. My family is very patient.

Manuel
${footer}`,
  },
]
