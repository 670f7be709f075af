import { describe, expect, test } from '@jest/globals'
import { decodeTransfer } from './encoding.ts'
import { headerProperty, parseMessageIds, parseUrls, readHeaderProperty } from './header-forms.ts'
import { headerText, parseParameters } from './header.ts'
import { parseAddresses, parseAddressGroups } from './addresses.ts'
import { parseDate } from './date.ts'

describe('text', () => {
  test.each([
    [' =?utf-8?Q?Gr=C3=BC=C3=9Fe?=', 'Grüße'],
    [' =?iso-8859-1?q?a?= =?iso-8859-1?q?b?= c', 'ab c'],
    // One letter cut across two words.
    [' =?utf-8?B?w7w=?= =?utf-8?B?w58=?=', 'üß'],
    [' =?us-ascii*en?Q?Keith_Moore?=', 'Keith Moore'],
    [' a=?utf-8?Q?b?=', 'a=?utf-8?Q?b?='],
    // Blanks inside, question marks inside, beside punctuation, nothing inside, long, of an unknown charset.
    [' =?utf-8?Q?Gr=C3=BC=C3=9Fe an alle?=', 'Grüße an alle'],
    [" =?utf-8?Q?Wie geht's? =C3=9Cben?=", "Wie geht's? Üben"],
    [' =?utf-8?Q?Was?=C3=9C?=', 'Was?Ü'],
    [' Re:=?utf-8?Q?_=C3=9Cbersicht?=', 'Re: Übersicht'],
    [' [team]=?utf-8?B?w5xiZXI=?=', '[team]Über'],
    [' (=?utf-8?Q?=C3=9C?=), =?utf-8?Q?=C3=A4?=!', '(Ü), ä!'],
    [' =?utf-8?Q??= =?utf-8?Q?=C3=9C?=', 'Ü'],
    [' =?utf-8?B?w5x i ZXI=?=', 'Über'],
    [` =?utf-8?B?${Buffer.from('Ü'.repeat(300)).toString('base64')}?=`, 'Ü'.repeat(300)],
    [' =?utf-8?Q?never closed', '=?utf-8?Q?never closed'],
    [' =?utf-8?Q?open =?utf-8?Q?=C3=9C?=', '=?utf-8?Q?open Ü'],
    [' =?ks_c_5601-1987?B?jGM=?=', '똠'],
    [' =?iso-2022-jp?B?GyRCOCtAURsoQg==?= =?iso-2022-jp?B?GyRCPXEbKEI=?=', '見積書'],
    [' =?utf-8?Q?a=00=07b?=', 'ab'],
    [' one\r\n two', 'one two'],
    [' =?iso-8859-1?Q?Fr\u00f6sche?=', 'Frösche'],
    [' e\u0301', 'é'],
  ])('%j reads %j', (raw, expected) => expect(headerText(raw)).toBe(expected))

  test('of a megabyte of half-made encoded words takes no time', () => {
    const started = performance.now()
    headerText('=?utf-8?Q?'.repeat(100_000))
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

describe('addresses', () => {
  test('read as RFC 8621 shows them', () => {
    const raw =
      ' "  James Smythe" <james@example.com>, Friends:\r\n  jane@example.com, =?UTF-8?Q?John_Sm=C3=AEth?=\r\n  <john@example.com>;'
    const [james, jane, john] = [
      { name: 'James Smythe', email: 'james@example.com' },
      { name: null, email: 'jane@example.com' },
      { name: 'John Smîth', email: 'john@example.com' },
    ]
    expect(parseAddresses(raw)).toEqual([james, jane, john])
    expect(parseAddressGroups(raw)).toEqual([
      { name: null, addresses: [james] },
      { name: 'Friends', addresses: [jane, john] },
    ])
  })

  test.each([
    ['a@b.example (Ann B)', [{ name: 'Ann B', email: 'a@b.example' }]],
    ['"B, Ann" <a@b.example>', [{ name: 'B, Ann', email: 'a@b.example' }]],
    ['undisclosed-recipients:;', []],
    ['B, Ann <a@b.example>', [{ name: 'B, Ann', email: 'a@b.example' }]],
    [
      'B, Ann, PhD <a@b.example>, c@d.example',
      [
        { name: 'B, Ann, PhD', email: 'a@b.example' },
        { name: null, email: 'c@d.example' },
      ],
    ],
    [
      'ann, bob, c@d.example',
      [
        { name: null, email: 'ann' },
        { name: null, email: 'bob' },
        { name: null, email: 'c@d.example' },
      ],
    ],
    ['=?utf-8?Q?B=2C_Ann_=3Ca=40b.example=3E?=', [{ name: 'B, Ann', email: 'a@b.example' }]],
    ['=?utf-8?Q?B, Ann (x)?= <a@b.example>', [{ name: 'B, Ann (x)', email: 'a@b.example' }]],
    ['<@relay,@other:a@b.example>', [{ name: null, email: 'a@b.example' }]],
    ['Ann <a@b.example', [{ name: 'Ann', email: 'a@b.example' }]],
    ['a @ b.example', [{ name: null, email: 'a@b.example' }]],
    ['Ann B a@b.example', [{ name: 'Ann B', email: 'a@b.example' }]],
    ['user@[IPv6:2001:db8::1]', [{ name: null, email: 'user@[IPv6:2001:db8::1]' }]],
    ['"odd name"@b.example', [{ name: null, email: '"odd name"@b.example' }]],
    [',,a@b.example,,', [{ name: null, email: 'a@b.example' }]],
  ])('%j', (raw, expected) => expect(parseAddresses(raw)).toEqual(expected))

  test.each([['('], ['a:'], ['<'], ['"\\'], ['a@b,']])('of a megabyte of %j take no time', (token) => {
    const started = performance.now()
    parseAddressGroups(token.repeat(1_000_000 / token.length))
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

describe('parameters', () => {
  test.each([
    [`attachment; filename*0*=utf-8''Gr%C3%BC; filename*1="sse.pdf"`, 'Grüsse.pdf'],
    [`attachment; filename="=?utf-8?Q?Gr=C3=BC=C3=9Fe.pdf?="`, 'Grüße.pdf'],
    ['attachment; filename=my file.pdf', 'my file.pdf'],
    ['attachment; filename=my; file.pdf', 'my; file.pdf'],
    ['attachment; filename="=?utf-8?B?w5w="; filename*1="x"; filename*0="y"', 'yx'],
    [`attachment; filename*0="=?utf-8?B?w5xi"; filename*1="ZXI=?="`, 'Über'],
    [`attachment; filename*="=?utf-8?Q?=C3=9C.txt?="`, 'Ü.txt'],
    ['attachment; filename==?utf-8?Q?=C3=9C; 2.txt?=; size=3', 'Ü; 2.txt'],
    ['attachment; filename="%E5%B9%B4.txt"', '年.txt'],
    ['attachment; filename="100%25.txt"', '100%25.txt'],
    [`attachment; filename*=%FCber.txt`, 'über.txt'],
    ['attachment; filename="a\\"b;c.pdf"', 'a"b;c.pdf'],
    ['attachment (ignored; really); filename="x.pdf" (so)', 'x.pdf'],
    [`attachment; filename*=iso-8859-1'de'Gr%FC%DFe.txt`, 'Grüße.txt'],
    ['attachment;;; filename=x.pdf;', 'x.pdf'],
  ])('%j', (raw, filename) => expect(parseParameters(raw).parameters.get('filename')).toBe(filename))
})

describe('dates', () => {
  test.each([
    ['Fri, 21 Nov 1997 09:55:06 -0600', '1997-11-21T09:55:06-06:00'],
    ['21 Nov 97 09:55:06 GMT', '1997-11-21T09:55:06Z'],
    ['Fri, 21 Nov 1997 09(comment):   55  :  06 -0600', '1997-11-21T09:55:06-06:00'],
    ['Thu, 13 Feb 1969 23:32:54 -0330 (Newfoundland Time)', '1969-02-13T23:32:54-03:30'],
    ['Mon, 31 Feb 2020 10:00:00 +0000', null],
    ['Tue, 1 Jul 2003 10:52 +0200', '2003-07-01T10:52:00+02:00'],
    ['yesterday', null],
    ['Mon, 5 Jan 2026 10:00:00 GMT+0100', '2026-01-05T10:00:00+01:00'],
    ['Mon Jan 05 2026 10:00:00 GMT-0330 (NST)', '2026-01-05T10:00:00-03:30'],
    ['Mon, 5 Jan 2026 10:00:00 UTC+2', '2026-01-05T10:00:00+02:00'],
    ['Mon Jan  5 10:00:00 2026', '2026-01-05T10:00:00Z'],
    ['Mon Jan  5 10:00:00 CET 2026', '2026-01-05T10:00:00+01:00'],
    ['2026-01-05T10:00:00.123+01:00', '2026-01-05T10:00:00+01:00'],
    ['2026-01-05 10:00:00', '2026-01-05T10:00:00Z'],
    ['Monday, January 5, 2026 3:04 PM', '2026-01-05T15:04:00Z'],
    ['lun., 5 févr. 2026 10:00:00 +0100', '2026-02-05T10:00:00+01:00'],
    ['Mo, 5 Mär 2026 10:00:00 MEZ', '2026-03-05T10:00:00+01:00'],
    ['5 de agosto de 2026 10:00:00', '2026-08-05T10:00:00Z'],
    ['05.01.2026 10:00', '2026-01-05T10:00:00Z'],
    ['Sat, 31 Jan 2026 24:00:00 +0000', '2026-02-01T00:00:00Z'],
    ['Mon, 5 Jan 2026 25:00:00 +0000', null],
    ['Mon, 31 Feb 2026 10:00:00 +0000', null],
    ['Mon, 5 Jan 2026', '2026-01-05T00:00:00Z'],
  ])('%j', (raw, expected) => expect(parseDate(raw)?.text ?? null).toBe(expected))
})

describe('header properties', () => {
  test('are refused in a form that the field must not have', () => {
    expect(headerProperty('header:From:asDate')).toBeNull()
    expect(headerProperty('header:Subject:asText:all')).toMatchObject({ field: 'subject', form: 'Text', all: true })
    expect(headerProperty('header:X-Anything:asAddresses')).not.toBeNull()
    expect(headerProperty('header:Subject:all:asText')).toBeNull()
  })

  test('give the last field, or all of them', () => {
    const headers = [
      ['X-A', ' 1'],
      ['x-a', ' 2'],
    ] as const
    const read = (property: string): unknown => {
      const parsed = headerProperty(property)
      return parsed && readHeaderProperty(headers, parsed)
    }
    expect([read('header:X-A'), read('header:X-a:asText:all'), read('header:X-B'), read('header:X-B:all')]).toEqual([
      ' 2',
      ['1', '2'],
      null,
      [],
    ])
  })

  test('know message ids and URLs', () => {
    expect(parseMessageIds('<a@b> (why)\r\n <c@d>')).toEqual(['a@b', 'c@d'])
    expect(parseMessageIds('nothing')).toBeNull()
    expect(parseUrls('<mailto:a@b>, (or) <https://c.example/ d>')).toEqual(['mailto:a@b', 'https://c.example/d'])
  })
})

test('transfer encodings forgive what programs do to them', () => {
  const decode = (text: string, transfer: 'base64' | 'quoted-printable'): string =>
    Buffer.from(decodeTransfer(Buffer.from(text, 'latin1'), transfer)).toString('latin1')
  expect(decode('YQ==\r\nYg==', 'base64')).toBe('ab')
  expect(decode('Y!W I=', 'base64')).toBe('ab')
  expect(decode('a=3Db=\r\nc  \r\nd=', 'quoted-printable')).toBe('a=bc\r\nd')
  expect(decode('100%=zz', 'quoted-printable')).toBe('100%=zz')
})
