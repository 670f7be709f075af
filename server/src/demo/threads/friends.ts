import type { DemoMessage, Person } from '../demo-message.ts'
import { makeLandscape } from '../attachments.ts'

const ines: Person = { name: 'Ines Carvalho', email: 'ines@carvalho.example' }
const tom: Person = { name: 'Tom Achterberg', email: 'tom.achterberg@example.net' }

/** A walk with pictures, and a birthday that must stay a secret. */
export const friends: readonly DemoMessage[] = [
  {
    key: 'walk-1',
    from: 'clara',
    to: ['alex', 'jonas'],
    subject: 'Saturday: up to the old observatory?',
    at: [5, '17:42'],
    text: `Hi both,

the forecast for Saturday is clear from noon on, with almost no wind. I would like to walk up to the old observatory before the leaves are gone, and stay for the sunset. It is about two hours up if we stop for coffee at the mill.

I can bring the big thermos. Who is in?

Clara`,
  },
  {
    key: 'walk-2',
    from: 'jonas',
    to: ['clara', 'alex'],
    subject: 'Re: Saturday: up to the old observatory?',
    inReplyTo: 'walk-1',
    quotes: true,
    at: [5, '18:15'],
    text: `In. I have a new lens that wants to see some hills, so please be patient with me on the way.

Shall we meet at the tram stop at one?

Jonas`,
  },
  {
    key: 'walk-3',
    from: 'alex',
    to: ['clara', 'jonas'],
    subject: 'Re: Saturday: up to the old observatory?',
    inReplyTo: 'walk-2',
    at: [5, '20:03'],
    text: `One o'clock at the tram stop is perfect. I will bring bread, the good cheese and a blanket.

Alex`,
  },
  {
    key: 'walk-4',
    from: 'clara',
    to: ['alex', 'jonas'],
    subject: 'Re: Saturday: up to the old observatory?',
    inReplyTo: 'walk-3',
    at: [3, '09:20'],
    keywords: ['$flagged'],
    text: `What an afternoon. Here is the one from the very top, just when the light turned.

I keep looking at it instead of working.

Clara`,
    html: `<p>What an afternoon. Here is the one from the very top, just when the light turned.</p>
<p><img src="cid:dusk.observatory" alt="Three ridges of hills at dusk" width="480" height="300"></p>
<p>I keep looking at it instead of working.</p>
<p>Clara</p>`,
    attachments: [
      {
        name: 'dusk.png',
        type: 'image/png',
        cid: 'dusk.observatory',
        content: makeLandscape(480, 300, [190, 150, 205]),
      },
    ],
  },
  {
    key: 'walk-5',
    from: 'jonas',
    to: ['clara', 'alex'],
    subject: 'Re: Saturday: up to the old observatory?',
    inReplyTo: 'walk-4',
    at: [2, '21:11'],
    text: `Two from me, the mill and the valley. The second one is for your wall, Alex, you were right to make us wait ten minutes more.

Same time next month?`,
    attachments: [
      { name: 'mill.png', type: 'image/png', content: makeLandscape(640, 400, [150, 175, 140]) },
      { name: 'valley.png', type: 'image/png', content: makeLandscape(640, 400, [140, 165, 210]) },
    ],
  },
  {
    key: 'walk-6',
    from: 'clara',
    to: ['jonas', 'alex'],
    subject: 'Re: Saturday: up to the old observatory?',
    inReplyTo: 'walk-5',
    at: [0, '07:48'],
    unread: true,
    text: `The valley one! Can I have it in full size?

And yes to next month. I will look up when the moon is full, then we do not need the lamps on the way down.`,
  },
  {
    key: 'birthday-1',
    from: tom,
    to: ['alex', 'clara'],
    subject: 'A surprise for Ines 🎂🤫',
    at: [9, '12:30'],
    text: `Dear friends,

Ines will be forty on the 14th and thinks that we have all forgotten. Let us keep it that way 🙂

The plan: her sister takes her to the cinema, and when they are back, we sit in the kitchen with candles. I cook. I need somebody for the cake 🎂 and somebody who can hang up twenty metres of paper lanterns without falling off a ladder.

Tom`,
  },
  {
    key: 'birthday-2',
    from: 'alex',
    to: [tom, 'clara'],
    subject: 'Re: A surprise for Ines 🎂🤫',
    inReplyTo: 'birthday-1',
    at: [9, '13:02'],
    text: `I take the cake: lemon with poppy seeds, the one she asked me twice for the recipe of.

No ladders for me, please.`,
  },
  {
    key: 'birthday-3',
    from: 'clara',
    to: [tom, 'alex'],
    subject: 'Re: A surprise for Ines 🎂🤫',
    inReplyTo: 'birthday-2',
    at: [8, '08:14'],
    text: `Then the lanterns are mine 🏮🏮🏮 I have hung worse things in higher places.

Who tells the neighbours? They will hear us.`,
  },
  {
    key: 'birthday-4',
    from: ines,
    to: ['alex'],
    cc: [tom, 'clara'],
    subject: 'Thank you ❤️',
    at: [1, '10:05'],
    unread: true,
    text: `You are impossible, all of you.

I had really believed it. I sat in that cinema and felt a little sorry for myself, and then the kitchen was full of light. The lemon cake is gone, I finished it for breakfast 🍋

Thank you ❤️
Ines`,
  },
]
