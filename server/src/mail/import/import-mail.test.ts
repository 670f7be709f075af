import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { at, openTestMail, type TestMail } from '../testing/open-test-mail.ts'
import { maxMailboxes } from '../store/storage-limits.ts'
import { importMail, type ImportOptions, type ImportResult } from './import-mail.ts'

let t: TestMail
let folder = ''

beforeEach(() => {
  t = openTestMail()
  folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-import-'))
})
afterEach(() => t.close())

const file = (name: string, text: string): string => {
  const target = path.join(folder, name)
  mkdirSync(path.dirname(target), { recursive: true })
  writeFileSync(target, text)
  return target
}

const run = (source: string, more: Partial<ImportOptions> = {}): Promise<ImportResult> =>
  importMail({ mail: t.mail, accountId: 'ada', source, ...more })

const all = async (properties: readonly string[]): Promise<unknown> => {
  const { ids } = await t.call('Email/query', { sort: [{ property: 'receivedAt' }] })
  return at(await t.call('Email/get', { ids, properties, fetchTextBodyValues: true }), 'list')
}

const mbox = `From ada@mail.test Mon Jan  1 10:00:00 2024
Message-ID: <1@m>
Subject: one
Status: RO
X-Status: F

From here on:

>From a quoted line
>>From another

From bob Mon Jan  1 11:00:00 2024
Message-ID: <2@m>
Subject: two
Status: O
Date: Tue, 2 Jan 2024 00:00:00 +0000
Received: from x by y; Wed, 3 Jan 2024 00:00:00 +0000

second
`

describe('an mbox', () => {
  test('is taken apart with its flags, dates and quoted lines', async () => {
    expect(await run(file('a.mbox', mbox))).toMatchObject({ added: 2, known: 0, failed: 0, stopped: false })
    expect(await all(['subject', 'keywords', 'receivedAt', 'bodyValues'])).toMatchObject([
      {
        subject: 'one',
        keywords: { $seen: true, $flagged: true },
        receivedAt: '2024-01-01T10:00:00Z',
        bodyValues: { 1: { value: 'From here on:\n\nFrom a quoted line\n>From another\n' } },
      },
      { subject: 'two', keywords: {}, receivedAt: '2024-01-03T00:00:00Z', bodyValues: { 1: { value: 'second\n' } } },
    ])
  })

  test('adds nothing the second time, also when a program has changed the flags in it', async () => {
    await run(file('a.mbox', mbox))
    expect(await run(file('b.mbox', mbox.replace('Status: O', 'Status: RO')))).toMatchObject({ added: 0, known: 2 })
  })

  test('can be stopped, and continues where it was', async () => {
    const many = Array.from(
      { length: 350 },
      (_, n) => `From a Mon Jan  1 10:00:00 2024\nMessage-ID: <${n}@m>\nSubject: ${n}\n\nbody\n\n`,
    ).join('')
    const source = file('many.mbox', many)
    const controller = new AbortController()
    const first = await run(source, { signal: controller.signal, onProgress: () => controller.abort() })
    expect(first.stopped).toBe(true)
    expect(first.added).toBeLessThan(350)
    const second = await run(source)
    expect(first.added + second.added).toBe(350)
    expect(second.known).toBe(first.added)
  })
})

describe('a folder', () => {
  test('of messages and Maildirs is walked through', async () => {
    file('one.eml', 'Subject: eml\n\nx')
    file('Mail/cur/1.a.host:2,FRS', 'Subject: flagged\n\nx')
    file('Mail/new/2.b.host', 'Subject: new\n\nx')
    file('Mail/tmp/3.c.host', 'Subject: half\n\nx')
    file('notes.txt', 'not a message at all')
    file('empty.eml', '')
    const result = await run(folder)
    expect(result).toMatchObject({ added: 3, failed: 2 })
    expect(result.failures.map(({ name }) => path.basename(name))).toEqual(['empty.eml', 'notes.txt'])
    const list = Object(await all(['subject', 'keywords']))
    expect(list).toHaveLength(3)
    expect(list).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ subject: 'eml', keywords: { $seen: true } }),
        expect.objectContaining({ subject: 'flagged', keywords: { $flagged: true, $answered: true, $seen: true } }),
        expect.objectContaining({ subject: 'new', keywords: {} }),
      ]),
    )
  })

  test('can go to a mailbox of its own', async () => {
    file('one.eml', 'Subject: eml\n\nx')
    await run(folder, { mailbox: 'Old mail', unread: true })
    const { ids } = await t.call('Mailbox/query', { filter: { name: 'Old mail' } })
    expect(at(await t.call('Mailbox/get', { ids }), 'list/0')).toMatchObject({
      name: 'Old mail',
      totalEmails: 1,
      unreadEmails: 1,
    })
  })
})

