import { createBrowser, removeFolders, thePassword, type TestBrowser } from '@atrium/gateway/testing'
import type { AppPassword, SignedInDevice } from '@atrium/mail-contracts'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { connectSmtp, sendRaw, type SmtpTestClient } from '../mail/testing/smtp-client.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'
import { deviceName } from './password-sessions.ts'

let server: TestServer
let browser: TestBrowser

beforeEach(async () => {
  server = await startTestServer({
    ATRIUM_RATE_SIGN_IN: '1',
    SMTP_SUBMISSION_PORT: '0',
    SMTP_SUBMISSIONS_PORT: '0',
  })
  browser = createBrowser(server.origin)
  await browser.signUp('ada')
})
afterEach(() => server.close())
afterAll(removeFolders)

type Made = AppPassword & { readonly password: string }

const make = (name: string, current = thePassword): Promise<Response> =>
  browser.post('/api/app-passwords', { name, current })
const made = async (name: string): Promise<Made> => (await make(name)).json() as Promise<Made>
const listed = async (): Promise<readonly AppPassword[]> =>
  (await browser.fetch('/api/app-passwords')).json() as Promise<readonly AppPassword[]>
const basic = (user: string, password: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
})
const session = (headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${server.origin}/jmap/session`, { headers })

const echo = { using: ['urn:ietf:params:jmap:core'], methodCalls: [['Core/echo', { hello: 1 }, 'a']] }

describe('an app password', () => {
  test('opens the mail to a program, which finds everything from the well-known address', async () => {
    const { password } = await made('Phone')
    const found = await fetch(`${server.origin}/.well-known/jmap`, { headers: basic('ada', password) })
    expect(found.url).toBe(`${server.origin}/jmap/session`)
    const document = (await found.json()) as Record<string, string>
    expect(document).toMatchObject({
      username: 'ada@atrium.test',
      apiUrl: `${server.origin}/jmap/api`,
      uploadUrl: `${server.origin}/jmap/upload/{accountId}`,
      downloadUrl: `${server.origin}/jmap/download/{accountId}/{blobId}/{name}?type={type}`,
    })
    const response = await fetch(document['apiUrl'] ?? '', {
      method: 'POST',
      body: JSON.stringify(echo),
      headers: { ...basic('ada@atrium.test', password), 'content-type': 'application/json' },
    })
    expect(await response.json()).toEqual({
      methodResponses: [['Core/echo', { hello: 1 }, 'a']],
      sessionState: document['state'],
    })
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('is shown once, is listed with its last use, and works in any grouping until it is revoked', async () => {
    const { id, password } = await made('Phone')
    expect(password).toMatch(/^([a-z2-9]{4}-){5}[a-z2-9]{4}$/)
    expect(await listed()).toEqual([{ id, name: 'Phone', createdAt: expect.any(String), usedAt: null }])
    expect((await session(basic('ada', password.replaceAll('-', ' ').toUpperCase()))).status).toBe(200)
    expect((await listed())[0]?.usedAt).toEqual(expect.any(String))

    expect((await browser.fetch(`/api/app-passwords/${id}`, { method: 'DELETE' })).status).toBe(204)
    expect(await listed()).toEqual([])
    expect((await session(basic('ada', password))).status).toBe(401)
    expect((await browser.fetch(`/api/app-passwords/${id}`, { method: 'DELETE' })).status).toBe(404)
  })

  test('submits mail by SMTP, with TLS from the first byte or by STARTTLS, until it is revoked', async () => {
    const { id, password } = await made('Phone')
    const [startTls = 0, tls = 0] = server.submissionPorts
    const plain = (secret: string): string =>
      `AUTH PLAIN ${Buffer.from(`\0ada@atrium.test\0${secret}`).toString('base64')}`
    const hello = 'From: ada@atrium.test\r\nSubject: Hello\r\n\r\nfrom a program'
    const submit = (client: SmtpTestClient) =>
      sendRaw(client, { from: 'ada@atrium.test', to: ['ada@atrium.test'], data: hello })

    const first = await connectSmtp(tls, true)
    await first.command('EHLO phone')
    expect(await first.command(plain(thePassword))).toMatch(/^535 5\.7\.8/)
    expect(await first.command(plain(password))).toMatch(/^235/)
    expect((await submit(first)).at(-1)).toMatch(/^250/)
    expect((await listed())[0]?.usedAt).toEqual(expect.any(String))

    const second = await connectSmtp(startTls)
    await second.command('EHLO phone')
    await second.secure()
    await second.command('EHLO phone')
    expect(await second.command(plain(password))).toMatch(/^235/)

    await browser.fetch(`/api/app-passwords/${id}`, { method: 'DELETE' })
    expect(await second.command('MAIL FROM:<ada@atrium.test>')).toMatch(/^535 5\.7\.8/)
    first.close()
    second.close()
  })

  test('makes who guesses by SMTP wait, as by HTTP', async () => {
    const [, tls = 0] = server.submissionPorts
    const client = await connectSmtp(tls, true)
    await client.command('EHLO guesser')
    const guess = `AUTH PLAIN ${Buffer.from('\0ada@atrium.test\0guess').toString('base64')}`
    for (let failures = 0; failures < 6; failures += 1) expect(await client.command(guess)).toMatch(/^535/)
    expect(await client.command(guess)).toMatch(/^454 4\.7\.0 Too many failures, try again in \d+ second/)
    expect((await session(basic('ada', 'guess'))).status).toBe(429)
    client.close()
  })

  test('ends what its program has open when it is revoked', async () => {
    const { id, password } = await made('Phone')
    const events = await fetch(`${server.origin}/jmap/events?types=*`, { headers: basic('ada', password) })
    expect(events.status).toBe(200)
    await browser.fetch(`/api/app-passwords/${id}`, { method: 'DELETE' })
    // A stream without an end would keep the test here.
    expect(await events.text().catch(() => 'aborted')).not.toContain('event: state')
  })

  test('is never the password of the account, and opens nothing but the mail', async () => {
    const { password } = await made('Phone')
    expect((await session(basic('ada', thePassword))).status).toBe(401)
    expect((await createBrowser(server.origin).signIn('ada', password)).status).toBe(401)
    const own = await fetch(`${server.origin}/api/app-passwords`, { headers: basic('ada', password) })
    expect(own.status).toBe(401)
  })

  test('is only made by who knows the password of the account, and not without end', async () => {
    const wrong = await make('Phone', 'wrong horse')
    expect([wrong.status, await wrong.json()]).toEqual([401, expect.objectContaining({ code: 'CREDENTIALS_WRONG' })])
    expect(await listed()).toEqual([])
  })

  test('of another account is wrong', async () => {
    const { password } = await made('Phone')
    await createBrowser(server.origin).signUp('bob')
    expect((await session(basic('bob', password))).status).toBe(401)
  })
})

describe('a program without one', () => {
  test('is challenged, and a page is not: its browser would ask in a dialog of its own', async () => {
    expect((await session()).headers.get('www-authenticate')).toBe('Basic realm="Atrium", charset="UTF-8"')
    expect((await session({ 'sec-fetch-site': 'same-origin' })).headers.get('www-authenticate')).toBeNull()
  })

  test.each(['Basic', 'Basic !', 'Basic YQ==', 'Bearer x', `Basic ${'A'.repeat(10_000)}`])(
    '%.20s is no way in and no fault',
    async (authorization) => {
      expect((await session({ authorization })).status).toBe(401)
    },
  )

  test('has to wait after some failures', async () => {
    const statuses: number[] = []
    for (let at = 0; at < 7; at++) statuses.push((await session(basic('ada', 'wrong'))).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429])
  })
})

test('a browser that has stored Basic credentials cannot be used by a page of another site', async () => {
  const { password } = await made('Phone')
  const headers = { ...basic('ada', password), 'content-type': 'application/json', origin: 'https://evil.example' }
  const response = await fetch(`${server.origin}/jmap/api`, { method: 'POST', body: JSON.stringify(echo), headers })
  expect(response.status).toBe(403)
})

test('the devices of an account are listed, and one of them is signed out', async () => {
  const phone = createBrowser(server.origin)
  const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
  await phone.post('/api/session', { address: 'ada', password: thePassword }, { 'user-agent': agent })
  const devices = async (): Promise<readonly SignedInDevice[]> =>
    (await browser.fetch('/api/sessions')).json() as Promise<readonly SignedInDevice[]>
  const before = await devices()
  expect(before.map(({ device, current }) => [device, current]).sort()).toEqual([
    ['', true],
    ['Firefox on Linux', false],
  ])
  const other = before.find(({ current }) => !current)
  expect((await browser.fetch(`/api/sessions/${other?.id}`, { method: 'DELETE' })).status).toBe(204)
  expect((await phone.fetch('/api/session')).status).toBe(401)
  expect(await devices()).toHaveLength(1)

  const bob = createBrowser(server.origin)
  await bob.signUp('bob')
  const [own] = await devices()
  expect((await bob.fetch(`/api/sessions/${own?.id}`, { method: 'DELETE' })).status).toBe(404)
  expect((await browser.fetch('/api/session')).status).toBe(200)
})

test.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/138.0 Safari/537.36 Edg/138.0',
    'Edge on Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605 Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari on iPhone',
  ],
  ['Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/138.0 Mobile Safari/537.36', 'Chrome on Android'],
  ['curl/8.0', ''],
  [undefined, ''],
])('%s is called %j', (agent, name) => {
  expect(deviceName(agent)).toBe(name)
})
