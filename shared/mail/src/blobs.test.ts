import { describe, expect, test } from '@jest/globals'
import type { SessionInfo } from '@atrium/jmap'
import { createFakeTiming } from '@atrium/jmap/testing'
import { assert, constantFrom, oneof, property, string } from 'fast-check'
import { blobUrl } from './blobs.ts'
import { createFakeServer } from './testing/fake-server.ts'
import { FakeUpload } from './testing/fake-upload.ts'
import { mailFor, settle } from './testing/render-with-mail.tsx'

const begin = async (size = 10, options: Parameters<ReturnType<typeof mailFor>['uploadBlob']>[1] = {}) => {
  const request = new FakeUpload()
  const again = new FakeUpload()
  const last = new FakeUpload()
  const requests = [request, again, last]
  const timing = createFakeTiming()
  const mail = mailFor(createFakeServer(), {
    timing,
    createRequest: () => requests.shift() as unknown as XMLHttpRequest,
    renewCsrf: async () => 'token-2',
  })
  const outcome = mail.uploadBlob(new Blob(['x'.repeat(size)], { type: 'text/plain' }), options)
  await settle()
  return { request, again, last, outcome, timing }
}

const blob = { accountId: 'acc', blobId: 'b9', type: 'text/plain', size: 10 }

describe('an upload', () => {
  test('goes where the session says and reports how far it is', async () => {
    const progress: number[] = []
    const { request, outcome } = await begin(10, { onProgress: (fraction) => progress.push(fraction) })
    request.upload.dispatchEvent(new ProgressEvent('progress', { lengthComputable: true, loaded: 5, total: 10 }))
    request.respond(201, { accountId: 'acc', blobId: 'b9', type: 'text/plain', size: 10 })
    expect(await outcome).toMatchObject({ ok: true, value: { blobId: 'b9', size: 10 } })
    expect(request.opened).toEqual(['POST', 'http://localhost/jmap/upload/acc/'])
    expect(request.headers).toEqual({ 'content-type': 'text/plain', 'x-atrium-csrf': 'token' })
    expect(progress).toEqual([0.5, 1])
  })

  test('larger than the server takes it does not start', async () => {
    const { request, outcome } = await begin(1001)
    expect(await outcome).toMatchObject({ ok: false, error: { code: 'UPLOAD_TOO_LARGE' } })
    expect(request.sent).toBeNull()
  })

  test.each([
    [
      'the file is too large',
      413,
      { limit: 'maxSizeUpload', detail: 'A file may have at most 50 bytes.' },
      'UPLOAD_TOO_LARGE',
      'Share it by a link',
    ],
    ['a proxy says so without a reason', 413, {}, 'UPLOAD_TOO_LARGE', 'Share it by a link'],
    [
      'the account is full',
      413,
      { limit: 'quota', detail: 'The account has no space for this file.' },
      'UPLOAD_FAILED',
      'The account has no space for this file',
    ],
  ])('is refused when %s', async (_, status, body, code, words) => {
    const { request, outcome } = await begin(10)
    request.respond(status, body)
    expect(await outcome).toMatchObject({ ok: false, error: { code, message: expect.stringContaining(words) } })
  })

  test('refused for a token that another tab has made stale goes out once more with the current one', async () => {
    const { request, again, outcome } = await begin()
    request.respond(403, { status: 403, code: 'CSRF_REFUSED', title: 'No', detail: 'Reload the page' })
    await settle()
    again.respond(201, { accountId: 'acc', blobId: 'b9', type: 'text/plain', size: 10 })
    expect(await outcome).toMatchObject({ ok: true, value: { blobId: 'b9' } })
    expect(again.headers['x-atrium-csrf']).toBe('token-2')
  })

  test('can be stopped', async () => {
    const stop = new AbortController()
    const { outcome } = await begin(10, { signal: stop.signal })
    stop.abort()
    expect(await outcome).toMatchObject({ ok: false, error: { code: 'UPLOAD_STOPPED' } })
  })

  test('fails with a reason when the connection breaks three times', async () => {
    const { request, again, last, outcome, timing } = await begin()
    for (const broken of [request, again, last]) {
      broken.dispatchEvent(new Event('error'))
      await settle()
      timing.pass(8000)
      await settle()
    }
    expect(await outcome).toMatchObject({ ok: false, error: { code: 'UPLOAD_FAILED' } })
  })

  test.each([
    ['its connection breaks', (request: FakeUpload) => request.dispatchEvent(new Event('error'))],
    ['the server is busy', (request: FakeUpload) => request.respond(503, {})],
    [
      'too many uploads run',
      (request: FakeUpload) => request.respond(400, { limit: 'maxConcurrentUpload', detail: '' }),
    ],
  ])('goes out again when %s', async (_, fail) => {
    const { request, again, outcome, timing } = await begin()
    fail(request)
    await settle()
    timing.pass(1000)
    await settle()
    again.respond(201, blob)
    expect(await outcome).toMatchObject({ ok: true, value: { blobId: 'b9' } })
  })

  test('of which nothing moves for a minute is aborted and goes out again', async () => {
    const { request, again, outcome, timing } = await begin()
    for (let step = 0; step < 6; step += 1) {
      timing.pass(15_000)
      await settle()
    }
    expect(request.sent).not.toBeNull()
    again.respond(201, blob)
    expect(await outcome).toMatchObject({ ok: true })
  })

  test('fails with a reason when the response is no blob', async () => {
    const { request, outcome } = await begin()
    request.respond(200, { blobId: '' })
    expect(await outcome).toMatchObject({ ok: false, error: { code: 'UPLOAD_FAILED' } })
  })
})

describe('the address of a file', () => {
  const names = ['c#1', '%', '%2F', '?a=b', '/', '..', '.', '', '..\\', 'שלום', '\u202egnp.exe', '\u0000', '\ud83d']
  const anyName = oneof(constantFrom(...names), string({ unit: 'binary' }), string({ unit: 'grapheme' }))
  const session = {
    downloadUrl: 'https://mail.example/download/{accountId}/{blobId}/{name}?type={type}',
  } as SessionInfo

  test('has its name in one part of its own, whatever others have called it', () => {
    assert(
      property(anyName, anyName, (name, type) => {
        const url = new URL(blobUrl(session, 'a1', { blobId: 'B1', name, type }))
        const [folder, account, blob, last = ''] = url.pathname.split('/').slice(1)
        expect([url.origin, folder, account, blob]).toEqual(['https://mail.example', 'download', 'a1', 'B1'])
        expect(decodeURIComponent(last)).toBe(/^\.{0,2}$/.test(name) ? 'attachment' : name.toWellFormed())
        expect([url.searchParams.get('type'), url.hash]).toEqual([type.toWellFormed(), ''])
      }),
    )
  })
})
