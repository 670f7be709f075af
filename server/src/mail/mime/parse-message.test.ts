import { describe, expect, test } from '@jest/globals'
import type { Part } from './message.ts'
import { parseMessage, parseStart } from './parse-message.ts'
import { partText } from './text.ts'

const crlf = (...lines: string[]): Buffer => Buffer.from(lines.join('\r\n'), 'latin1')

const outline = (part: Part): string =>
  part.parts ? `${part.type}(${part.parts.map(outline).join(' ')})` : `${part.id}:${part.type}`

const textOf = (raw: Buffer, part: Part): string => partText(part, raw.subarray(part.start, part.end)).text

/** The example of RFC 8621 §4.1.4, with the parts named in their text. */
const listMail = crlf(
  'Content-Type: multipart/mixed; boundary=one',
  '',
  '--one',
  'Content-Type: text/plain',
  'Content-Disposition: inline',
  '',
  'A',
  '--one',
  'Content-Type: multipart/mixed; boundary=two',
  '',
  '--two',
  'Content-Type: multipart/alternative; boundary=three',
  '',
  '--three',
  'Content-Type: multipart/mixed; boundary=four',
  '',
  '--four',
  'Content-Type: text/plain',
  'Content-Disposition: inline',
  '',
  'B',
  '--four',
  'Content-Type: image/jpeg',
  'Content-Disposition: inline',
  '',
  'C',
  '--four',
  'Content-Type: text/plain',
  'Content-Disposition: inline',
  '',
  'D',
  '--four--',
  '--three',
  'Content-Type: multipart/related; boundary=five',
  '',
  '--five',
  'Content-Type: text/html',
  '',
  'E',
  '--five',
  'Content-Type: image/jpeg',
  '',
  'F',
  '--five--',
  '--three--',
  '--two',
  'Content-Type: image/jpeg',
  'Content-Disposition: attachment',
  '',
  'G',
  '--two',
  'Content-Type: application/x-excel',
  '',
  'H',
  '--two',
  'Content-Type: message/rfc822',
  '',
  'J',
  '--two--',
  '--one',
  'Content-Type: text/plain',
  'Content-Disposition: inline',
  '',
  'K',
  '--one--',
)

describe('the tree of a message', () => {
  test('is split into body and attachments as RFC 8621 shows it', () => {
    const { message } = parseMessage(listMail)
    const parts = new Map<string, string>()
    const walk = (part: Part): void => {
      if (part.id !== null) parts.set(part.id, listMail.toString('latin1', part.start, part.end))
      part.parts?.forEach(walk)
    }
    walk(message.structure)
    const letters = (ids: readonly string[]): string => ids.map((id) => parts.get(id)).join('')
    expect([letters(message.textBody), letters(message.htmlBody), letters(message.attachments)]).toEqual([
      'ABCDK',
      'AEK',
      'CFGHJ',
    ])
  })

  test('ends a multipart whose last boundary is missing with the one around it', () => {
    const { message } = parseMessage(
      crlf(
        'Content-Type: multipart/mixed; boundary=a',
        '',
        '--a',
        'Content-Type: multipart/alternative; boundary=b',
        '',
        '--b',
        '',
        'one',
        '--a',
        'Content-Type: text/html',
        '',
        'two',
        '--a--',
      ),
    )
    expect(outline(message.structure)).toBe('multipart/mixed(multipart/alternative(1:text/plain) 2:text/html)')
  })

  test('finds the boundary when the header does not name it', () => {
    const { message } = parseMessage(
      crlf('Content-Type: multipart/mixed', '', '--xyz', '', 'one', '--xyz', '', 'two', '--xyz--'),
    )
    expect(outline(message.structure)).toBe('multipart/mixed(1:text/plain 2:text/plain)')
  })

  test('shows a multipart without parts as text', () => {
    const raw = crlf('Content-Type: multipart/mixed; boundary=a', '', 'nothing here')
    const { message } = parseMessage(raw)
    expect(outline(message.structure)).toBe('1:text/plain')
    expect(textOf(raw, message.structure)).toBe('nothing here')
  })

  test('distinguishes a boundary from a longer one that begins with it', () => {
    const { message } = parseMessage(
      crlf('Content-Type: multipart/mixed; boundary=a', '', '--a', '', 'x', '--ab', 'y', '--a--', 'z'),
    )
    const part = message.structure.parts?.[0]
    expect(
      part &&
        textOf(crlf('Content-Type: multipart/mixed; boundary=a', '', '--a', '', 'x', '--ab', 'y', '--a--', 'z'), part),
    ).toBe('x\n--ab\ny')
  })

  test('keeps its parts with the line ends of old Macintoshes', () => {
    const { message } = parseMessage(Buffer.from('Subject: hi\rContent-Type: text/plain\r\rbody\r'))
    expect(message.listing.subject).toBe('hi')
    expect(message.preview).toBe('body')
  })

  test('gives an empty message one empty part', () => {
    const { message } = parseMessage(Buffer.alloc(0))
    expect(outline(message.structure)).toBe('1:text/plain')
    expect(message.listing.from).toBeNull()
  })
})