/** An mbox of messages with a subject and a body each. */
const mboxOf = (...messages: readonly (readonly [head: string, body: string])[]): string =>
  messages.map(([head, body]) => `From a@b Mon Jan  5 10:00:00 2026\n${head}\n\n${body}\n\n`).join('')

const textsOf = async (): Promise<unknown> => {
  const list = await all(['subject', 'bodyValues'])
  return Array.isArray(list)
    ? Object.fromEntries(list.map((email: unknown) => [at(email, 'subject'), at(email, 'bodyValues/1/value')]))
    : null
}

describe('an mbox of another program', () => {
  test.each([
    [
      'a sentence that begins with From',
      'From now on we meet at 10:30.\n\nFrom Monday 5 January 09:00 it is closed.\n\nx',
    ],
    ['a quoted separator without fields', 'From a@b Mon Jan  5 10:00:00 2026\n\nx'],
  ])('is not cut at %s', async (_, body) => {
    const source = file('a.mbox', mboxOf(['Subject: one', body], ['Subject: two', 'second']))
    expect(await run(source)).toMatchObject({ added: 2, failed: 0 })
    expect(await textsOf()).toEqual({ one: `${body}\n`, two: 'second\n' })
  })

  test('is cut where no empty line stands before a separator', async () => {
    const source = file('a.mbox', mboxOf(['Subject: one', 'x'], ['Subject: two', 'y']).replace('x\n\n', 'x\n'))
    expect(await run(source)).toMatchObject({ added: 2 })
  })

  test('is cut by a right Content-Length, and by separators where it is wrong', async () => {
    const body = 'Intro\n\nFrom c@d Mon Jan  5 10:00:00 2026\nSubject: quoted\n\nx\n'
    const right = mboxOf([`Subject: one\nContent-Length: ${body.length}`, body.trimEnd()], ['Subject: two', 'y'])
    expect(await run(file('right.mbox', right))).toMatchObject({ added: 2, failed: 0 })
    for (const length of [3, 40, 100_000])
      expect(
        await run(
          file(
            'wrong.mbox',
            mboxOf([`Subject: a${length}\nContent-Length: ${length}`, 'text'], [`Subject: b${length}`, 'y']),
          ),
        ),
      ).toMatchObject({ added: 2, failed: 0 })
  })

  test.each([
    ['with the mark of UTF-8', (text: string) => `\ufeff${text}`],
    ['after empty lines', (text: string) => `\n\n${text}`],
    ['with CR as line end', (text: string) => text.replaceAll('\n', '\r')],
    ['with CRLF as line end', (text: string) => text.replaceAll('\n', '\r\n')],
  ])('%s has all its messages', async (_, change) => {
    const source = file('no extension', change(mboxOf(['Subject: one', 'x'], ['Subject: two', 'y'])))
    expect(await run(source)).toMatchObject({ added: 2, failed: 0 })
  })

  test('packed by gzip is unpacked, and so are single messages', async () => {
    writeFileSync(file('a.mbox.gz', ''), gzipSync(mboxOf(['Subject: one', 'x'], ['Subject: two', 'y'])))
    writeFileSync(file('b.eml.gz', ''), gzipSync('Subject: three\n\nx'))
    writeFileSync(file('M/cur/1.x:2,S', ''), gzipSync('Subject: four\n\nx'))
    expect(await run(folder)).toMatchObject({ added: 4, failed: 0 })
  })

  test('without messages, or with text before the first, is reported', async () => {
    expect(await run(file('a.mbox', 'not an mbox\n'))).toMatchObject({
      added: 0,
      failures: [{ reason: 'holds no message' }],
    })
    expect(await run(file('b.mbox', `lost words\n${mboxOf(['Subject: one', 'x'])}`))).toMatchObject({
      added: 1,
      failures: [{ reason: 'is no message' }],
    })
  })

  test('of Thunderbird leaves out what was deleted, and keeps tags', async () => {
    const source = file(
      'Inbox',
      mboxOf(
        ['Subject: kept\nX-Mozilla-Status: 0005\nX-Mozilla-Keys: $label1 work', 'x'],
        ['Subject: gone\nX-Mozilla-Status: 0009', 'x'],
        ['Subject: trashed\nX-Mozilla-Status: 0001\nX-Mozilla-Status2: 00200000', 'x'],
      ),
    )
    expect(await run(source)).toMatchObject({ added: 2, leftOut: 1, failed: 0 })
    expect(await mailboxesBySubject()).toEqual({ kept: 'Inbox', trashed: 'Trash' })
    const { ids } = await t.call('Email/query', { filter: { hasKeyword: 'work' } })
    expect(at(await t.call('Email/get', { ids, properties: ['keywords'] }), 'list/0/keywords')).toEqual({
      $seen: true,
      $flagged: true,
      $label1: true,
      work: true,
    })
  })
})

