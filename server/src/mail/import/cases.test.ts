import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { at, openTestMail, textAt, type TestMail } from '../testing/open-test-mail.ts'
import { importMail } from './import-mail.ts'

/** Small messages, each after a public fault report of another product; only beside a full checkout. */
const folder = path.resolve(import.meta.dirname, '../../../../../shared/cases/mail')
const present = existsSync(folder)
if (!present) process.stderr.write(`There are no cases at ${folder}: the tests with them are skipped.\n`)
const whereTheyAre = present ? describe : describe.skip

const files = present ? readdirSync(folder).filter((name) => name.endsWith('.eml')) : []

const blobIdOf = (file: string): string =>
  `B${createHash('sha256')
    .update(readFileSync(path.join(folder, file)))
    .digest('hex')}`

let t: TestMail
/** Messages by the id of their blob. */
const emails = new Map<string, unknown>()

const properties = [
  ...['blobId', 'threadId', 'from', 'to', 'cc', 'subject', 'sentAt', 'receivedAt', 'preview', 'hasAttachment'],
  ...['textBody', 'htmlBody', 'attachments', 'bodyValues'],
]

async function readAll(): Promise<void> {
  const { ids } = await t.call('Email/query', { limit: 500 })
  const { list } = await t.call('Email/get', { ids, properties, fetchAllBodyValues: true })
  for (const email of Array.isArray(list) ? list : []) emails.set(textAt(email, 'blobId'), email)
}

const emailOf = (file: string): unknown => {
  const name = files.find((candidate) => candidate.startsWith(file))
  if (name === undefined) throw new Error(`no case ${file}`)
  return emails.get(blobIdOf(name))
}

const bodyText = (file: string): string => {
  const email = emailOf(file)
  return textAt(email, `bodyValues/${textAt(email, 'textBody/0/partId')}/value`).trim()
}

const names = (file: string): unknown[] => {
  const list = at(emailOf(file), 'attachments')
  return Array.isArray(list) ? list.map((part: unknown) => at(part, 'name')) : []
}

