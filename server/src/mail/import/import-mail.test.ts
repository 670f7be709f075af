import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { at, openTestMail, type TestMail } from '../testing/open-test-mail.ts'
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