/** The path of the mailbox of each message. */
async function mailboxesBySubject(): Promise<Record<string, string>> {
  const boxes = new Map<unknown, unknown>()
  const list = at(await t.call('Mailbox/get', {}), 'list')
  for (const box of Array.isArray(list) ? list : []) boxes.set(at(box, 'id'), box)
  const pathOf = (id: unknown): string => {
    const box = boxes.get(id)
    const parent = at(box, 'parentId')
    return `${parent === null ? '' : `${pathOf(parent)}/`}${String(at(box, 'name'))}`
  }
  const emails = await all(['subject', 'mailboxIds'])
  return Object.fromEntries(
    (Array.isArray(emails) ? emails : []).map((email: unknown) => [
      String(at(email, 'subject')),
      Object.keys(Object(at(email, 'mailboxIds')))
        .map(pathOf)
        .join(),
    ]),
  )
}

describe('folders of a source', () => {
  test('become mailboxes, and those with a role go to it', async () => {
    const message = (subject: string): string => `Subject: ${subject}\n\nx`
    file('cur/1.h:2,S', message('inbox'))
    file('cur/2.h:2,ST', message('trashed'))
    file('cur/3.h;2,F', message('windows'))
    file('.Projekte.K&APY-ln/cur/4.h:2,S', message('nested'))
    file('.INBOX.Lists/new/5.h', message('below inbox'))
    file('.Sent Items/cur/6.h:2,S', message('sent'))
    file('.Spam/cur/7.h:2,S', message('spam'))
    file('Archive.sbd/2024', mboxOf(['Subject: year', 'x']))
    file('Tea.mbox/mbox', mboxOf(['Subject: apple', 'x']))
    file('single/one.eml', message('single'))
    file('dovecot-uidlist', '3 V1')
    file('Archive.msf', '// index')
    expect(await run(folder)).toMatchObject({ added: 10, failed: 0 })
    expect(await mailboxesBySubject()).toEqual({
      inbox: 'Inbox',
      trashed: 'Trash',
      windows: 'Inbox',
      nested: 'Projekte/Köln',
      'below inbox': 'Lists',
      sent: 'Sent',
      spam: 'Junk',
      year: 'Archive/2024',
      apple: 'Tea',
      single: 'single',
    })
  })

  test('hold single messages of archives that begin like an mbox', async () => {
    file('ham/0001.7c53336b.txt', mboxOf(['Subject: first', 'x']))
    file('ham/0002.9c4069e2', mboxOf(['Subject: second', 'x']))
    file('ham/2005-June.txt', mboxOf(['Subject: listed', 'x'], ['Subject: listed too', 'x']))
    file('Sent', mboxOf(['Subject: alone', 'x']))
    expect(await run(folder)).toMatchObject({ added: 5, failed: 0 })
    expect(await mailboxesBySubject()).toEqual({
      first: 'ham',
      second: 'ham',
      listed: 'ham/2005-June.txt',
      'listed too': 'ham/2005-June.txt',
      alone: 'Sent',
    })
  })

  test('beyond as many mailboxes as an account may have leave their mail in the one above, and all can be read', async () => {
    const insert = t.database.prepare('INSERT INTO mailbox (account, name, sort_order) VALUES (1, ?, 100)')
    for (let number = 0; number < maxMailboxes - 7; number += 1) insert.run(`folder ${number}`)
    file('above/below.mbox', mboxOf(['Subject: deep', 'x']))
    expect(await run(folder)).toMatchObject({ added: 1, failed: 0 })
    expect(await mailboxesBySubject()).toEqual({ deep: 'above' })
    const { list } = await t.call('Mailbox/get', { ids: null, properties: ['name'] })
    expect(list).toHaveLength(maxMailboxes)
  })

  test('letters of Dovecot are the keywords that it wrote down', async () => {
    file('dovecot-keywords', '0 work\n1 $Forwarded\n')
    file('cur/1.h,S=120,W=130:2,RSab', 'Subject: a\n\nx')
    await run(folder)
    expect(at(await all(['keywords']), '0/keywords')).toEqual({
      $seen: true,
      $answered: true,
      work: true,
      $forwarded: true,
    })
  })

  test.each([
    ['Spam', 'Junk'],
    ['Gesendete Elemente', 'Sent'],
    ['inbox', 'Inbox'],
    ['Old mail', 'Old mail'],
  ])('are left aside where the mailbox %j is named', async (mailbox, expected) => {
    file('.Projekte/cur/1.h:2,S', 'Subject: a\n\nx')
    await run(folder, { mailbox })
    expect(await mailboxesBySubject()).toEqual({ a: expected })
  })
})
