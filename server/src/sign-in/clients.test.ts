import { createBrowser, thePassword, removeFolders } from '@atrium/gateway/testing'
import { afterAll, afterEach, describe, expect, test } from '@jest/globals'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { startTestServer, type TestServer } from '../testing/test-server.ts'
import { createEchoBackend, type EchoBackend } from '../testing/echo-backend.ts'

const running: { readonly close: () => Promise<unknown> }[] = []
async function start(
  environment: Record<string, string> = {},
  backend: EchoBackend = createEchoBackend(),
): Promise<TestServer> {
  const server = await startTestServer(environment, { backend })
  running.push(server)
  return server
}

afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
})
afterAll(removeFolders)

/** Status of a sign-up that proxies say comes from these addresses, the nearest last. */
const signUpFrom = async ({ origin }: TestServer, forwarded: string, name: string): Promise<number> =>
  (
    await createBrowser(origin).post(
      '/api/accounts',
      { address: name, name: '', password: thePassword },
      { 'x-forwarded-for': forwarded },
    )
  ).status

describe('behind proxies a client is counted by its own address', () => {
  test('as the last of as many proxies as there are names it; what precedes it was made up', async () => {
    const one = await start({ ATRIUM_TRUST_PROXY: '1', ATRIUM_RATE_SIGN_UP: '1' })
    expect(await signUpFrom(one, '198.51.100.1, 203.0.113.9', 'ada')).toBe(201)
    expect(await signUpFrom(one, '198.51.100.2, 203.0.113.9', 'bob')).toBe(429)
    expect(await signUpFrom(one, '198.51.100.1, 203.0.113.8', 'carl')).toBe(201)
    const two = await start({ ATRIUM_TRUST_PROXY: '2', ATRIUM_RATE_SIGN_UP: '1' })
    expect(await signUpFrom(two, '198.51.100.1, 203.0.113.9', 'ada')).toBe(201)
    expect(await signUpFrom(two, '198.51.100.2, 203.0.113.9', 'bob')).toBe(201)
    expect(await signUpFrom(two, '192.0.2.7, 198.51.100.2, 203.0.113.8', 'carl')).toBe(429)
  })

  test('and one line of IPv6, a /64, is one client', async () => {
    const server = await start({ ATRIUM_TRUST_PROXY: '1', ATRIUM_RATE_SIGN_UP: '1' })
    expect(await signUpFrom(server, '2001:db8:1:2::1', 'ada')).toBe(201)
    expect(await signUpFrom(server, '2001:db8:1:2:ffff:eeee:dddd:cccc', 'bob')).toBe(429)
    expect(await signUpFrom(server, '2001:db8:1:3::1', 'carl')).toBe(201)
    expect(await signUpFrom(server, '2001:db8::1', 'dora')).toBe(201)
    expect(await signUpFrom(server, '2001:db8:0:0:5::1', 'eve')).toBe(429)
  })
})

test('a client that fails at one address after another has to wait, and another client need not', async () => {
  const { origin } = await start({ ATRIUM_TRUST_PROXY: '1', ATRIUM_RATE_SIGN_IN: '1' })
  const signIn = async (client: string, address: string): Promise<number> =>
    (
      await createBrowser(origin).post(
        '/api/session',
        { address, password: 'wrong horse' },
        { 'x-forwarded-for': client },
      )
    ).status
  const statuses: number[] = []
  for (let name = 0; name < 7; name++) statuses.push(await signIn('203.0.113.1', `stranger${name}`))
  expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429])
  expect(await signIn('203.0.113.2', 'stranger9')).toBe(401)
})

test('another password ends the event streams of every other browser, and not its own', async () => {
  const backend = createEchoBackend()
  const { origin } = await start({}, backend)
  const [own, other, stranger] = [createBrowser(origin), createBrowser(origin), createBrowser(origin)]
  await own.signUp('ada')
  await other.signIn('ada')
  await stranger.signUp('bob')
  const [mine, theirs, strangers] = await Promise.all(
    [own, other, stranger].map(async (browser) => (await browser.fetch('/jmap/events')).body?.getReader()),
  )
  const changed = await own.fetch('/api/password', {
    method: 'PUT',
    body: JSON.stringify({ current: thePassword, wanted: 'another horse' }),
    headers: { 'content-type': 'application/json' },
  })
  expect(changed.status).toBe(204)
  expect(await theirs?.read()).toEqual({ done: true, value: undefined })
  backend.say('event: state\n\n')
  for (const stream of [mine, strangers]) {
    expect(new TextDecoder().decode((await stream?.read())?.value)).toBe('event: state\n\n')
    await stream?.cancel()
  }
})

describe('the proxy for the pictures of a mail', () => {
  let requested: string[]

  /** A host with a small picture and one of 10 MiB and a byte. */
  async function pictureHost(): Promise<string> {
    requested = []
    const host = http.createServer(({ url = '' }, response) => {
      requested.push(url)
      response.setHeader('content-type', 'image/png')
      response.end(url === '/large.png' ? Buffer.alloc(10 * 1024 * 1024 + 1) : 'pixels')
    })
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
    running.push({
      close: () => {
        host.closeAllConnections()
        return new Promise((resolve) => host.close(resolve))
      },
    })
    return `127.0.0.1:${(host.address() as AddressInfo).port}`
  }

  const addressOf = (url: string): string => `/api/image?url=${encodeURIComponent(url)}`

  test('is for people who are signed in', async () => {
    const host = await pictureHost()
    const { origin } = await start({ ATRIUM_IMAGE_HOSTS: host })
    const browser = createBrowser(origin)
    expect((await browser.fetch(addressOf(`http://${host}/a.png`))).status).toBe(401)
    expect(requested).toEqual([])
    await browser.signUp('ada')
    const answer = await browser.fetch(addressOf(`http://${host}/a.png`))
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      200,
      'image/png',
      'pixels',
    ])
    expect(answer.headers.get('content-security-policy')).toContain('sandbox')
    expect(answer.headers.get('cache-control')).toBe('private, max-age=86400')
  })

  test('connects to public addresses only', async () => {
    const host = await pictureHost()
    const browser = createBrowser((await start()).origin)
    await browser.signUp('ada')
    const answer = await browser.fetch(addressOf(`http://${host}/a.png`))
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([502, 'IMAGE_REFUSED'])
    expect(requested).toEqual([])
  })

  test('gives nothing larger than 10 MiB', async () => {
    const host = await pictureHost()
    const browser = createBrowser((await start({ ATRIUM_IMAGE_HOSTS: host })).origin)
    await browser.signUp('ada')
    const answer = await browser.fetch(addressOf(`http://${host}/large.png`))
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([502, 'IMAGE_REFUSED'])
  })
})
