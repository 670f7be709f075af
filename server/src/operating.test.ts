import { createBrowser, removeFolders, thePassword } from '@atrium/gateway/testing'
import { afterAll, afterEach, describe, expect, test } from '@jest/globals'
import { request } from 'node:http'
import { connectSmtp, sendRaw } from './mail/testing/smtp-client.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'

const running: TestServer[] = []
async function start(environment: Record<string, string> = {}): Promise<TestServer> {
  const server = await startTestServer({ SMTP_PORT: '0', ...environment })
  running.push(server)
  return server
}

afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
})
afterAll(removeFolders)

const message =
  'From: eve@peer.example\r\nDate: Tue, 1 Dec 2026 10:00:00 +0000\r\nMessage-ID: <1@peer.example>\r\nSubject: Secret plan\r\n\r\nAt four.'

async function mailIn(server: TestServer, to: string, data = message): Promise<readonly string[]> {
  const client = await connectSmtp(server.smtpPort ?? 0)
  await client.command('EHLO peer.example')
  const responses = await sendRaw(client, { from: 'eve@peer.example', to: [to], data })
  await client.command('QUIT')
  client.close()
  return responses
}

describe('/metrics', () => {
  const read = (server: TestServer, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${server.origin}/metrics`, { headers })

  test('counts mail that arrives and is refused, the queue, and responses by route', async () => {
    const server = await start()
    await createBrowser(server.origin).signUp('ada')
    await mailIn(server, 'ada@atrium.test')
    await mailIn(server, 'no-one@atrium.test')
    const response = await read(server)
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    const text = await response.text()
    expect(text).toContain('atrium_received_seconds_count{mailbox="inbox"} 1\n')
    expect(text).toContain('atrium_smtp_refusals_total{port="inbound",code="550",status="5.1.1"} 1\n')
    expect(text).toContain('atrium_queue_recipients{state="waiting"} 0\n')
    expect(text).toContain('atrium_http_seconds_count{method="POST",route="/api/accounts",status="201"} 1\n')
    expect(text).toMatch(/\natrium_event_loop_delay_seconds\{quantile="0.99"\} [\d.e-]+\n/)
    expect(text).toMatch(/\nprocess_resident_memory_bytes [1-9]\d{6,}\n/)
    expect(text).not.toMatch(/@|peer\.example|Secret/)
  })

  test('is there for this machine, and not for who comes through a proxy', async () => {
    const server = await start()
    expect((await read(server)).status).toBe(200)
    expect((await read(server, { 'x-forwarded-for': '203.0.113.9' })).status).toBe(404)
  })

  test('asks everyone for the token when there is one', async () => {
    const server = await start({ ATRIUM_METRICS_TOKEN: 'a-token-of-the-monitor' })
    expect((await read(server)).status).toBe(404)
    expect((await read(server, { authorization: 'Bearer another-token-of-it' })).status).toBe(404)
    expect((await read(server, { authorization: 'Bearer a-token-of-the-monitor' })).status).toBe(200)
  })
})

describe('the log in JSON', () => {
  const lines = (server: TestServer): Record<string, unknown>[] =>
    server.warnings.map((line) => JSON.parse(line) as Record<string, unknown>)

  test('has the id of each request, which its response has too', async () => {
    const server = await start({ ATRIUM_LOG: 'info', ATRIUM_LOG_FORMAT: 'json' })
    const response = await fetch(`${server.origin}/api/session?token=secret`)
    const id = response.headers.get('x-request-id')
    expect(id).toMatch(/^[\w-]{12}$/)
    const line = lines(server).find(({ request: of }) => of === id)
    expect(line).toEqual({
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      level: 'info',
      message: expect.stringMatching(/^GET \/api\/session 401 \d+ ms$/),
      request: id,
      method: 'GET',
      path: '/api/session',
      status: 401,
      milliseconds: expect.any(Number),
    })
  })

  test('has no address, password, subject or file name, whatever goes right or wrong', async () => {
    const server = await start({ ATRIUM_LOG: 'info', ATRIUM_LOG_FORMAT: 'json', SMTP_SUBMISSIONS_PORT: '0' })
    const browser = createBrowser(server.origin)
    await browser.signUp('ada')
    await createBrowser(server.origin).signIn('ada', 'wrong-password-1')
    await browser.fetch('/jmap/download/ada/Bxyz/secret-plan.pdf?type=text/plain')
    await mailIn(server, 'ada@atrium.test')
    await mailIn(server, 'no-one@atrium.test')
    const client = await connectSmtp(server.submissionPorts[0] ?? 0, true)
    await client.command('EHLO laptop')
    await client.command(`AUTH PLAIN ${Buffer.from('\0ada@atrium.test\0wrong-password-2').toString('base64')}`)
    const made = (await (await browser.post('/api/app-passwords', { name: 'Phone', current: thePassword })).json()) as {
      password: string
    }
    await client.command(`AUTH PLAIN ${Buffer.from(`\0ada@atrium.test\0${made.password}`).toString('base64')}`)
    await sendRaw(client, {
      from: 'ada@atrium.test',
      to: ['ada@atrium.test'],
      data: message.replace('eve@peer.example', 'ada@atrium.test'),
    })
    client.close()
    const events = lines(server).flatMap(({ event }) => event ?? [])
    expect(events).toEqual(['received', 'refused', 'refused', 'submitted'])
    const text = server.warnings.join('\n')
    for (const secret of [
      'ada@',
      'eve@',
      'no-one',
      'peer.example',
      'wrong-password',
      thePassword,
      made.password,
      'Secret',
      'At four',
      'secret-plan',
    ])
      expect(text).not.toContain(secret)
  })
})

describe('stopping under load', () => {
  test('finishes the message and the request on their way, and ends other sessions with 421', async () => {
    const server = await start({ SMTP_SUBMISSION_PORT: '0' })
    const browser = createBrowser(server.origin)
    await browser.signUp('ada')
    const busy = await connectSmtp(server.smtpPort ?? 0)
    const waiting = await connectSmtp(server.smtpPort ?? 0)
    for (const client of [busy, waiting]) await client.command('EHLO peer.example')
    await busy.command('MAIL FROM:<eve@peer.example>')
    await busy.command('RCPT TO:<ada@atrium.test>')
    expect(await busy.command('DATA')).toMatch(/^354/)
    const body = '{"address":"bob","name":"Bob",'
    const rest = `"password":${JSON.stringify(thePassword)}}`
    const upload = request(`${server.origin}/api/accounts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': body.length + rest.length },
    })
    const response = new Promise<number | undefined>((resolve) =>
      upload.once('response', (got) => resolve(got.statusCode)),
    )
    await new Promise<void>((resolve) => upload.write(body, () => resolve()))
    // The server has begun to read it when it has responded to what came after it on another connection.
    await fetch(`${server.origin}/healthz`)

    running.length = 0
    const closed = server.close()
    expect(await waiting.raw('')).toMatch(/^421 4\.3\.2/)
    expect(await busy.raw(`${message}\r\n.\r\n`)).toMatch(/^250/)
    upload.end(rest)
    expect(await response).toBe(201)
    expect(await busy.command('MAIL FROM:<eve@peer.example>')).toMatch(/^421/)
    await closed

    const again = await startTestServer({}, { folder: server.folder })
    running.push(again)
    const ada = createBrowser(again.origin)
    await ada.signIn('ada')
    const session = (await (await ada.fetch('/jmap/session')).json()) as { primaryAccounts: Record<string, string> }
    const accountId = Object.values(session.primaryAccounts)[0]
    const found = await ada.post('/jmap/api', {
      using: ['urn:ietf:params:jmap:core', 'urn:ietf:params:jmap:mail'],
      methodCalls: [['Email/query', { accountId }, '0']],
    })
    expect(Object(await found.json()).methodResponses[0][1].ids).toHaveLength(1)
  })
})
