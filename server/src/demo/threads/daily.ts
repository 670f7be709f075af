import type { DemoMessage, Person } from '../demo-message.ts'
import { makePdf } from '../attachments.ts'

const books: Person = { name: 'Harbour Books', email: 'orders@harbourbooks.example.com' }
const rail: Person = { name: 'Nordbahn Tickets', email: 'tickets@nordbahn.example.com' }
const hosting: Person = { name: 'Fieldstone Hosting', email: 'billing@fieldstone.example.net' }
const bakery: Person = { name: 'Bäckerei Sommer', email: 'abo@baeckerei-sommer.example' }
const parcel: Person = { name: 'Parcel service', email: 'no-reply@parcels.example.com' }
const library: Person = { name: 'City Library', email: 'desk@library.example.org' }
const dentist: Person = { name: 'Praxis Dr. Okafor', email: 'termine@praxis-okafor.example' }
const security: Person = { name: 'Fieldstone Hosting', email: 'security@fieldstone.example.net' }

const receipts: readonly DemoMessage[] = [
  {
    key: 'receipt-books',
    from: books,
    subject: 'Your order 20-4418: two books are packed',
    at: [11, '14:05'],
    mailbox: 'archive',
    text: `Thank you for your order.

1 x A Field Guide to Clouds         18.00
1 x The Bread Notebook              24.50
Shipping                             0.00
Total                    EUR        42.50

They leave our shop this afternoon.

Harbour Books, 3 Quay Street`,
  },
  {
    key: 'receipt-rail',
    from: rail,
    subject: 'Ihre Fahrkarte: Hinfahrt am 28., 8:06 Uhr',
    at: [3, '19:02'],
    keywords: ['$flagged'],
    text: `Guten Tag,

Ihre Fahrkarte finden Sie im Anhang. Bitte zeigen Sie sie auf dem Telefon oder ausgedruckt vor.

Wagen 7, Platz 42 (Fenster)

Gute Reise
Nordbahn`,
    attachments: [
      {
        name: 'fahrkarte.pdf',
        type: 'application/pdf',
        content: makePdf('Fahrkarte', [
          'Hinfahrt 8:06 Uhr, Gleis 4',
          'Wagen 7, Platz 42 (Fenster)',
          'Gültig mit Ausweis',
        ]),
      },
    ],
  },
  {
    key: 'receipt-hosting',
    from: hosting,
    subject: 'Invoice FS-10233',
    at: [9, '05:00'],
    mailbox: 'archive',
    text: `Hello Alex,

your invoice for this month is attached. The amount of EUR 12.00 will be taken from your card within three days. There is nothing you have to do.

Fieldstone Hosting`,
    attachments: [
      {
        name: 'FS-10233.pdf',
        type: 'application/pdf',
        content: makePdf('Invoice FS-10233', ['Small server, one month    EUR 12.00', 'VAT included    EUR 1.92']),
      },
    ],
  },
  {
    key: 'receipt-bakery',
    from: bakery,
    subject: 'Ihr Brot-Abo: diese Woche Dinkel mit Walnuss',
    at: [2, '04:45'],
    unread: true,
    text: `Guten Morgen,

am Samstag liegt für Sie bereit: ein Dinkelbrot mit Walnuss und zwei Laugenstangen. Abholung von 7 bis 12 Uhr.

Ein Glas Quittengelee haben wir dazugelegt, der Baum im Hof hat es gut gemeint.

Ihre Bäckerei Sommer`,
  },
]

