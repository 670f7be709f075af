import { createBrowser, type TestBrowser, removeFolders } from '@atrium/gateway/testing'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { request as httpRequest } from 'node:http'
import { startTestServer, type TestServer } from '../testing/test-server.ts'
import { createEchoBackend, type EchoBackend } from '../testing/echo-backend.ts'

let backend: EchoBackend
let server: TestServer
let browser: TestBrowser

beforeEach(async () => {
  backend = createEchoBackend()
  server = await startTestServer({}, { backend })
  browser = createBrowser(server.origin)
  await browser.signUp('ada')
})
afterEach(() => server.close())
afterAll(removeFolders)

/** Reads a stream until it holds a text; what came before stays. */
async function readUntil(reader: ReadableStreamDefaultReader<Uint8Array>, wanted: string): Promise<string> {
  let text = ''
  while (!text.includes(wanted)) {
    const { done, value } = await reader.read()
    if (done) return `${text}<end>`
    text += new TextDecoder().decode(value)
  }
  return text
}

async function openStream(): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  const response = await browser.fetch('/jmap/events?types=*', {
    headers: { accept: 'text/event-stream', 'accept-encoding': 'br' },
  })
  expect([response.status, response.headers.get('content-type'), response.headers.get('content-encoding')]).toEqual([
    200,
    'text/event-stream',
    null,
  ])
  const reader = response.body?.getReader()
  if (!reader) throw new Error('no body')
  return reader
}

describe('the proxy', () => {
  test('requires a session', async () => {
    const response = await fetch(`${server.origin}/jmap/session`)
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ code: 'SIGNED_OUT' })
    expect(backend.seen).toEqual([])
  })

  test('sends the mail server the user and nothing that it has no use for', async () => {
    await browser.fetch('/jmap/session?x=%20y', {
      headers: { 'accept-language': 'de', authorization: 'Basic stolen', 'x-forwarded-for': '1.2.3.4' },
    })
    const { request, user } = backend.seen.at(-1) ?? {}
    expect(user).toEqual({
      accountId: browser.session?.accountId,
      address: 'ada@atrium.test',
      name: 'ada',
      client: '127.0.0.1',
    })
    expect(new URL(request?.url ?? '').pathname + new URL(request?.url ?? '').search).toBe('/jmap/session?x=%20y')
    expect(Object.keys(Object.fromEntries(request?.headers ?? []))).toEqual(['accept', 'accept-language'])
  })

  test('hands a request over as it is', async () => {
    const response = await browser.post('/jmap/api', { using: ['ü'] })
    expect(await response.json()).toMatchObject({
      pathname: '/jmap/api',
      text: '{"using":["ü"]}',
      headers: { 'content-type': 'application/json' },
    })
  })

  test('compresses JSON for those who take it', async () => {
    for (const [accepted, encoding] of [
      ['br, gzip', 'br'],
      ['gzip', 'gzip'],
      ['br;q=0, gzip;q=0.1', 'gzip'],
      ['identity', null],
      ['', null],
    ] as const) {
      const response = await browser.fetch('/jmap/session', { headers: { 'accept-encoding': accepted } })
      expect([accepted, response.headers.get('content-encoding'), response.headers.get('vary')]).toEqual([
        accepted,
        encoding,
        'Accept-Encoding',
      ])
      expect(await response.json()).toMatchObject({ pathname: '/jmap/session' })
    }
  })

  test('takes only the methods of JMAP', async () => {
    const response = await browser.fetch('/jmap/session', { method: 'PUT' })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST'])
  })

  test('a failing mail server is a clear problem without internal details', async () => {
    const response = await browser.fetch('/jmap/broken')
    const text = await response.text()
    expect([response.status, JSON.parse(text).code]).toEqual([502, 'UPSTREAM_UNREACHABLE'])
    expect(text).not.toContain('secret')
  })

  test('a refused credential ends the session', async () => {
    const response = await browser.fetch('/jmap/expired')
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, null])
    expect(await response.json()).toMatchObject({ code: 'SIGNED_OUT' })
    expect(browser.cookie()).toBe('')
  })

  test('an attachment can neither run nor be shown in place, whatever the mail server says', async () => {
    const response = await browser.fetch('/jmap/download/a/b/x.html?type=text%2Fhtml')
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-disposition': 'attachment',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, immutable, max-age=31536000',
    })
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })

  test.each([
    ['image/png', 'image/png'],
    ['text/csv&charset=iso-8859-1', 'text/plain; charset=iso-8859-1'],
    ['application/json&charset=x%3B%20y', 'text/plain; charset=utf-8'],
  ])('shown as %s is in a document without origin and scripts, as %s', async (requested, type) => {
    const response = await browser.fetch(`/jmap/download/a/b/x?preview=1&type=${requested}`)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': type,
      'content-disposition': 'inline',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox",
      'x-content-type-options': 'nosniff',
    })
  })

  test.each(['text/html', 'image/svg+xml', 'application/pdf', 'application/xhtml+xml', 'text/xml', ''])(
    'as %j is never shown',
    async (type) => {
      const response = await browser.fetch(`/jmap/download/a/b/x?preview=1&type=${encodeURIComponent(type)}`)
      expect([response.status, response.headers.get('content-type')]).toEqual([
        422,
        'application/problem+json; charset=utf-8',
      ])
    },
  )
})

