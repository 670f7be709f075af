import { csrfHeader } from '@atrium/protocol'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import http, { type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { remoteRelease, writeStore } from './testing/release-builder.ts'
import { createTempFolder, removeFolders } from './testing/temp-folder.ts'
import { createBrowser, type TestBrowser } from './testing/test-browser.ts'
import { namedSessions, startSite, type TestSiteOptions } from './testing/test-site.ts'

const open: { close: () => Promise<unknown> }[] = []
let folder: string

beforeEach(async () => {
  folder = createTempFolder()
  await writeStore(path.join(folder, 'store'), [remoteRelease('inbox')])
})
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})
afterAll(removeFolders)

interface Service {
  readonly url: string
  readonly requests: readonly IncomingMessage[]
  readonly bodies: readonly string[]
}

/** A service on a free port. Default: responds with "hello". */
async function startService(
  respond: RequestListener = (_request, response) => response.end('hello'),
): Promise<Service> {
  const [requests, bodies]: [IncomingMessage[], string[]] = [[], []]
  const server = http.createServer((request, response) => {
    requests.push(request)
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => void bodies.push(body))
    respond(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({
    close: () =>
      new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      }),
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, bodies }
}

/** A site with the service at `/api/orders`, and Ada's browser. */
async function start(url: string, options: TestSiteOptions = {}): Promise<{ origin: string; ada: TestBrowser }> {
  const sessions = namedSessions({ ada: ['staff', 'caf\u00e9'] })
  const site = await startSite({ folder, sessions, apis: { '/api/orders': url }, ...options })
  open.push(site)
  const ada = createBrowser(site.origin)
  await ada.signUp('ada')
  return { origin: site.origin, ada }
}

/** Sends a path as it is written here: `fetch` would tidy it up. */
const raw = (origin: string, target: string, cookie: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin)
    http
      .get({ hostname, port, path: target, headers: { cookie } }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      .on('error', reject)
  })

