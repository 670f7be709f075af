import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import { randomNumbers } from '../testing/large-mailbox.ts'
import { openTestMail, textAt, type TestMail } from '../testing/open-test-mail.ts'
import { blobIdOf, chunkSize, putBlob, putChunk, readBlob, startChunks } from './blobs.ts'
import { sweep } from './sweep.ts'

let t: TestMail

beforeEach(() => {
  t = openTestMail({ onFailure: () => undefined })
})
afterEach(() => t.close())

const textOf = (size: number): Buffer =>
  Buffer.from('All work and no play makes Jack a dull boy. '.repeat(size / 44 + 1)).subarray(0, size)

const rows = (table: 'blob' | 'blob_chunk' | 'unfinished_upload'): number =>
  t.store.query.one<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? -1

const day = 24 * 3600 * 1000

describe.each([
  ['text', textOf],
  ['noise', (size: number) => randomBytes(size)],
])('%s', (_, make) => {
  test.each([0, 1, 199, 5000, chunkSize - 1, chunkSize, chunkSize + 1, 2 * chunkSize, 3 * chunkSize + 17])(
    'of %i bytes is read as it was stored, whole and in any part',
    (size) => {
      const bytes = make(size)
      const id = putBlob(t.store.query, bytes, 1)
      expect(Buffer.from(readBlob(t.store.query, id) ?? []).equals(bytes)).toBe(true)
      const next = randomNumbers(size)
      for (let round = 0; round < 10; round += 1) {
        const start = Math.floor(next() * (size + 10))
        const end = start + Math.floor(next() * (size + 10))
        const part = Buffer.from(readBlob(t.store.query, id, { start, end }) ?? [])
        expect(part.equals(bytes.subarray(start, end))).toBe(true)
      }
    },
  )
})

test('text takes less than its size in the database', () => {
  putBlob(t.store.query, textOf(3 * chunkSize), 1)
  putBlob(t.store.query, textOf(20_000), 1)
  const { stored } = t.store.query.one<{ stored: number }>(
    'SELECT (SELECT sum(length(data)) FROM blob) + (SELECT sum(length(data)) FROM blob_chunk) AS stored',
  ) ?? { stored: Infinity }
  expect(stored).toBeLessThan(20_000)
})

describe('an upload', () => {
  const bytes = Buffer.concat([textOf(chunkSize), randomBytes(chunkSize), textOf(100)])

  test('that arrives in pieces is stored once, however often it comes', async () => {
    const send = async (): Promise<string> => {
      const pieces = [bytes.subarray(0, 10), bytes.subarray(10, 1_500_000), bytes.subarray(1_500_000)]
      const body = new ReadableStream({
        pull: (controller) => {
          const piece = pieces.shift()
          if (piece) controller.enqueue(piece)
          else controller.close()
        },
      })
      const response = await t.request('/jmap/upload/ada', { method: 'POST', body, duplex: 'half' })
      return textAt(await response.json(), 'blobId')
    }
    expect(await send()).toBe(blobIdOf(bytes))
    expect(await send()).toBe(blobIdOf(bytes))
    expect([rows('blob'), rows('blob_chunk'), rows('unfinished_upload')]).toEqual([1, 3, 0])
    const download = await t.request(`/jmap/download/ada/${blobIdOf(bytes)}/a.bin`)
    expect(Buffer.from(await download.arrayBuffer()).equals(bytes)).toBe(true)
  })

  test('that is broken off leaves nothing', async () => {
    let sent = 0
    const body = new ReadableStream({
      pull: (controller) => {
        sent += 1
        if (sent > 2) controller.error(new Error('the client has gone'))
        else controller.enqueue(bytes)
      },
    })
    await t.request('/jmap/upload/ada', { method: 'POST', body, duplex: 'half' })
    expect([rows('blob'), rows('blob_chunk'), rows('unfinished_upload')]).toEqual([0, 0, 0])
  })

  test('that the server did not live to finish goes with the sweep, one that goes on stays', async () => {
    for (const startedAt of [Date.now() - 2 * day, Date.now()])
      putChunk(t.store.query, { chunked: startChunks(t.store.query, startedAt), number: 0, bytes })
    await sweep({ store: t.store, now: Date.now() })
    expect([rows('blob_chunk'), rows('unfinished_upload')]).toEqual([1, 1])
  })

  test('goes with its chunks when nothing uses it', async () => {
    await t.upload(bytes)
    await sweep({ store: t.store, now: Date.now() + 2 * day })
    expect([rows('blob'), rows('blob_chunk')]).toEqual([0, 0])
  })
})

describe('a download of a range', () => {
  const bytes = randomBytes(chunkSize + 5000)

  async function download(id: string, range: string): Promise<Response> {
    return t.request(`/jmap/download/ada/${id}/a.bin`, { headers: { range } })
  }

  async function attachmentId(): Promise<string> {
    const attachments = [{ blobId: await t.upload(bytes), type: 'application/zip', name: 'a.zip' }]
    const mailboxIds = { [(await t.mailboxes())['inbox'] ?? '']: true }
    const textBody = [{ partId: 'x' }]
    const create = { d: { mailboxIds, textBody, bodyValues: { x: { value: 'hi' } }, attachments } }
    const set = await t.call('Email/set', { create })
    return `${textAt(set, 'created/d/blobId')}-2`
  }

  test.each([
    ['bytes=0-0', 0, 1],
    ['bytes=1000-', 1000, bytes.length],
    ['bytes=1048570-1048600', 1_048_570, 1_048_601],
    ['bytes=-10', bytes.length - 10, bytes.length],
    ['bytes=5-99999999', 5, bytes.length],
  ])('%s has these bytes of an upload and of an attachment', async (range, start, end) => {
    for (const id of [await t.upload(bytes), await attachmentId()]) {
      const response = await download(id, range)
      expect(response.status).toBe(206)
      expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/${bytes.length}`)
      expect(response.headers.get('content-length')).toBe(String(end - start))
      expect(Buffer.from(await response.arrayBuffer()).equals(bytes.subarray(start, end))).toBe(true)
    }
  })

  test('outside of the file is refused, and what is no single range has the whole file', async () => {
    const id = await t.upload(bytes)
    const outside = await download(id, `bytes=${bytes.length}-`)
    expect([outside.status, outside.headers.get('content-range')]).toEqual([416, `bytes */${bytes.length}`])
    for (const range of ['bytes=0-1,4-5', 'lines=1-2', 'bytes=9-3', 'bytes=-'])
      expect((await download(id, range)).status).toBe(200)
  })
})