describe('uploads', () => {
  test('fifty megabytes go through, and wait at the sender until the mail server reads', async () => {
    const chunk = new Uint8Array(1024 * 1024).fill(7)
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => (sent++ < 50 ? controller.enqueue(chunk) : controller.close()),
    })
    const release = backend.hold()
    const headers = { 'content-type': 'image/png' }
    const upload = { method: 'POST', body, headers, duplex: 'half' } as RequestInit & {
      headers: Record<string, string>
    }
    const response = browser.fetch('/jmap/upload/a', upload)
    const standsStill = async (before: number): Promise<unknown> => {
      await new Promise((resolve) => setTimeout(resolve, 100))
      return before === sent && sent > 0 ? sent : standsStill(sent)
    }
    await standsStill(-1)
    // What is in flight is in the kernel's socket buffers.
    expect(sent).toBeLessThan(25)
    release()
    expect(await (await response).json()).toEqual({ size: 50 * 1024 * 1024, type: 'image/png' })
  }, 30_000)

  test('a length that is known stays known', async () => {
    await browser.fetch('/jmap/upload/a', { method: 'POST', body: 'four' })
    expect(backend.seen.at(-1)?.request.headers.get('content-length')).toBe('4')
  })

  test('one that is refused early still gets its response', async () => {
    const response = await browser.fetch('/jmap/refuse/a', { method: 'POST', body: new Uint8Array(8 * 1024 * 1024) })
    expect(response.status).toBe(413)
    expect((await browser.fetch('/api/session')).status).toBe(200)
  })

  test('one that is in progress when the server closes is finished', async () => {
    const release = backend.hold()
    const response = browser.fetch('/jmap/upload/a', { method: 'POST', body: 'four' })
    while (!backend.seen.some(({ request }) => request.url.endsWith('/upload/a')))
      await new Promise((resolve) => setImmediate(resolve))
    const closed = server.close()
    release()
    expect((await response).status).toBe(201)
    await closed
    server = await startTestServer({}, { backend })
  })

  test('one that breaks off is noticed by the mail server', async () => {
    const { hostname, port } = new URL(server.origin)
    const headers = {
      cookie: browser.cookie(),
      'x-atrium-csrf': browser.session?.csrf ?? '',
      'content-length': '1000000',
    }
    const upload = httpRequest({ hostname, port, path: '/jmap/upload/a', method: 'POST', headers })
    upload.on('error', () => undefined)
    upload.write('started')
    while (backend.seen.length === 0) await new Promise((resolve) => setImmediate(resolve))
    const gone = new Promise((resolve) => backend.seen.at(-1)?.request.signal.addEventListener('abort', resolve))
    upload.destroy()
    expect(await gone).toMatchObject({ type: 'abort' })
  })
})

describe('event streams', () => {
  test('an event arrives when it happens', async () => {
    const reader = await openStream()
    backend.say('event: state\n\n')
    expect(await readUntil(reader, '\n\n')).toBe('event: state\n\n')
    backend.say('event: ping\n\n')
    expect(await readUntil(reader, '\n\n')).toBe('event: ping\n\n')
    await reader.cancel()
  })

  test('end at the mail server when the browser goes', async () => {
    const reader = await openStream()
    await reader.cancel()
    await expect(backend.quiet()).resolves.toBeUndefined()
  })

  test('end when the session ends, here or elsewhere', async () => {
    const reader = await openStream()
    const other = createBrowser(server.origin)
    await other.signIn('ada')
    await other.fetch('/api/session', { method: 'DELETE' })
    backend.say('data: 1\n\n')
    expect(await readUntil(reader, '1')).toContain('data: 1')
    await other.signIn('ada')
    await other.fetch('/api/sessions', { method: 'DELETE' })
    expect(await readUntil(reader, 'never')).toBe('<end>')
    await backend.quiet()
  })

  test('end cleanly when the server closes, and do not hold it up', async () => {
    const reader = await openStream()
    const closed = server.close()
    expect(await readUntil(reader, 'never')).toBe('<end>')
    await closed
    server = await startTestServer({}, { backend })
  })
})
