import { createBrowser, removeFolders } from '@atrium/gateway/testing'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

interface ReceivedRequest {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

let password = 'correct horse'
let received: ReceivedRequest[]
let mailServer: http.Server
let upstream: string
const running: TestServer[] = []

const session = () => ({
  capabilities: { 'urn:ietf:params:jmap:core': { maxSizeUpload: 1 } },
  accounts: { 'acc-1': { name: 'Ada Lovelace', isPersonal: true, isReadOnly: false, accountCapabilities: {} } },
  primaryAccounts: { 'urn:ietf:params:jmap:mail': 'acc-1' },
  username: 'ada@mail.example',
  apiUrl: '/deep/api/',
  downloadUrl: `${upstream}/blob/{accountId}/{blobId}/{name}?accept={type}`,
  uploadUrl: '/up/{accountId}/',
  eventSourceUrl: '/push/{types}/{closeafter}?ping={ping}',
  state: 's1',
})

function answer(request: http.IncomingMessage, response: http.ServerResponse, body: string): void {
  const { method, url = '', headers } = request
  received.push({ method, url, headers, body })
  const right = `Basic ${Buffer.from(`ada@mail.example:${password}`).toString('base64')}`
  response.setHeader('set-cookie', 'upstream=secret')
  response.setHeader('access-control-allow-origin', '*')
  if (url === '/.well-known/jmap') return void response.writeHead(302, { location: '/deep/session' }).end()
  if (headers.authorization !== right) return void response.writeHead(401, { 'www-authenticate': 'Basic' }).end()
  response.setHeader('content-type', 'application/json')
  response.end(url === '/deep/session' ? JSON.stringify(session()) : JSON.stringify({ url, body }))
}

beforeEach(async () => {
  received = []
  password = 'correct horse'
  mailServer = http.createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => answer(request, response, body))
  })
  await new Promise<void>((resolve) => mailServer.listen(0, '127.0.0.1', resolve))
  upstream = `http://127.0.0.1:${(mailServer.address() as AddressInfo).port}`
})
afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
  mailServer.closeAllConnections()
  await new Promise((resolve) => mailServer.close(resolve))
})
afterAll(removeFolders)

async function start(folder?: string): Promise<TestServer> {
  const server = await startTestServer({ ATRIUM_JMAP_UPSTREAM: upstream }, folder ? { folder } : {})
  running.push(server)
  return server
}

describe('another JMAP server', () => {
  test('verifies a password', async () => {
    const { origin } = await start()
    expect((await createBrowser(origin).signIn('ada@mail.example', 'wrong horse')).status).toBe(401)
    const browser = createBrowser(origin)
    expect((await browser.signIn('ada@mail.example')).status).toBe(200)
    expect(browser.session).toMatchObject({ accountId: 'acc-1', address: 'ada@mail.example', name: 'Ada Lovelace' })
  })

  test('has its addresses replaced by our own, which lead to it', async () => {
    const { origin } = await start()
    const browser = createBrowser(origin)
    await browser.signIn('ada@mail.example')
    const answered = await browser.fetch('/jmap/session')
    expect(await answered.json()).toEqual({
      ...session(),
      apiUrl: 'api',
      downloadUrl: 'download/{accountId}/{blobId}/{name}?type={type}',
      uploadUrl: 'upload/{accountId}/',
      eventSourceUrl: 'eventsource?types={types}&closeafter={closeafter}&ping={ping}',
    })
    expect([answered.headers.get('set-cookie'), answered.headers.get('access-control-allow-origin')]).toEqual([
      null,
      null,
    ])
    const reached = async (address: string, init: Parameters<typeof browser.fetch>[1] = {}): Promise<unknown> => {
      await browser.fetch(address, init)
      return received.at(-1)?.url
    }
    expect(await reached('/jmap/api', { method: 'POST', body: '{}' })).toBe('/deep/api/')
    expect(await reached('/jmap/upload/acc-1/', { method: 'POST', body: 'x' })).toBe('/up/acc-1/')
    expect(await reached('/jmap/download/acc-1/b%2F1/a%20b.txt?type=text%2Fplain')).toBe(
      '/blob/acc-1/b%2F1/a%20b.txt?accept=text%2Fplain',
    )
    expect(await reached('/jmap/eventsource?types=*&closeafter=no&ping=30')).toBe('/push/*/no?ping=30')
  })

  test('gets the password and nothing of the browser’s cookies', async () => {
    const { origin } = await start()
    const browser = createBrowser(origin)
    await browser.signIn('ada@mail.example')
    await browser.post('/jmap/api', { using: [] })
    const { headers, body }: Pick<ReceivedRequest, 'headers' | 'body'> = received.at(-1) ?? { headers: {}, body: '' }
    expect(headers.authorization).toBe(`Basic ${Buffer.from('ada@mail.example:correct horse').toString('base64')}`)
    expect([headers.cookie, headers['x-atrium-csrf'], headers.origin]).toEqual([undefined, undefined, undefined])
    expect([headers['content-length'], headers['transfer-encoding'], body]).toEqual(['12', undefined, '{"using":[]}'])
  })

  test('a restart keeps the session, and no file holds the password', async () => {
    const first = await start()
    const browser = createBrowser(first.origin)
    await browser.signIn('ada@mail.example')
    await first.close()
    running.length = 0
    const stored = readFileSync(path.join(first.folder, 'data/atrium.db'), 'latin1')
    for (const secret of ['correct horse', Buffer.from('ada@mail.example:correct horse').toString('base64')])
      expect(stored).not.toContain(secret)
    const second = await start(first.folder)
    const answered = await fetch(`${second.origin}/jmap/session`, { headers: { cookie: browser.cookie() } })
    expect(answered.status).toBe(200)
  })

  test('a password that was changed there ends the session here', async () => {
    const { origin } = await start()
    const browser = createBrowser(origin)
    await browser.signIn('ada@mail.example')
    password = 'another horse'
    const answered = await browser.post('/jmap/api', {})
    expect([answered.status, ((await answered.json()) as { code: string }).code]).toEqual([401, 'SIGNED_OUT'])
    expect((await browser.fetch('/api/session')).status).toBe(401)
  })

  test('that does not respond is distinguished from a wrong password', async () => {
    const { origin } = await start()
    mailServer.closeAllConnections()
    await new Promise((resolve) => mailServer.close(resolve))
    const answered = await createBrowser(origin).signIn('ada@mail.example')
    expect([answered.status, ((await answered.json()) as { code: string }).code]).toEqual([502, 'UPSTREAM_UNREACHABLE'])
  })

  test('takes no sign-ups of ours, and our own sessions mean nothing to it', async () => {
    const own = await startTestServer({})
    const browser = createBrowser(own.origin)
    await browser.signUp('ada')
    await own.close()
    const { origin } = await start(own.folder)
    expect((await fetch(`${origin}/api/session`, { headers: { cookie: browser.cookie() } })).status).toBe(401)
    expect(
      (await createBrowser(origin).post('/api/accounts', { address: 'b', name: '', password: 'correct horse' })).status,
    ).toBe(403)
  })
})
