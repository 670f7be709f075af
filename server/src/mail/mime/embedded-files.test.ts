import { describe, expect, test } from '@jest/globals'
import { at, openTestMail, textAt } from '../testing/open-test-mail.ts'
import type { Part } from './message.ts'
import { parseMessage } from './parse-message.ts'

const crlf = (...lines: string[]): Buffer => Buffer.from(lines.join('\r\n'), 'latin1')

const outline = (part: Part): string =>
  part.parts ? `${part.type}(${part.parts.map(outline).join(' ')})` : `${part.type} ${part.name ?? '-'} ${part.size}`

const attribute = (level: number, id: number, data: Buffer): Buffer => {
  const head = Buffer.alloc(9)
  head.writeUInt8(level, 0)
  head.writeUInt32LE(id, 1)
  head.writeUInt32LE(data.length, 5)
  return Buffer.concat([head, data, Buffer.alloc(2)])
}

const longName = (name: string): Buffer => {
  const text = Buffer.from(`${name}\0`, 'utf16le')
  const head = Buffer.alloc(16)
  head.writeUInt32LE(1, 0)
  head.writeUInt16LE(0x1f, 4)
  head.writeUInt16LE(0x3707, 6)
  head.writeUInt32LE(1, 8)
  head.writeUInt32LE(text.length, 12)
  return Buffer.concat([head, text, Buffer.alloc((4 - (text.length % 4)) % 4)])
}

/** A winmail.dat with a file of a short name, and one with a long one in its properties. */
const winmail = Buffer.concat([
  Buffer.from('789f3e220100', 'hex'),
  attribute(2, 0x0006_9002, Buffer.alloc(14)),
  attribute(2, 0x0001_8010, Buffer.from('gr\xfc\xdfe.txt\0', 'latin1')),
  attribute(2, 0x0006_800f, Buffer.from('first file')),
  attribute(2, 0x0006_9002, Buffer.alloc(14)),
  attribute(2, 0x0001_8010, Buffer.from('JAHRES~1.PDF\0')),
  attribute(2, 0x0006_800f, Buffer.from('%PDF-1.4')),
  attribute(2, 0x0006_9005, longName('Jahresübersicht 2026.pdf')),
])

const withWinmail = (bytes: Buffer): Buffer =>
  crlf(
    ...['Subject: tnef', 'Content-Type: multipart/mixed; boundary=m', '', '--m', '', 'See the file.', '--m'],
    'Content-Type: application/ms-tnef; name=winmail.dat',
    'Content-Transfer-Encoding: base64',
    '',
    bytes.toString('base64').replace(/.{76}/g, '$&\r\n'),
    '--m--',
  )

describe('a winmail.dat', () => {
  test('is shown as the files in it, which can be downloaded', async () => {
    const t = openTestMail()
    await t.mail.importMessage({ accountId: 'ada', bytes: withWinmail(winmail) })
    const { ids } = await t.call('Email/query', { filter: { text: 'Jahresübersicht' } })
    const { list } = await t.call('Email/get', { ids, properties: ['attachments', 'hasAttachment'] })
    expect(list).toMatchObject([
      {
        hasAttachment: true,
        attachments: [
          { name: 'grüße.txt', type: 'text/plain', size: 10 },
          { name: 'Jahresübersicht 2026.pdf', type: 'application/pdf', size: 8 },
        ],
      },
    ])
    const download = async (place: number): Promise<string> => {
      const blobId = textAt(at(list, `0/attachments/${place}`), 'blobId')
      return (await t.request(`/jmap/download/ada/${blobId}/x?type=text/plain`)).text()
    }
    expect([await download(0), await download(1)]).toEqual(['first file', '%PDF-1.4'])
    await t.close()
  })

  test.each([
    ['without files', winmail.subarray(0, 6)],
    ['that is none', Buffer.from('hello')],
  ])('%s stays one file', (_, bytes) => {
    const { structure } = parseMessage(withWinmail(bytes)).message
    expect(outline(structure)).toContain('application/ms-tnef winmail.dat')
  })

  test('that is damaged gives what can be read of it', () => {
    for (let length = 0; length < winmail.length; length += 1) parseMessage(withWinmail(winmail.subarray(0, length)))
    const { structure } = parseMessage(withWinmail(winmail.subarray(0, 80))).message
    expect(outline(structure)).toContain('grüße.txt')
  })
})

