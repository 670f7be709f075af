import { describe, expect, test } from '@jest/globals'
import { createFakeServer } from '../testing/fake-server.ts'
import { mailFor, settle } from '../testing/render-mail.tsx'

/** As much of `XMLHttpRequest` as an upload uses, driven by the test. */
class FakeRequest extends EventTarget {
  readonly upload = new EventTarget()
  readonly opened: string[] = []
  readonly headers: Record<string, string> = {}
  status = 0
  responseText = ''
  sent: Blob | null = null

  open(...args: string[]): void {
    this.opened.push(...args)
  }

  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value
  }

  send(file: Blob): void {
    this.sent = file
  }

  abort(): void {
    this.dispatchEvent(new Event('abort'))
  }

  answer(status: number, body: unknown): void {
    this.status = status
    this.responseText = JSON.stringify(body)
    this.dispatchEvent(new Event('load'))
  }
}

const begin = async (size = 10, options: Parameters<ReturnType<typeof mailFor>['uploadBlob']>[1] = {}) => {
  const request = new FakeRequest()
  const again = new FakeRequest()
  const requests = [request, again]
  const mail = mailFor(createFakeServer(), {
    createRequest: () => requests.shift() as unknown as XMLHttpRequest,
    renewCsrf: async () => 'token-2',
  })
  const outcome = mail.uploadBlob(new Blob(['x'.repeat(size)], { type: 'text/plain' }), options)
  await settle()
  return { request, again, outcome }
}

describe('an upload', () => {
  test('goes where the session says and tells how far it is', async () => {
    const progress: number[] = []
    const { request, outcome } = await begin(10, { onProgress: (fraction) => progress.push(fraction) })
    request.upload.dispatchEvent(new ProgressEvent('progress', { lengthComputable: true, loaded: 5, total: 10 }))
    request.answer(201, { accountId: 'acc', blobId: 'b9', type: 'text/plain', size: 10 })
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
    ['the file is too large', 413, { limit: 'maxSizeUpload', detail: 'A file has at most 50 octets.' }, 'UPLOAD_TOO_LARGE', 'Share it by a link'],
    ['a proxy says so without a reason', 413, {}, 'UPLOAD_TOO_LARGE', 'Share it by a link'],
    ['the account is full', 413, { limit: 'quota', detail: 'The account has no room for this file.' }, 'UPLOAD_FAILED', 'The account has no room for this file'],
  ])('is refused when %s', async (_, status, body, code, words) => {
    const { request, outcome } = await begin(10)
    request.answer(status, body)
    expect(await outcome).toMatchObject({ ok: false, error: { code, message: expect.stringContaining(words) } })
  })

  test('refused for a token that another tab has made stale goes out once more with the current one', async () => {
    const { request, again, outcome } = await begin()
    request.answer(403, { status: 403, code: 'CSRF_REFUSED', title: 'No', detail: 'Reload the page' })
    await settle()
    again.answer(201, { accountId: 'acc', blobId: 'b9', type: 'text/plain', size: 10 })
    expect(await outcome).toMatchObject({ ok: true, value: { blobId: 'b9' } })
    expect(again.headers['x-atrium-csrf']).toBe('token-2')
  })

  test('can be stopped', async () => {
    const stop = new AbortController()
    const { outcome } = await begin(10, { signal: stop.signal })
    stop.abort()
    expect(await outcome).toMatchObject({ ok: false, error: { code: 'UPLOAD_STOPPED' } })
  })

  test('fails with a reason when the connection breaks or the answer is no blob', async () => {
    const broken = await begin()
    broken.request.dispatchEvent(new Event('error'))
    expect(await broken.outcome).toMatchObject({ ok: false, error: { code: 'UPLOAD_FAILED' } })
    const odd = await begin()
    odd.request.answer(200, { blobId: '' })
    expect(await odd.outcome).toMatchObject({ ok: false, error: { code: 'UPLOAD_FAILED' } })
  })
})