const notices: readonly DemoMessage[] = [
  {
    key: 'parcel-1',
    from: parcel,
    subject: 'Your parcel from Harbour Books is on its way',
    at: [10, '16:48'],
    mailbox: 'archive',
    text: `Your parcel will arrive tomorrow between 10:00 and 13:00.

If nobody is at home, we leave it with the neighbour you named: Lindner, 2nd floor.`,
  },
  {
    key: 'parcel-2',
    from: parcel,
    subject: 'Your parcel has been delivered',
    at: [9, '11:21'],
    mailbox: 'trash',
    text: `Your parcel was handed over at 11:19 to: Lindner, 2nd floor.`,
  },
  {
    key: 'library-1',
    from: library,
    subject: 'The book you reserved is here',
    at: [1, '13:37'],
    unread: true,
    text: `Dear reader,

"The Summer Book" by Tove Jansson is waiting for you at the desk in the main hall until Saturday next week.

We are open on weekdays from 10 to 19 and on Saturdays from 10 to 14.

City Library`,
  },
  {
    key: 'dentist-1',
    from: dentist,
    subject: 'Terminerinnerung: Dienstag, 9:15 Uhr',
    at: [2, '10:00'],
    text: `Guten Tag,

wir erinnern an Ihren Termin am Dienstag um 9:15 Uhr. Falls etwas dazwischenkommt, genügt eine kurze Antwort auf diese Mail.

Praxis Dr. Okafor`,
  },
  {
    key: 'security-1',
    from: security,
    subject: 'A new device has signed in',
    at: [5, '22:14'],
    mailbox: 'archive',
    text: `A new device has signed in to your account: Firefox on Linux, near Leipzig.

Was it you? Then there is nothing to do. If not, change your password now and tell us by answering this message.`,
  },
]

const junk: readonly DemoMessage[] = [
  {
    key: 'junk-1',
    from: { name: 'Prize Department', email: 'winner@lucky-claims.example' },
    subject: 'FINAL NOTICE: your reward of 5,000 is waiting',
    at: [3, '02:02'],
    mailbox: 'junk',
    unread: true,
    keywords: ['$junk'],
    text: `Dear customer,

your address was selected. To receive your reward you only have to confirm your card number within 24 hours at http://lucky-claims.example/confirm`,
  },
  {
    key: 'junk-2',
    from: { name: 'Your Mailbox Team', email: 'quota@mail-upgrade.example' },
    subject: 'Mailbox storage is 99% full',
    at: [6, '23:50'],
    mailbox: 'junk',
    keywords: ['$junk'],
    text: `Your mailbox will be closed today. Click here and enter your password to keep it.`,
    html: `<p>Your mailbox will be <b style="color:red">closed today</b>.</p>
<p><a href="http://mail-upgrade.example/login">https://your-provider.example/keep-my-mailbox</a></p>
<form action="http://mail-upgrade.example/steal"><input name="password" type="password"><button>Keep my mailbox</button></form>`,
  },
  {
    key: 'junk-3',
    from: { name: 'Dr. Wellness', email: 'shop@miracle-drops.example' },
    subject: 'Sleep like a stone, wake like a bird',
    at: [8, '01:15'],
    mailbox: 'junk',
    unread: true,
    keywords: ['$junk'],
    text: `Doctors do not want you to know about these drops. Only today, only for you: three bottles for the price of four.`,
  },
]

const drafts: readonly DemoMessage[] = [
  {
    key: 'draft-1',
    from: 'alex',
    to: ['clara'],
    subject: 'An idea for the winter',
    at: [1, '20:50'],
    mailbox: 'drafts',
    keywords: ['$draft'],
    text: `Dear Clara,

what do you think of a reading room, once a week, with soup? The big table at the office is empty in the evenings, and I know at least six people who`,
  },
  {
    key: 'draft-2',
    from: 'alex',
    to: [dentist],
    subject: 'Re: Terminerinnerung: Dienstag, 9:15 Uhr',
    inReplyTo: 'dentist-1',
    at: [1, '09:02'],
    mailbox: 'drafts',
    keywords: ['$draft'],
    text: `Guten Tag,

am Dienstag bin ich leider auf Reisen. Wäre stattdessen`,
  },
]

/** What comes in between: receipts, notices, junk, and two drafts. */
export const daily: readonly DemoMessage[] = [...receipts, ...notices, ...junk, ...drafts]
