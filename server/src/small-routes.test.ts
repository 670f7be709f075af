import { createBrowser, type TestBrowser, removeFolders } from '@atrium/gateway/testing'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import net from 'node:net'
import { startTestServer, type TestServer } from './testing/test-server.ts'
import { createEchoBackend } from './testing/echo-backend.ts'

let server: TestServer
let browser: TestBrowser

beforeEach(async () => {
  server = await startTestServer({}, { backend: createEchoBackend() })
  browser = createBrowser(server.origin)
})
afterEach(() => server.close())
afterAll(removeFolders)

const json = { 'content-type': 'application/json' }
const put = (body: string): Promise<Response> =>
  browser.fetch('/api/preferences', { method: 'PUT', body, headers: json })

describe('preferences', () => {
  test('change in part, for all of a user’s browsers', async () => {
    await browser.signUp('ada')
    expect(await (await put('{"theme":"dark"}')).json()).toMatchObject({ theme: 'dark', density: 'comfortable' })
    expect(await (await put('{"density":"compact","imageSenders":["bob@x.test"]}')).json()).toEqual({
      theme: 'dark',
      density: 'compact',
      locale: 'system',
      railCollapsed: false,
      imageSenders: ['bob@x.test'],
    })
    const other = createBrowser(server.origin)
    await other.signIn('ada')
    expect(other.session?.preferences).toMatchObject({ theme: 'dark', density: 'compact' })
    const stranger = createBrowser(server.origin)
    await stranger.signUp('bob')
    expect(stranger.session?.preferences.theme).toBe('system')
  })

  test.each([
    ['{"theme":"neon"}', 'preferences.theme'],
    ['{"colour":"red"}', 'preferences.colour'],
    ['{"__proto__":{"x":1}}', 'body'],
    ['[]', 'preferences'],
    ['null', 'preferences'],
    ['{', 'JSON'],
  ])('%s is refused and changes nothing', async (body, named) => {
    await browser.signUp('ada')
    const response = await put(body)
    const problem = (await response.json()) as { code: string; detail: string }
    expect([400, 422]).toContain(response.status)
    expect(problem.code).toBe('REQUEST_INVALID')
    if (named !== 'body') expect(problem.detail).toContain(named)
    expect(await (await browser.fetch('/api/preferences')).json()).toMatchObject({ theme: 'system' })
  })

  test('are private', async () => {
    expect((await browser.fetch('/api/preferences')).status).toBe(401)
    expect((await put('{"theme":"dark"}')).status).toBe(401)
  })
})

describe('reports', () => {
  const report = (type: string, body: unknown): Promise<Response> =>
    fetch(`${server.origin}/api/reports`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: JSON.stringify(body),
    })

  test('of every form are counted by kind and shown to who is signed in', async () => {
    await report('application/csp-report', {
      'csp-report': { 'effective-directive': 'img-src', 'blocked-uri': 'https://x.test/a?token=1\nline' },
    })
    await report('application/csp-report', {
      'csp-report': {
        'effective-directive': 'img-src',
        'document-uri': 'https://a.test/mail-frame',
        'blocked-uri': 'https://x.test/for/ada.gif',
      },
    })
    await report('application/reports+json', [
      { type: 'csp-violation', body: { effectiveDirective: 'script-src-elem' } },
      { type: 'integrity-violation', body: { blockedURL: 'https://x.test/b.js' } },
      { type: 'csp-violation', body: { effectiveDirective: 'script-src-elem' } },
    ])
    await report('application/json', { kind: 'web-vital' })
    expect((await browser.fetch('/api/reports')).status).toBe(401)
    await browser.signUp('ada')
    expect(await (await browser.fetch('/api/reports')).json()).toMatchObject({
      total: 6,
      kinds: {
        'csp-violation:img-src': 1,
        'mail:csp-violation:img-src': 1,
        'csp-violation:script-src-elem': 2,
        'integrity-violation': 1,
        'web-vital': 1,
      },
    })
    const reports = server.warnings.filter((line) => line.startsWith('report: '))
    expect(reports).toHaveLength(5)
    expect(reports.slice(0, 2)).toEqual([
      'report: csp-violation:img-src "https://x.test/a"',
      'report: mail:csp-violation:img-src "https://x.test"',
    ])
  })

  test('that make no sense do no harm', async () => {
    for (const body of [null, 1, 'x', [null, 1], [[]], { type: { a: 1 } }])
      expect((await report('application/json', body)).status).toBe(204)
    expect((await report('text/html', {})).status).toBe(415)
    expect((await report('application/json', 'x'.repeat(70_000))).status).toBe(413)
  })

  test('that a client made up do not displace real ones, and one client does not count for all', async () => {
    const invented = (batch: number) =>
      Array.from({ length: 100 }, (_, index) => ({ type: `kind-${batch}-${index}`, body: {} }))
    const violation = [
      { type: 'csp-violation', body: { effectiveDirective: 'connect-src' } },
      { type: 'csp-violation', body: { effectiveDirective: 'made-up' } },
    ]
    const proxied = await startTestServer({ ATRIUM_TRUST_PROXY: 'loopback' }, { backend: createEchoBackend() })
    try {
      const send = (client: string, body: unknown): Promise<Response> =>
        fetch(`${proxied.origin}/api/reports`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-forwarded-for': client },
          body: JSON.stringify(body),
        })
      for (let batch = 0; batch < 12; batch++) await send('203.0.113.1', invented(batch))
      await send('203.0.113.2', violation)
      const person = createBrowser(proxied.origin)
      await person.signUp('ada')
      expect(await (await person.fetch('/api/reports')).json()).toMatchObject({
        total: 1002,
        dropped: 200,
        kinds: { other: 1000, 'csp-violation:connect-src': 1, 'csp-violation:other': 1 },
      })
    } finally {
      await proxied.close()
    }
  })

  test('are limited in number and in kinds', async () => {
    for (let batch = 0; batch < 3; batch++)
      await report(
        'application/json',
        Array.from({ length: 100 }, (_, index) => ({ type: `kind-${batch}-${index}` })),
      )
    const statuses = await Promise.all(
      Array.from({ length: 130 }, () => report('application/json', {}).then(({ status }) => status)),
    )
    expect(statuses.filter((status) => status === 429)).toHaveLength(13)
    await browser.signUp('ada')
    const { kinds } = (await (await browser.fetch('/api/reports')).json()) as { kinds: Record<string, number> }
    expect(Object.keys(kinds).length).toBeLessThanOrEqual(201)
    expect(kinds['other']).toBeGreaterThanOrEqual(100)
  })
})

