import type { JmapRequest } from '@atrium/jmap/types'
import { capability } from '@atrium/mail-contracts'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { at, openTestMail, textAt, type TestMail } from './testing/open-test-mail.ts'

let t: TestMail
let inbox = ''

beforeEach(async () => {
  t = openTestMail()
  inbox = (await t.mailboxes())['inbox'] ?? ''
})
afterEach(() => t.close())

const post = (methodCalls: unknown): Promise<Response> => {
  const request: JmapRequest = { using: Object.values(capability), methodCalls: [] }
  const body = JSON.stringify({ ...request, methodCalls })
  return t.request('/jmap/api', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
}

/** Milliseconds that the event loop stood still at the longest while some work was done. */
async function longestStandstill(work: () => Promise<unknown>): Promise<number> {
  let longest = 0
  let last = performance.now()
  let done = false
  const watch = (): void => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    if (!done) setImmediate(watch)
  }
  setImmediate(watch)
  await work()
  done = true
  return longest
}

async function importText(text: string, headers = 'Subject: s'): Promise<string> {
  const blobId = await t.upload(`${headers}\r\n\r\n${text}`)
  const answer = await t.call('Email/import', { emails: { m: { blobId, mailboxIds: { [inbox]: true } } } })
  return textAt(answer, 'created/m/id')
}

describe('result references', () => {
  test('cannot represent more than a request may hold', async () => {
    const again = (level: number): object =>
      Object.fromEntries(
        Array.from({ length: 8 }, (_, copy) => [`#${copy}`, { resultOf: `${level - 1}`, name: 'Core/echo', path: '' }]),
      )
    const calls = [
      ['Core/echo', { text: 'x'.repeat(200) }, '0'] as const,
      ...Array.from({ length: 7 }, (_, level) => ['Core/echo', { ...again(level + 1) }, `${level + 1}`] as const),
    ]
    const response = await post(calls)
    const text = await response.text()
    expect(text.length).toBeLessThan(32_000_000)
    const types = JSON.parse(text).methodResponses.map((each: unknown) => at(each, '1/type'))
    expect(types).toContain('requestTooLarge')
  })

  test('are at most a hundred in a request, each with at most 32 levels', async () => {
    const reference = { resultOf: '0', name: 'Core/echo', path: '/a' }
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`#${index}`, reference]))
    const deep = { '#x': { ...reference, path: '/a'.repeat(33) } }
    const [, first, second] = await t.calls([
      ['Core/echo', { a: 1 }, '0'],
      ['Core/echo', deep, '1'],
      ['Core/echo', many, '2'],
    ])
    expect(at(first, '1/type')).toBe('invalidResultReference')
    expect(at(second, '1/type')).toBe('requestTooLarge')
  })

  test('work as before in ordinary requests', async () => {
    const id = await importText('hello')
    const responses = await t.calls([
      ['Email/query', { filter: { inMailbox: inbox } }, '0'],
      ['Email/get', { '#ids': { resultOf: '0', name: 'Email/query', path: '/ids' }, properties: ['subject'] }, '1'],
    ])
    expect(at(responses, '1/1/list')).toEqual([{ id, subject: 's' }])
  })
})

describe('a response', () => {
  test('has at most 32 MB: what does not fit is refused, what comes before and after stays', async () => {
    const id = await importText('x'.repeat(7_000_000))
    const get = { ids: [id], properties: ['bodyValues'], fetchTextBodyValues: true }
    const responses = await t.calls([
      ...Array.from({ length: 40 }, (_, call) => ['Email/get', get, String(call)] as const),
      ['Core/echo', { after: true }, 'last'],
    ])
    const names = responses.map(([name]) => name)
    expect(names.slice(0, 4)).toEqual(['Email/get', 'Email/get', 'Email/get', 'Email/get'])
    expect(new Set(responses.slice(4, 40).map((each) => at(each, '1/type')))).toEqual(new Set(['requestTooLarge']))
    expect(responses.at(-1)).toEqual(['Core/echo', { after: true }, 'last'])
  }, 30_000)

  test('that is never read counts until it is cancelled', async () => {
    const id = await importText('x'.repeat(7_000_000))
    const get = { accountId: 'ada', ids: [id], properties: ['bodyValues'], fetchTextBodyValues: true }
    const four = Array.from({ length: 4 }, (_, call) => ['Email/get', get, String(call)])
    const unread: Response[] = []
    const isWhole = async (response: Response): Promise<boolean> => {
      if (Number(response.headers.get('content-length')) < 28_000_000) return false
      unread.push(response)
      return true
    }
    let whole = true
    for (let count = 0; whole && count < 10; count += 1) whole = await isWhole(await post(four))
    expect(unread).toHaveLength(3)
    for (const response of unread.splice(0)) await response.body?.cancel()
    expect(await isWhole(await post(four))).toBe(true)
    await unread[0]?.body?.cancel()
  }, 30_000)

  test('is made with turns for others in between', async () => {
    const id = await importText('y'.repeat(1_000_000))
    const get = { accountId: 'ada', ids: [id], properties: ['bodyValues'], fetchTextBodyValues: true }
    const calls = Array.from({ length: 30 }, (_, call) => ['Email/get', get, String(call)])
    let turns = 0
    let done = false
    const watch = (): void => {
      turns += 1
      if (!done) setImmediate(watch)
    }
    setImmediate(watch)
    await post(calls)
    done = true
    expect(turns).toBeGreaterThan(5)
  })
})

