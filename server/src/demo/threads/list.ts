import type { DemoMessage, Person } from '../demo-message.ts'

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
    answers: 'kozo-1',
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
    answers: 'kozo-2',
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
    answers: 'kozo-3',
    at: [4, '19:33'],
    unread: true,
    fields,
    text: `Two and a half hours it was, and it opened like a net. Thank you all!

The first sheets are drying on the kitchen windows. My family is very patient.

Manuel
${footer}`,
  },
]