/** What a client sends that no library would. */
const talk = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.origin)
    let response = ''
    const socket = net.connect(Number(port), hostname, () => socket.write(text))
    socket.on('data', (chunk) => (response += chunk.toString()))
    socket.on('close', () => resolve(response))
    socket.on('error', reject)
  })

describe('a request that is malformed', () => {
  test.each([
    ['an empty Host', 'GET /healthz HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n'],
    ['a Host that is none', 'GET / HTTP/1.1\r\nHost: a b<c>\r\nAccept: text/html\r\nConnection: close\r\n\r\n'],
    ['a Host with a path', 'GET / HTTP/1.1\r\nHost: a/../b\r\nConnection: close\r\n\r\n'],
    ['a URL that cannot be decoded', 'GET /%E0%A4%A HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
  ])('%s gets 400 with the policies of every response, and is no fault of the server', async (_, text) => {
    const response = await talk(text)
    expect(response).toMatch(/^HTTP\/1.1 400 /)
    expect(response).toContain('application/problem+json')
    expect(response.toLowerCase()).toContain("content-security-policy: default-src 'none'; frame-ancestors 'none'")
    expect(response.toLowerCase()).toContain('x-content-type-options: nosniff')
    expect(server.warnings).toEqual([])
  })
})

describe('the server', () => {
  test('says that it lives', async () => {
    const response = await fetch(`${server.origin}/healthz`)
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }])
  })

  test('gives data that can neither run, be framed nor be kept', async () => {
    const { headers } = await fetch(`${server.origin}/api/session`)
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })

  test('gives the frame for mail with a policy of its own', async () => {
    const response = await fetch(`${server.origin}/mail-frame`)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('x-frame-options')).toBe('SAMEORIGIN')
    const again = await fetch(`${server.origin}/mail-frame`, {
      headers: { 'if-none-match': response.headers.get('etag') ?? '' },
    })
    expect(again.status).toBe(304)
  })

  test.each([
    ['OPTIONS', '/api/session', 204, 'POST, GET, HEAD, DELETE'],
    ['PATCH', '/api/preferences', 405, 'GET, HEAD, PUT'],
    ['POST', '/healthz', 405, 'GET, HEAD'],
    ['DELETE', '/releases/inbox/x', 405, 'GET, HEAD'],
    ['PUT', '/anywhere', 405, 'GET, HEAD'],
    ['PROPFIND', '/', 405, 'GET, HEAD'],
  ])('%s %s is answered with %i and what is allowed', async (method, target, status, allow) => {
    const response = await fetch(server.origin + target, { method })
    expect([response.status, response.headers.get('allow')]).toEqual([status, allow])
  })

  test('takes no body that is too large or of another kind', async () => {
    const post = (body: string, type: string): Promise<Response> =>
      fetch(`${server.origin}/api/session`, { method: 'POST', body, headers: { 'content-type': type } })
    expect((await post(JSON.stringify({ address: 'x'.repeat(70_000), password: '' }), 'application/json')).status).toBe(
      413,
    )
    expect((await post('address=ada&password=x', 'application/x-www-form-urlencoded')).status).toBe(415)
    expect((await post('{"address":"ada","password":"x"}', 'text/plain')).status).toBe(422)
  })

  test.each([
    ['headers that are too large', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, '431'],
    ['no host', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n', '400'],
    ['no HTTP at all', 'hello\r\n\r\n', '400'],
    ['two lengths', 'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', '400'],
    [
      'length and chunks',
      'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      '400',
    ],
    [
      'an address that cannot be decoded',
      'GET /registry/%E0%A4%A HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      '400',
    ],
  ])('survives %s', async (_, text, status) => {
    expect((await talk(text)).split(' ')[1]).toBe(status)
    expect((await fetch(`${server.origin}/healthz`)).status).toBe(200)
  })
})