describe('as many requests run at a time as the Session says', () => {
  test('one more is refused, and none waits forever', async () => {
    const echo = [['Core/echo', {}, '0']]
    const responses = await Promise.all(Array.from({ length: 40 }, () => post(echo)))
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(32)
    expect(await responses.find(({ status }) => status === 400)?.json()).toMatchObject({
      limit: 'maxConcurrentRequests',
    })
    expect((await post(echo)).status).toBe(200)
  })
})

describe('what a client does wrong is its error, not the server’s', () => {
  const conditions = (count: number, condition: object): object => ({
    operator: 'OR',
    conditions: Array.from({ length: count }, () => condition),
  })
  test.each<[string, string, Record<string, unknown>]>([
    ['1,500 texts', 'unsupportedFilter', { filter: conditions(1500, { text: 'word' }) }],
    ['40,000 keywords', 'unsupportedFilter', { filter: conditions(40_000, { hasKeyword: 'a' }) }],
    [
      'many words in few conditions',
      'unsupportedFilter',
      { filter: conditions(10, { text: 'a b c d e f g h i j k' }) },
    ],
    ['a long text', 'unsupportedFilter', { filter: { text: '!'.repeat(20_000) } }],
    ['many header conditions', 'unsupportedFilter', { filter: conditions(11, { header: ['To', 'x'] }) }],
    ['3,000 comparators', 'unsupportedSort', { sort: Array.from({ length: 3000 }, () => ({ property: 'size' })) }],
  ])('%s: %s', async (_, type, args) => {
    expect(await t.call('Email/query', args)).toMatchObject({ type })
  })

  test.each(['text', 'from', 'subject', 'body'])('a NUL in %s divides words', async (name) => {
    const id = await importText('one two', 'From: one two <a@b.example>\r\nSubject: one two')
    const answer = await t.call('Email/query', { filter: { [name]: 'one\0two' } })
    expect(answer).toMatchObject({ ids: [id] })
  })

  test('a NUL in a header condition finds nothing', async () => {
    await importText('one')
    expect(await t.call('Email/query', { filter: { header: ['Subject', 's\0'] } })).toMatchObject({ ids: [] })
  })

  test('250,001 values are no request', async () => {
    const response = await post([['Core/echo', { list: Array.from({ length: 250_001 }, () => 0) }, '0']])
    expect(await response.json()).toMatchObject({ status: 400, limit: 'maxValuesInRequest' })
  })

  test('JSON that is nested too deeply is no request', async () => {
    const body = `{"using":[],"methodCalls":[["Core/echo",{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}},"0"]]}`
    const headers = { 'content-type': 'application/json' }
    const response = await t.request('/jmap/api', { method: 'POST', headers, body })
    expect(await response.json()).toMatchObject({ status: 400, type: 'urn:ietf:params:jmap:error:notRequest' })
  })

  test('too many properties, and too many levels of a patch', async () => {
    const id = await importText('a')
    const properties = Array.from({ length: 101 }, (_, index) => `header:X-${index}`)
    expect(await t.call('Email/get', { ids: [id], properties })).toMatchObject({ type: 'requestTooLarge' })
    expect(await t.call('Email/get', { ids: [id], bodyProperties: properties })).toMatchObject({
      type: 'requestTooLarge',
    })
    const answer = await t.call('Email/set', { update: { [id]: { [`keywords${'/a'.repeat(1_000_000)}`]: true } } })
    expect(at(answer, `notUpdated/${id}/type`)).toBe('invalidPatch')
    const keywords = Object.fromEntries(Array.from({ length: 40_000 }, (_, index) => [`keywords/k${index}`, true]))
    const tagged = await t.call('Email/set', { update: { [id]: keywords } })
    expect(at(tagged, `notUpdated/${id}/type`)).toBe('tooManyKeywords')
  })
})

describe('searching', () => {
  test('snippets of a hostile term and text do not stop the server', async () => {
    const id = await importText('! '.repeat(100_000))
    const term = '!'.repeat(1000)
    const work = (): Promise<unknown> => t.call('SearchSnippet/get', { filter: { text: term }, emailIds: [id] })
    expect(await longestStandstill(work)).toBeLessThan(1500)
    expect(await t.call('SearchSnippet/get', { filter: { text: '!'.repeat(20_000) }, emailIds: [id] })).toMatchObject({
      type: 'unsupportedFilter',
    })
  })

  test('looks into headers, message by message', async () => {
    const id = await importText('a', 'X-List: the Öther list\r\nSubject: s')
    await importText('a', 'X-List: something\r\nSubject: s')
    const find = (header: string[]): Promise<unknown> => t.call('Email/query', { filter: { header } })
    expect(at(await find(['x-list', 'öther']), 'ids')).toEqual([id])
    expect(at(await find(['x-list']), 'ids')).toHaveLength(2)
    const not = { operator: 'NOT', conditions: [{ header: ['x-list', 'öther'] }] }
    expect(at(await t.call('Email/query', { filter: not }), 'ids')).toHaveLength(1)
  })
})