describe("a product's own API", () => {
  test('gets who makes the request from the gateway, and nothing that the browser claims or keeps secret', async () => {
    const service = await startService()
    const { ada } = await start(service.url)
    const response = await ada.fetch('/api/orders/7?sort=date', {
      headers: {
        'x-atrium-person': 'root',
        x_atrium_person: 'root',
        'x-atrium-groups': 'admin',
        'x-forwarded-for': '10.0.0.1',
        authorization: 'Bearer x',
        'x-own': 'kept',
      },
    })
    expect([response.status, await response.text()]).toEqual([200, 'hello'])
    const [request] = service.requests
    expect(request?.url).toBe('/api/orders/7?sort=date')
    expect(request?.headers).toMatchObject({
      'x-atrium-person': 'ada',
      'x-atrium-groups': 'staff,caf%C3%A9',
      'x-forwarded-for': '127.0.0.1',
      'x-own': 'kept',
    })
    for (const name of ['cookie', 'authorization', 'x_atrium_person', csrfHeader])
      expect(request?.headers).not.toHaveProperty(name)
  })

  test('is reached by who is signed in alone', async () => {
    const service = await startService()
    const { origin } = await start(service.url)
    const response = await createBrowser(origin).fetch('/api/orders')
    expect([response.status, await response.json()]).toEqual([401, expect.objectContaining({ code: 'SIGNED_OUT' })])
    expect(service.requests).toEqual([])
  })

  test('is changed by a page of this site alone', async () => {
    const service = await startService()
    const { ada } = await start(service.url)
    const send = (headers: Record<string, string>) => ada.post('/api/orders', { tea: 1 }, headers)
    expect((await send({ origin: 'https://evil.example' })).status).toBe(403)
    expect((await send({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await send({ [csrfHeader]: 'guessed' })).status).toBe(403)
    // As many letters as the token, and more bytes.
    const letters = '\u00e9'.repeat(ada.session?.csrf.length ?? 0)
    expect((await send({ [csrfHeader]: letters })).status).toBe(403)
    expect(service.requests).toEqual([])
    expect((await send({})).status).toBe(200)
    expect(service.bodies).toEqual(['{"tea":1}'])
  })

  test('decides nothing for the whole origin', async () => {
    const service = await startService((_request, response) => {
      response.writeHead(201, {
        'set-cookie': 'a=b',
        'clear-site-data': '"*"',
        'access-control-allow-origin': '*',
        'content-security-policy': 'default-src *',
        connection: 'x-hop',
        'x-hop': '1',
        'x-kept': '1',
        location: `${service.url}/api/orders/8`,
        'content-type': 'text/html',
      })
      response.end('<script>1</script>')
    })
    const { headers, status } = await (await start(service.url)).ada.fetch('/api/orders')
    expect([status, headers.get('x-kept'), headers.get('location')]).toEqual([201, '1', '/api/orders/8'])
    for (const name of ['set-cookie', 'clear-site-data', 'access-control-allow-origin', 'x-hop'])
      expect(headers.get(name)).toBeNull()
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'; sandbox")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  test.each([
    '/api/orders/../reports',
    '/api/orders/%2e%2e/admin',
    '/api/orders/%2E./admin',
    '/api/orders/a%2f..%2fadmin',
    '/api/orders/..%5cadmin',
    '/api/orders/..;/admin',
    '/api/orders/%252e%252e/admin',
    '/api/orders//admin.example',
    '/api/orders/%00',
    '/api/orders/%zz',
    '/api/ordersX/1',
  ])('never leads outside its path: %s', async (target) => {
    const service = await startService()
    const { origin, ada } = await start(service.url)
    expect([400, 404, 405]).toContain(await raw(origin, target, ada.cookie()))
    expect(service.requests).toEqual([])
  })

  test('has its own path below the base path of the site in place of the prefix', async () => {
    const service = await startService()
    const site = await startSite({ folder, basePath: '/shop/', apis: { '/api/orders': `${service.url}/v1/` } })
    open.push(site)
    const visitor = createBrowser(site.origin)
    await visitor.post('/shop/api/accounts', { address: 'ada' })
    expect((await visitor.fetch('/shop/api/orders/7?x=1')).status).toBe(200)
    expect(service.requests[0]?.url).toBe('/v1/7?x=1')
  })

  test('that cannot be reached is a 502, and one that is silent a 504', async () => {
    const service = await startService(() => undefined)
    const { ada } = await start(service.url, {
      apiIdleTimeout: 50,
      apis: { '/api/orders': service.url, '/api/gone': 'http://127.0.0.1:9' },
    })
    const [silent, gone] = [await ada.fetch('/api/orders'), await ada.fetch('/api/gone')]
    expect([silent.status, await silent.json()]).toEqual([504, expect.objectContaining({ code: 'API_TIMEOUT' })])
    expect([gone.status, await gone.json()]).toEqual([502, expect.objectContaining({ code: 'API_UNREACHABLE' })])
  })

  test('streams: the first part arrives before the last is sent', async () => {
    let finish: () => void = () => undefined
    const service = await startService((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: 1\n\n')
      finish = () => response.end('data: 2\n\n')
    })
    const response = await (await start(service.url)).ada.fetch('/api/orders/events')
    const reader = response.body?.getReader()
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('data: 1\n\n')
    finish()
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('data: 2\n\n')
  })

  test('gets no body above the limit', async () => {
    const service = await startService((request, response) => request.resume().on('end', () => response.end()))
    const { ada } = await start(service.url)
    // Hardly more than the limit: what a client still sends when the response comes would break its connection.
    const chunks = [...Array.from({ length: 50 }, () => new Uint8Array(1024 * 1024)), new Uint8Array(1)]
    const response = await ada.fetch('/api/orders', {
      method: 'POST',
      duplex: 'half',
      body: ReadableStream.from(chunks),
    })
    expect(response.status).toBe(413)
    expect(service.bodies).toEqual([])
  })

  test.each([
    ['/orders', 'http://orders:8080'],
    ['/api/orders', 'ftp://orders'],
    ['/api/../orders', 'http://orders'],
    ['/api/orders', 'http://name:word@orders'],
  ])('is refused at the start as %s=%s', async (prefix, url) => {
    await expect(startSite({ folder, apis: { [prefix]: url } })).rejects.toThrow('Give a path below /api/')
  })
})