whereTheyAre('messages after fault reports of other products', () => {
  beforeAll(async () => {
    t = openTestMail()
    for (const file of files) {
      const bytes = readFileSync(path.join(folder, file))
      await t.mail.importMessage({ accountId: 'ada', bytes, sameAs: file })
    }
    await readAll()
  }, 60_000)
  afterAll(() => t.close())

  test('are all there, each with its number', () => {
    const wrong = files.filter((file) => {
      const email = emails.get(blobIdOf(file))
      const number = /^\d\d[a-zA-Z]?/.exec(file)?.[0] ?? ''
      const raw = readFileSync(path.join(folder, file), 'latin1')
      const subject = at(email, 'subject')
      return raw.includes(`Subject: ${number} `) && !(typeof subject === 'string' && subject.startsWith(number))
    })
    expect(emails.size).toBe(files.length)
    expect(wrong).toEqual([])
  })

  test('with a picture between texts have a file', () => {
    expect(emailOf('01a')).toMatchObject({ hasAttachment: true, textBody: [{}, { name: 'leak.png' }, {}] })
  })

  test('that flow have their lines joined where they are shown in lists', () => {
    expect(at(emailOf('02a'), 'preview')).toContain('and this time the glaze came out')
  })

  test.each([
    ['03a', 'Fields, Nora', 'a'],
    ['03c', 'Fields, Nora', 'c'],
    ['03d', 'Fields, Nora', 'd'],
    ['03e', 'Nóra (Sales)', 'e'],
    ['03g', 'Fields, Nóra (Köln) <x>', 'g'],
  ])('%s is from %j', (file, name, user) => {
    expect(at(emailOf(file), 'from')).toEqual([{ name, email: `${user}@example.test` }])
  })

  test.each([
    ['04a', 'Grüße aus Graz'],
    ['04b', 'Übersicht'],
    ['04d', 'Re: Übersicht'],
    ['04e', 'Übersicht'],
    ['04f', '🎉 Fest'],
    ['04g', '[team] Übersicht'],
    ['04i', 'Übersicht,  zwei'],
    ['07b', '見積書'],
  ])('%s has the subject %j', (file, subject) => expect(at(emailOf(file), 'subject')).toBe(subject))

  test.each([
    ['06a', '镕基在北京，朱镕基'],
    ['06b', '“Grüße” – 5 €'],
    ['06c', '똠방각하'],
    ['06d', '①②㈱高'],
    ['06e', '①髙橋'],
    ['06g', '碁盤 裏'],
    ['06h', 'naïve'],
    ['06i', 'Grüße'],
    ['06j', 'สวัสดี'],
    ['06k', 'Ґанок'],
    ['06m', '“ก”'],
    ['07a', 'お問い合わせありがとうございます。\n山田'],
    ['07b', '本文です。'],
    ['09a', '안녕하세요. 회의는 세 시입니다.'],
    ['09c', 'Grüße aus Köln <b>1 & 1</b>'],
    ['09e', 'Grüße aus Köln'],
    ['09f', 'Grüße aus Köln'],
    ['23d', '<p>Body one</p>\n<p>Body two</p>'],
  ])('%s says %j', (file, text) => expect(bodyText(file)).toBe(text))

  test('say in HTML which charset they are in', () => expect(bodyText('08b')).toContain('您的订单已发货'))

  test.each([
    [
      '05',
      [
        ...[
          'Jahresübersicht für Nóra.txt',
          'Jahresübersicht 2026.txt',
          'Jahresübersicht.txt',
          'Jahresübersicht 2026.txt',
        ],
        ...['Jahresübersicht.txt', 'Jahresübersicht.txt', 'Jahres bericht; 2026.txt', '年報.txt'],
        ...['C:\\Users\\nora\\bericht.txt', 'a;b"c.txt'],
      ],
    ],
    ['10a', ['note.txt']],
    ['13a', ['Keys for the cellar.eml']],
    ['13c', [null, 'Keys for the cellar.eml']],
    ['38', ['empty.bin', 'list.csv', 'list.csv', null, 'n.log', 'a.rtf']],
  ])('%s has the files %j', (file, expected) => expect(names(file)).toEqual(expected))

  test('with a uuencoded file give the file', async () => {
    const blobId = textAt(emailOf('10a'), 'attachments/0/blobId')
    const response = await t.request(`/jmap/download/ada/${blobId}/note.txt?type=text/plain`)
    expect(await response.text()).toBe('The code is 4471.\n')
  })

  test('with a root that is not the first part show it', () => {
    expect(emailOf('12')).toMatchObject({ htmlBody: [{ type: 'text/html' }], attachments: [{ type: 'image/png' }] })
  })

  test('with a BOM, blank lines, a banner or odd line ends before or in the header have all of it', () => {
    for (const file of ['23a', '23b', '23c', '23d', '23e', '23f', '23g'])
      expect(at(emailOf(file), 'from/0/email')).toBe('nora@example.test')
    expect(bodyText('23b')).toBe('<p>Body below blank lines.</p>')
  })

  test('have the senders and recipients that are meant', () => {
    expect(at(emailOf('31a'), 'from')).toEqual([{ name: null, email: '"nora fields"@example.test' }])
    expect(at(emailOf('31e'), 'from')).toEqual([{ name: 'Nora', email: 'nora@[192.0.2.7]' }])
    expect(at(emailOf('31f'), 'from')).toEqual([{ name: 'Nora Fields', email: 'nora@example.test' }])
    expect(at(emailOf('31l'), 'from')).toEqual([{ name: 'Nora Fields', email: 'nora@example.test' }])
    expect(at(emailOf('31o'), 'to')).toHaveLength(3)
    expect(at(emailOf('33d'), 'from')).toHaveLength(2)
  })

  test.each([
    ['33f', '2026-01-05T10:00:00+01:00'],
    ['33g', '2026-01-05T10:00:00+01:00'],
    ['33h', '2026-01-05T10:00:00Z'],
    ['33j', '2026-01-05T10:00:00+05:30'],
    ['33k', '2026-01-05T10:00:00+02:00'],
    ['33l', '2026-01-05T10:00:00+01:00'],
    ['33m', '2026-01-06T00:00:00Z'],
    ['33n', '2026-01-05T10:00:00Z'],
    ['33o', '2026-01-05T10:00:00Z'],
    ['33p', '2026-01-05T10:00:00Z'],
    ['33r', '2099-01-05T10:00:00Z'],
  ])('%s was sent at %s', (file, date) => expect(at(emailOf(file), 'sentAt')).toBe(date))

  test('answered or forwarded in any language are one conversation', () => {
    const threads = files.filter((file) => file.startsWith('19a')).map((file) => [file, at(emailOf(file), 'threadId')])
    expect(threads.filter(([, thread]) => thread !== threads[0]?.[1])).toEqual([])
    const [first, second] = ['19b-1', '19b-2'].map((file) => at(emailOf(file), 'threadId'))
    expect(first).not.toBe(second)
  })

  const queries = present
    ? readFileSync(path.join(folder, 'search.tsv'), 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split('\t'))
    : [['', '']]
  test.each(queries)('%j finds %s', async (query = '', file = '') => {
    const { ids } = await t.call('Email/query', { filter: { text: query } })
    const { list } = await t.call('Email/get', { ids, properties: ['blobId'] })
    expect(Array.isArray(list) ? list.map((email: unknown) => at(email, 'blobId')) : []).toContain(blobIdOf(file))
  })
})