describe('one damaged message', () => {
  test.each<[string, string, string]>([
    ['a parse that is no JSON', `UPDATE message SET packed_parse = NULL, parse = '{' WHERE blob = ?`, 'the text'],
    ['a parse that cannot be unpacked', `UPDATE message SET packed_parse = x'00' WHERE blob = ?`, 'the text'],
    ['a text that cannot be unpacked', `UPDATE message SET packed_text = x'00' WHERE blob = ?`, 'the text'],
    ['a listing that is no JSON', `UPDATE email SET listing = '{' WHERE blob = ?`, 'the text'],
    ['bytes that are gone', 'DELETE FROM blob WHERE id = ?', ''],
  ])('with %s does not hide the others', async (_, sql, text) => {
    const damaged = await importText('the text', 'Subject: damaged')
    const whole = await importText('another text', 'Subject: whole')
    const blob = textAt(await t.call('Email/get', { ids: [damaged], properties: ['blobId'] }), 'list/0/blobId')
    t.database.exec('PRAGMA foreign_keys = OFF')
    t.database.prepare(sql).run(blob)
    const answer = await t.call('Email/get', {
      ids: [damaged, whole],
      properties: ['subject', 'preview', 'textBody', 'bodyValues', 'header:X-Any'],
      fetchTextBodyValues: true,
    })
    expect(at(answer, 'notFound')).toEqual([])
    expect(at(answer, 'list/0/preview')).toBe('the text')
    expect(at(answer, 'list/0/bodyValues/1/value')).toBe(text)
    expect(at(answer, 'list/1')).toMatchObject({ subject: 'whole', bodyValues: { 1: { value: 'another text' } } })
    const snippets = await t.call('SearchSnippet/get', { filter: { text: 'text' }, emailIds: [damaged, whole] })
    expect(at(snippets, 'list')).toHaveLength(2)
  })
})

describe('downloads', () => {
  const download = async (blobId: string): Promise<Buffer> => {
    const response = await t.request(`/jmap/download/ada/${blobId}/x?type=a/b`)
    const bytes = Buffer.from(await response.arrayBuffer())
    expect([response.status, Number(response.headers.get('content-length'))]).toEqual([200, bytes.byteLength])
    return bytes
  }
  const noise = Buffer.from(Array.from({ length: 3_000_001 }, (_, index) => (index * 7919 + (index >> 8)) & 0xff))

  test('come in chunks that make the file, from a blob, from a part, from a draft and from its copy', async () => {
    const blobId = await t.upload(noise)
    expect((await download(blobId)).equals(noise)).toBe(true)
    const draft = async (attached: string): Promise<string> => {
      const create = { m: { mailboxIds: { [inbox]: true }, attachments: [{ blobId: attached, type: 'a/b' }] } }
      const answer = await t.call('Email/set', { create })
      return textAt(answer, 'created/m/blobId')
    }
    const first = await draft(blobId)
    const raw = await download(first)
    // The stored form of a received message: one blob, base64 in lines.
    const received = await t.upload(raw)
    await t.call('Email/import', { emails: { m: { blobId: received, mailboxIds: { [inbox]: true } } } })
    const part = `${received}-1`
    expect((await download(part)).equals(noise)).toBe(true)
    // An attachment that is passed on: decoded and encoded again on its way.
    const second = await draft(part)
    const copy = await download(second)
    const bodyOf = (message: Buffer): string =>
      message
        .toString('latin1')
        .replace(/^[^]*?\r\n\r\n/, '')
        .replace(/=_[0-9a-f]{32}/g, '')
    expect(bodyOf(copy) === bodyOf(raw)).toBe(true)
  }, 30_000)

  test('buffer a chunk of a file that is not read, not the file', async () => {
    const blobId = await t.upload(Buffer.alloc(30_000_000, 7))
    const before = process.memoryUsage().arrayBuffers
    const open = await Promise.all(
      Array.from({ length: 10 }, () => t.request(`/jmap/download/ada/${blobId}/x?type=a/b`)),
    )
    const readers = open.map((response) => response.body?.getReader())
    for (const reader of readers) await reader?.read()
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(60_000_000)
    for (const reader of readers) await reader?.cancel()
  }, 30_000)

  test('of a part of a message in a message are ranges of the one blob', async () => {
    const inner = `Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\ntext\r\n--i\r\nContent-Type: a/b\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from('inside').toString('base64')}\r\n--i--\r\n`
    const id = await importText(
      `--o\r\n\r\nouter\r\n--o\r\nContent-Type: message/rfc822\r\n\r\n${inner}\r\n--o--\r\n`,
      'Subject: s\r\nContent-Type: multipart/mixed; boundary=o',
    )
    const blob = textAt(await t.call('Email/get', { ids: [id], properties: ['blobId'] }), 'list/0/blobId')
    expect((await download(`${blob}-2-2`)).toString()).toBe('inside')
  })
})
