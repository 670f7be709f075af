import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { mkdtempSync, readdirSync } from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { at, openTestMail, type TestMail } from '../testing/open-test-mail.ts'
import { connectSmtp, type SmtpTestClient } from '../testing/smtp-client.ts'
import { zone } from '../testing/smtp-peer.ts'
import type { InboundServer } from './inbound.ts'

let t: TestMail

/** Responses of another server by the start of a command; `close` ends the connection in place of one. */
type Script = Readonly<Record<string, string>>

const polite: Script = {
  greeting: '220 peer.example ESMTP\r\n',
  EHLO: '250-peer.example\r\n250 PIPELINING\r\n',
  MAIL: '250 2.1.0 Ok\r\n',
  RCPT: '250 2.1.5 Ok\r\n',
  DATA: '354 Go on\r\n',
  end: '250 2.0.0 Taken\r\n',
  QUIT: '221 2.0.0 Bye\r\n',
}

describe('another server that', () => {
  let server: net.Server
  let taken: string[]
  let script: Script

  const respond = (socket: net.Socket, response: string | undefined): void => {
    if (response === 'close') socket.destroy()
    else socket.write(response ?? '250 Ok\r\n')
  }
  /** The response to a command: that of the whole line where the script has it. */
  const responseTo = (line: string): string | undefined => script[line] ?? script[line.slice(0, 4).toUpperCase()]

  beforeEach(async () => {
    taken = []
    script = polite
    server = net.createServer((socket) => {
      let received = ''
      let isData = false
      socket.on('error', () => undefined)
      respond(socket, script['greeting'])
      socket.on('data', (chunk) => {
        received += chunk.toString('latin1')
        for (;;) {
          const end = received.indexOf(isData ? '\r\n.\r\n' : '\r\n')
          if (end < 0) return
          const part = received.slice(0, end)
          received = received.slice(end + (isData ? 5 : 2))
          if (isData) {
            isData = false
            // A client that has pipelined DATA and has no recipient sends nothing (RFC 2920 §3.1).
            if (part !== '' && script['end']?.startsWith('250')) taken.push(part.slice(2))
            respond(socket, script['end'])
          } else {
            const response = responseTo(part)
            isData = part.toUpperCase() === 'DATA' && response?.startsWith('354') === true
            // The end of an empty message follows no line of it.
            if (isData) received = `\r\n${received}`
            respond(socket, response)
          }
        }
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    t = openTestMail({
      outbound: {
        name: 'mx.mail.test',
        relay: null,
        lookup: zone({ 'peer.example A': ['127.0.0.1'] }),
        port,
        isAllowed: () => true,
      },
    })
  })
  afterEach(async () => {
    await t.close()
    await new Promise((resolve) => server.close(resolve))
  })

  /** Sends one message to two recipients. @returns the state of each in the queue; `gone` when it was taken */
  async function send(body = 'hello'): Promise<readonly string[]> {
    const { drafts = '' } = await t.mailboxes()
    const to = ['eve@peer.example', 'mallory@peer.example']
    const email = {
      mailboxIds: { [drafts]: true },
      from: [{ email: 'ada@mail.test' }],
      to: to.map((address) => ({ email: address })),
      textBody: [{ partId: '1' }],
      bodyValues: { 1: { value: body } },
    }
    await t.calls([
      ['Email/set', { create: { d: email } }, '0'],
      ['EmailSubmission/set', { create: { s: { emailId: '#d', identityId: 'I1' } } }, '1'],
    ])
    await t.mail.sendQueued()
    return to.map(
      (recipient) =>
        t.store.query.one<{ state: string }>('SELECT state FROM outbound WHERE recipient = ?', recipient)?.state ??
        'gone',
    )
  }

  const cases: readonly (readonly [does: string, script: Script, states: readonly string[]])[] = [
    ['does everything right', {}, ['gone', 'gone']],
    ['greets in several lines', { greeting: '220-peer.example\r\n220-No spam\r\n220 ESMTP\r\n' }, ['gone', 'gone']],
    [
      'ends its lines with LF alone',
      { greeting: '220 peer.example\n', MAIL: '250 Ok\n', end: '250 Taken\n' },
      ['gone', 'gone'],
    ],
    ['has no extensions', { EHLO: '250 peer.example\r\n' }, ['gone', 'gone']],
    ['knows HELO alone', { EHLO: '502 5.5.1 No\r\n', HELO: '250 peer.example\r\n' }, ['gone', 'gone']],
    ['responds with a very long line', { end: `250 ${'x'.repeat(20_000)}\r\n` }, ['gone', 'gone']],
    ['has no time at its greeting', { greeting: '421 4.3.2 Later\r\n' }, ['waiting', 'waiting']],
    ['wants no one at its greeting', { greeting: '554 5.7.1 Go away\r\n' }, ['dead', 'dead']],
    ['greets with something else', { greeting: 'SSH-2.0-OpenSSH\r\n' }, ['waiting', 'waiting']],
    ['closes at its greeting', { greeting: 'close' }, ['waiting', 'waiting']],
    ['has no time at MAIL', { MAIL: '451 4.3.0 Later\r\n' }, ['waiting', 'waiting']],
    ['closes with 421 at MAIL', { MAIL: '421 4.3.2 Stopping\r\n' }, ['waiting', 'waiting']],
    ['closes at MAIL', { MAIL: 'close' }, ['waiting', 'waiting']],
    ['has no time for one recipient', { 'RCPT TO:<mallory@peer.example>': '450 4.2.1 Later\r\n' }, ['gone', 'waiting']],
    ['does not know one recipient', { 'RCPT TO:<eve@peer.example>': '550 5.1.1 Unknown\r\n' }, ['dead', 'gone']],
    ['has no time for any recipient', { RCPT: '450 4.2.1 Later\r\n' }, ['waiting', 'waiting']],
    ['refuses DATA', { DATA: '554 5.7.1 No\r\n' }, ['dead', 'dead']],
    ['has no time at DATA', { DATA: '451 4.3.0 Later\r\n' }, ['waiting', 'waiting']],
    ['closes at DATA', { DATA: 'close' }, ['waiting', 'waiting']],
    ['refuses the message', { end: '554 5.6.0 No\r\n' }, ['dead', 'dead']],
    ['has no time for the message', { end: '451 4.3.0 Later\r\n' }, ['waiting', 'waiting']],
    ['closes after the message', { end: 'close' }, ['unknown', 'unknown']],
    ['closes with 421 after the message', { end: '421 4.3.2 Stopping\r\n' }, ['waiting', 'waiting']],
    ['closes without QUIT', { QUIT: 'close' }, ['gone', 'gone']],
  ]
  test.each(cases)('%s', async (_does, changed, states) => {
    script = { ...polite, ...changed }
    expect(await send()).toEqual(states)
    expect(taken).toHaveLength(states.includes('gone') ? 1 : 0)
  })

  test('gets lines that begin with a dot, and no line that could end the message early', async () => {
    await send('.\n..\n.hidden\nend')
    expect(taken[0]).toMatch(/\r\n\.\.\r\n\.\.\.\r\n\.\.hidden\r\nend/)
  })
})

describe('a client that', () => {
  let inbound: InboundServer
  let client: SmtpTestClient
  let folder: string

  beforeEach(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-hostile-'))
    t = openTestMail()
    inbound = await t.mail.listen({
      host: '127.0.0.1',
      port: 0,
      name: 'mx.mail.test',
      folder,
      files: null,
      lookup: zone({}),
    })
    client = await connectSmtp(inbound.port)
    await client.command('EHLO peer.example')
  })
  afterEach(async () => {
    client.close()
    await inbound.close()
    await t.close()
  })

  const arrived = async (): Promise<unknown> => at(await t.call('Email/query', {}), 'ids')
  const begin = async (): Promise<void> => {
    await client.command('MAIL FROM:<eve@peer.example>')
    await client.command('RCPT TO:<ada@mail.test>')
    expect(await client.command('DATA')).toMatch(/^354/)
  }
  /** Whether the server still serves others. */
  const serves = async (): Promise<void> => {
    const other = await connectSmtp(inbound.port)
    expect(await other.command('EHLO other.example')).toMatch(/^250/)
    other.close()
  }

  test.each([['\n.\n'], ['\n.\r\n'], ['\r.\r'], ['\r\n.\n'], ['\r\n.\r'], ['\r.\r\n'], ['\n.\r']])(
    'hides a second message behind %j is refused both (CVE-2023-51764)',
    async (end) => {
      await begin()
      const second = 'MAIL FROM:<admin@mail.test>\r\nRCPT TO:<ada@mail.test>\r\nDATA\r\nSubject: hidden\r\n\r\nhidden'
      expect(await client.raw(`Subject: shown\r\n\r\nshown${end}${second}\r\n.\r\n`)).toMatch(/^554 5\.6\.0/)
      expect(await arrived()).toEqual([])
      expect(await client.command('NOOP')).toMatch(/^250/)
    },
  )

  test('talks before it is greeted is closed', async () => {
    const socket = net.connect(inbound.port, '127.0.0.1')
    socket.on('error', () => undefined)
    let received = ''
    socket.on('data', (chunk) => (received += String(chunk)))
    socket.write(
      'EHLO x\r\nMAIL FROM:<eve@peer.example>\r\nRCPT TO:<ada@mail.test>\r\nDATA\r\nSubject: x\r\n\r\nx\r\n.\r\n',
    )
    await new Promise((resolve) => socket.once('close', resolve))
    expect(received).toMatch(/^421/)
    expect(await arrived()).toEqual([])
    await serves()
  })

  test.each([
    ['a command of 3,000 bytes', `NOOP ${'x'.repeat(3000)}`, /^421/],
    ['a request of HTTP', 'GET / HTTP/1.1', /^421/],
    ['an unknown command', 'XYZZY', /^500/],
    ['BDAT, with a size that is wrong', 'BDAT 999999999999 LAST', /^500/],
    ['DATA without a recipient', 'DATA', /^503/],
    ['a NUL', 'MAIL FROM:<e\0ve@peer.example>', /^5\d\d/],
    ['a size that is too large', 'MAIL FROM:<eve@peer.example> SIZE=99999999999', /^552/],
    ['a size that is no number', 'MAIL FROM:<eve@peer.example> SIZE=1e9', /^501/],
    ['a parameter that does not exist', 'MAIL FROM:<eve@peer.example> FOO=bar', /^(250|555)/],
    ['a sender with a line break', 'MAIL FROM:<eve\r@peer.example>', /^5\d\d/],
  ])('sends %s gets its response, and others are served', async (_what, command, response) => {
    expect(await client.command(command)).toMatch(response)
    await serves()
  })

  test('names 1,000 recipients in one go has 200 of them taken', async () => {
    await client.command('MAIL FROM:<eve@peer.example>')
    const socket = net.connect(inbound.port, '127.0.0.1')
    let received = ''
    socket.on('data', (chunk) => (received += String(chunk)))
    const count = (code: string): number => received.split('\r\n').filter((line) => line.startsWith(code)).length
    await new Promise((resolve) => socket.once('data', resolve))
    const recipients = Array.from({ length: 1000 }, (_, number) => `RCPT TO:<ada+${number}@mail.test>\r\n`).join('')
    socket.write(`EHLO peer.example\r\nMAIL FROM:<eve@peer.example>\r\n${recipients}QUIT\r\n`)
    await new Promise((resolve) => socket.once('close', resolve))
    expect(count('452')).toBe(800)
    expect(count('221')).toBe(1)
  })

  test('sends a field of 5 MB has it stored, and one with 20,000 fields too', async () => {
    await begin()
    expect(await client.raw(`Subject: ${'x'.repeat(5_000_000)}\r\n\r\nx\r\n.\r\n`)).toMatch(/^250/)
    await begin()
    const comments = '()'.repeat(2_000_000)
    expect(await client.raw(`Authentication-Results: ${comments} mx.test; dkim=pass\r\n\r\nx\r\n.\r\n`)).toMatch(/^250/)
    await begin()
    const fields = Array.from({ length: 20_000 }, (_, number) => `X-${number}: y\r\n`).join('')
    expect(await client.raw(`${fields}\r\nx\r\n.\r\n`)).toMatch(/^250/)
    expect(await arrived()).toHaveLength(3)
  })

  test('goes away in the middle of a message leaves nothing behind', async () => {
    await begin()
    void client.raw('Subject: half\r\n\r\nhalf of it')
    client.close()
    await inbound.close()
    expect(await arrived()).toEqual([])
    expect(readdirSync(path.join(folder, 'spool'))).toEqual([])
  })
})