whereTheyAre('files of other programs', () => {
  const run = async (source: string): Promise<{ subjects: string[]; result: unknown; mail: TestMail }> => {
    const mail = openTestMail()
    const result = await importMail({ mail: mail.mail, accountId: 'ada', source: path.join(folder, source) })
    const { ids } = await mail.call('Email/query', { sort: [{ property: 'sentAt' }, { property: 'subject' }] })
    const { list } = await mail.call('Email/get', { ids, properties: ['subject'] })
    return { subjects: Array.isArray(list) ? list.map((one: unknown) => textAt(one, 'subject')) : [], result, mail }
  }

  const counts: readonly (readonly [string, number])[] = [
    ...[
      ['21a-from-in-body.mbox', 2] as const,
      ['21b-content-length.mbox', 2] as const,
      ['21c-mboxrd.mbox', 2] as const,
    ],
    ...[['21d-crlf.mbox', 2] as const, ['21e-no-blank-line.mbox', 2] as const, ['21g-separators.mbox', 8] as const],
    ...[['21h-bom.mbox', 2] as const, ['21i-leading-blank.mbox', 2] as const, ['21j-noext', 2] as const],
    ...[['21m-cr-only.mbox', 2] as const],
  ]
  test.each(counts)('%s holds %i messages, none cut or lost', async (file, count) => {
    const { result, mail } = await run(`mbox/${file}`)
    await mail.close()
    expect(result).toMatchObject({ added: count, failed: 0 })
  })

  test('an mbox of Thunderbird keeps deleted messages deleted, and tags', async () => {
    const { subjects, result, mail } = await run('mbox/22a-thunderbird.mbox')
    expect(subjects).toEqual(['22a kept read', '22a unread', '22a imap deleted', '22a tags'])
    expect(result).toMatchObject({ leftOut: 2, failed: 0 })
    const trash = (await mail.mailboxes())['trash']
    expect(at(await mail.call('Email/query', { filter: { inMailbox: trash } }), 'ids')).toHaveLength(1)
    expect(at(await mail.call('Email/query', { filter: { hasKeyword: 'work' } }), 'ids')).toHaveLength(1)
    await mail.close()
  })

  test('a Maildir keeps its folders, flags and what is in the trash', async () => {
    const { subjects, mail } = await run('maildir')
    expect(subjects).toHaveLength(8)
    const boxes = await mail.call('Mailbox/get', {})
    const list = at(boxes, 'list')
    const byName = new Map(Array.isArray(list) ? list.map((box: unknown) => [textAt(box, 'name'), box]) : [])
    expect(at(byName.get('Köln'), 'parentId')).toBe(at(byName.get('Projekte'), 'id'))
    expect(at(byName.get('Köln'), 'totalEmails')).toBe(1)
    expect(at(byName.get('Trash'), 'totalEmails')).toBe(2)
    expect(at(byName.get('Sent'), 'totalEmails')).toBe(1)
    expect(at(byName.get('Inbox'), 'totalEmails')).toBe(4)
    expect(at(byName.get('Inbox'), 'unreadEmails')).toBe(1)
    await mail.close()
  })
})