describe('a text part', () => {
  test.each([
    ['quoted-printable', 'Gr=C3=BC=C3=9Fe =\r\naus K=C3=B6ln', 'utf-8', 'Grüße aus Köln'],
    ['base64', 'R3LDvMOfZQ==', 'utf-8', 'Grüße'],
    ['8bit', 'Gr\xfc\xdfe', 'iso-8859-1', 'Grüße'],
    ['7bit', '+AGEA4Q-', 'utf-7', 'aá'],
  ])('in %s is decoded', (encoding, body, charset, expected) => {
    const raw = crlf(`Content-Type: text/plain; charset=${charset}`, `Content-Transfer-Encoding: ${encoding}`, '', body)
    const { message } = parseMessage(raw)
    expect(textOf(raw, message.structure)).toBe(expected)
  })

  test('of an unknown charset is shown, and said to be doubtful', () => {
    const raw = crlf('Content-Type: text/plain; charset=x-martian', '', 'Gr\xfc\xdfe')
    const { message } = parseMessage(raw)
    expect(partText(message.structure, raw.subarray(message.structure.start))).toEqual({ text: 'Grüße', problem: true })
  })

  test('with an invalid byte keeps the rest', () => {
    const raw = crlf('Content-Type: text/plain; charset=utf-8', '', 'a\xffb')
    const { message } = parseMessage(raw)
    expect(partText(message.structure, raw.subarray(message.structure.start))).toEqual({
      text: 'a\ufffdb',
      problem: true,
    })
  })
})

describe('a header', () => {
  test('in raw 8-bit letters is read in the charset of the text', () => {
    const { message } = parseMessage(
      crlf('Subject: \xcf\xf0\xe8\xe2\xe5\xf2', 'Content-Type: text/plain; charset=windows-1251', '', 'x'),
    )
    expect(message.listing.subject).toBe('Привет')
    expect(message.structure.headers[0]?.[1]).toContain('\ufffd')
  })

  test('continues behind a line that is none', () => {
    const { message } = parseMessage(crlf('From: a@b.example', 'this is no field', 'Subject: found', '', 'body'))
    expect(message.listing.subject).toBe('found')
    expect(message.preview).toBe('body')
  })

  test('ends where text begins without an empty line', () => {
    expect(parseMessage(crlf('Subject: s', 'Dear all', 'see you')).message.preview).toBe('Dear all see you')
  })

  test('behind the separator line of an mbox is found', () => {
    expect(parseMessage(crlf('From ada Mon Jan  1 00:00:00 2024', 'Subject: s', '', 'b')).message.listing.subject).toBe(
      's',
    )
  })
})

describe('the preview', () => {
  test('has at most 256 characters and never half of one', () => {
    const { message } = parseMessage(
      crlf('Content-Type: text/plain; charset=utf-8', '', Buffer.from(`a${'😀'.repeat(300)}`).toString('latin1')),
    )
    expect(message.preview.length).toBeLessThanOrEqual(256)
    expect(message.preview.isWellFormed()).toBe(true)
  })

  test('leaves quotes out, and what a newsletter pads with', () => {
    const raw = Buffer.from('Content-Type: text/plain; charset=utf-8\n\n> old\n\u200c\u034f new   words\n')
    expect(parseMessage(raw).message.preview).toBe('new words')
  })

  test('of HTML decodes every named character reference of the standard, and those of Windows-1252', () => {
    const { message, text } = parseMessage(
      Buffer.from(
        'Content-Type: text/html\n\n<p>&Kappa;&alpha;&lambda;&eta;&mu;&#941;&rho;&alpha; &ccaron; &#149; &unknown; &amp;lt;</p>',
      ),
    )
    expect([message.preview, text]).toEqual(['Καλημέρα č • &unknown; &lt;', 'Καλημέρα č • &unknown; &lt;'])
  })

  test('of HTML has no markup, styles or scripts in it', () => {
    const raw = Buffer.from(
      'Content-Type: text/html\n\n<head><title>t</title></head><style>p{}</style><p>a&amp;b</p><script>x()</script><img alt="sun">',
    )
    expect(parseMessage(raw).message.preview).toBe('a&b sun')
  })
})

test('what is too much to parse is shown from its start', () => {
  const { message, text } = parseStart(Buffer.from(`Subject: big\n\nhello ${'x'.repeat(100_000)}`))
  expect(message).toMatchObject({ partial: true, size: 100_020, listing: { subject: 'big' } })
  expect(text.startsWith('hello')).toBe(true)
})