const uuencoded = ['begin 644 note.txt', '25&AE(&-O9&4@:7,@-#0W,2X*', '`', 'end']

describe('uuencoded', () => {
  test('files in a text are files, with the text around them', () => {
    const raw = crlf('Subject: a', '', 'Before', '', ...uuencoded, 'Between', ...uuencoded, '', 'After', '')
    const { message } = parseMessage(raw)
    expect(outline(message.structure)).toBe(
      'multipart/mixed(text/plain - 10 text/plain note.txt 18 text/plain - 9 text/plain note.txt 18 text/plain - 9)',
    )
    expect(message).toMatchObject({ textBody: ['1', '3', '5'], attachments: ['2', '4'], hasAttachment: true })
  })

  test.each([
    ['a sentence', ['begin 644 miles away', 'and walk', 'end']],
    ['a file without an end', uuencoded.slice(0, 3)],
    ['a file without lines', ['begin 644 a', 'end']],
  ])('%s is text', (_, lines) => {
    expect(parseMessage(crlf('Subject: a', '', ...lines, '')).message.structure.type).toBe('text/plain')
  })
})

describe('an attached message', () => {
  const attached = (...inner: string[]): Part | undefined =>
    parseMessage(
      crlf(
        'Content-Type: multipart/mixed; boundary=m',
        '',
        '--m',
        '',
        'a',
        '--m',
        'Content-Type: message/rfc822',
        '',
        ...inner,
        '--m--',
      ),
    ).message.structure.parts?.[1]

  test.each([
    [['Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=', '', 'x'], 'Grüße.eml'],
    [['From: a@b', 'Subject: a/b: "c"', '', 'x'], 'a b c.eml'],
    [['From: a@b', '', 'Subject: no'], null],
  ])('that is %j has the name %j', (inner, name) => expect(attached(...inner)?.name).toBe(name))
})

describe('a multipart/related', () => {
  const related = (start: string, ...order: ('html' | 'picture')[]): Buffer => {
    const parts = {
      html: ['Content-Type: text/html', 'Content-ID: <root@x>', '', '<p>Root</p>'],
      picture: ['Content-Type: image/png; name=a.png', 'Content-ID: <pic@x>', '', 'x'],
    }
    return crlf(
      `Content-Type: multipart/related; boundary=r${start}`,
      '',
      ...order.flatMap((part) => ['--r', ...parts[part]]),
      '--r--',
    )
  }
  test.each([
    ['; start="<root@x>"', ['picture', 'html'] as const],
    ['; start=root@x', ['picture', 'html'] as const],
    ['', ['picture', 'html'] as const],
    ['; start="<nothing@x>"', ['html', 'picture'] as const],
  ])('with the parameters %j shows its root', (start, order) => {
    const { message } = parseMessage(related(start, ...order))
    expect(message.preview).toBe('Root')
    expect(message.htmlBody).toEqual([String(order.indexOf('html') + 1)])
    expect(message.attachments).toEqual([String(order.indexOf('picture') + 1)])
    expect(message.hasAttachment).toBe(false)
  })
})

test('a person can choose the charset of a text', async () => {
  const t = openTestMail()
  const raw = Buffer.from(
    'Subject: a\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n\xbe\xc8\xb3\xe7',
    'latin1',
  )
  await t.mail.importMessage({ accountId: 'ada', bytes: raw })
  const args = { ids: ['M1'], properties: ['bodyValues'], fetchTextBodyValues: true }
  expect(at(await t.call('Email/get', { ...args, bodyCharset: 'euc-kr' }), 'list/0/bodyValues/1/value')).toBe('안녕')
  expect(at(await t.call('Email/get', args), 'list/0/bodyValues/1/value')).toBe('¾È³ç')
  expect(await t.call('Email/get', { ...args, bodyCharset: 'nonsense' })).toMatchObject({ type: 'invalidArguments' })
  await t.close()
})
