/** What is repeated: whatever a pattern may begin with, skip, or look for in vain. */
const units = [
  ...[
    'a',
    'a@',
    '@',
    '.',
    'a.',
    '. ',
    '-',
    '_',
    '"',
    '"a',
    "'",
    '\\',
    '\\"',
    '(',
    ')',
    '()',
    '[',
    '{',
    '<',
    '>',
    '<>',
    '<a>',
    '<@',
  ],
  ...[
    ' ',
    '\t',
    '\n',
    '\r\n',
    ' \n',
    '\u00a0',
    '\u200b',
    '\u0001',
    '&',
    '&amp',
    '&nbsp;',
    '&#1',
    '%',
    '%41',
    ':',
    ': ',
    'a:',
    ',',
    'a,',
    ';',
    'a;',
  ],
  ...[
    '=',
    '/',
    '\\/',
    '?',
    '#',
    '&a=b',
    'Re: ',
    'Re[1]:',
    '> ',
    '>',
    '>\n',
    'x\n\n',
    '> x\ny\n',
    '-- \n',
    'x y ',
    '1',
    '1.1.',
  ],
  ...[
    'http://',
    'https://a.b/',
    'https://a@',
    'www.',
    'www.a',
    'mailto:',
    'mailto:a@b.c,',
    'cid:',
    'xn--',
    'xn--a.',
    'a@b.c ',
    'a@b.c, ',
  ],
  ...[
    '<!',
    '</',
    '<?',
    '<!--',
    '<b ',
    '<a ="',
    '<p>',
    '<blockquote>',
    '<br>',
    '<mark>',
    '</mark>',
    'from:',
    'in:"',
    'dmarc=pass;',
    'rgb(',
    'a(',
    'scale(0)',
  ],
  ...['é', '\u0301\u0316', '\ufdfa', '\uff0e', '\u3002', '\ud83d\ude00', '\ud800', 'а', '例'],
]

/** What stands around it, so that a pattern gets beyond its beginning and fails at the end. */
const frames: readonly (readonly [string, string])[] = [
  ['', ''],
  ['x', 'x'],
  ['a: ', '!'],
  ['"', ''],
  ['<', ''],
  ['https://a.', ' '],
  ['a@b', ')'],
]

export interface HostileText {
  readonly name: string
  /** Of about so many characters. */
  readonly ofLength: (length: number) => string
}

const repeated: readonly HostileText[] = units.flatMap((unit) =>
  frames.map(([before, after]) => ({
    name: JSON.stringify(`${before}${unit}…${after}`),
    ofLength: (length: number) => before + unit.repeat(Math.ceil(length / unit.length)) + after,
  })),
)

/** Each kind of text that makes a careless pattern slow. */
export const hostileTexts: readonly HostileText[] = [
  ...repeated,
  {
    name: 'different characters',
    ofLength: (length) =>
      Array.from({ length }, (_, index) => String.fromCodePoint(0x4e00 + (index % 20_000))).join(''),
  },
  {
    name: 'different hosts',
    ofLength: (length) => Array.from({ length: length / 8 }, (_, index) => `a${index}.bc `).join(''),
  },
]
