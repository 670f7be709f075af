import { createBrowser, type TestBrowser, removeFolders } from '@atrium/gateway/testing'
import { afterAll, afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { get, type IncomingMessage } from 'node:http'
import { startTestServer, type TestServer } from '../testing/test-server.ts'
import { createEchoBackend } from '../testing/echo-backend.ts'
import type { MailBackend } from './jmap-proxy.ts'
import { longestUnread, maxHeld } from './open-streams.ts'

let server: TestServer
let browser: TestBrowser
let canceled = 0

/** A mail server whose downloads never end; all else is echoed. */
function endlessBackend(): MailBackend {
  const echo = createEchoBackend()
  const chunk = new Uint8Array(1024 * 1024)
  const endless = (): Response =>
    new Response(
      new ReadableStream<Uint8Array>({
        pull: (controller) => controller.enqueue(chunk),
        cancel: () => void (canceled += 1),
      }),
    )
  return {
    fetch: async (request, user) =>
      new URL(request.url).pathname.startsWith('/jmap/download/') ? endless() : echo.fetch(request, user),
  }
}

beforeEach(async () => {
  canceled = 0
  server = await startTestServer({}, { backend: endlessBackend() })
  browser = createBrowser(server.origin)
  await browser.signUp('ada')
})
afterEach(async () => {
  jest.useRealTimers()
  await server.close()
})
afterAll(removeFolders)

/** Opens a response as it is written here, and reads none of it. `URL` would tidy the path up. */
function open(path: string, from: TestBrowser = browser): Promise<IncomingMessage> {
  const { hostname, port } = new URL(server.origin)
  return new Promise((resolve, reject) => {
    get({ hostname, port, path, headers: { cookie: from.cookie() }, agent: false }, resolve).on('error', reject)
  })
}

const close = (responses: readonly IncomingMessage[]): void => {
  for (const response of responses) response.destroy()
}

describe('what one account holds open', () => {
  test.each([
    ['downloads', '/jmap/download/a/b/x?type=a/b', maxHeld.download.account],
    ['event streams', '/jmap/events?types=*', maxHeld.events.account],
  ] as const)('has a limit: %s', async (_, path, limit) => {
    const held = await Promise.all(Array.from({ length: limit }, () => open(path)))
    expect(new Set(held.map(({ statusCode }) => statusCode))).toEqual(new Set([200]))
    const refused = await open(path)
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '2'])
    const other = createBrowser(server.origin)
    await other.signUp('bob')
    const theirs = await open(path, other)
    expect(theirs.statusCode).toBe(200)
    expect((await browser.fetch('/jmap/session')).status).toBe(200)
    const [first] = held
    first?.destroy()
    let again = await open(path)
    // The server learns that a connection is gone a moment later.
    while (again.statusCode === 429) again = await open(path)
    expect(again.statusCode).toBe(200)
    close([...held, refused, theirs, again])
  })

  test('is closed when it is not read for a minute', async () => {
    jest.useFakeTimers({
      doNotFake: ['nextTick', 'setImmediate', 'clearImmediate', 'queueMicrotask', 'performance', 'Date'],
    })
    const unread = await open('/jmap/download/a/b/x?type=a/b')
    const gone = new Promise((resolve) => unread.once('close', resolve).on('error', resolve))
    const isCanceled = () => canceled > 0
    for (let turn = 0; turn < 10_000 && !isCanceled(); turn++) {
      jest.advanceTimersByTime(longestUnread)
      await new Promise((resolve) => setImmediate(resolve))
    }
    unread.resume()
    await gone
    expect(canceled).toBe(1)
  })
})

describe('a download by any spelling of its path', () => {
  test.each([
    '/jmap/x/../download/a/b/x.html?type=text/html',
    '/jmap/x/%2e%2e/download/a/b/x.html?type=text/html',
    '/jmap/.%2E/jmap/download/a/b/x.html?type=text/html',
    '/jmap/x\\..\\download/a/b/x.html?type=text/html',
    '/jmap/./download/a/b/x.html?type=text/html',
  ])('%s is a file to be saved, in a sandbox', async (path) => {
    const answer = await open(path)
    if (answer.statusCode !== 404) {
      expect(answer.headers['content-disposition']).toBe('attachment')
      expect(answer.headers['content-security-policy']).toContain('sandbox')
    }
    close([answer])
  })

  test('what leads out of the mail server’s paths is nothing', async () => {
    const answer = await open('/jmap/../api/session')
    expect(answer.statusCode).toBe(404)
    close([answer])
  })
})
