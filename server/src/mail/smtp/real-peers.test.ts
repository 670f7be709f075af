import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { at, openTestMail, type TestMail } from '../testing/open-test-mail.ts'
import { zone } from '../testing/smtp-peer.ts'
import type { InboundServer } from './inbound.ts'

// Programs by other people. `npm run peers` installs them; without them these tests are skipped.
const swaks = ['/usr/bin/swaks', '/usr/local/bin/swaks'].find(existsSync)
const exim = ['/usr/sbin/exim4', '/usr/sbin/exim'].find(existsSync)
// Exim delivers as another user than the one that starts it.
const canRunExim = swaks !== undefined && exim !== undefined && process.getuid?.() === 0
const isRequired = process.env['ATRIUM_PEERS'] === 'required'

let t: TestMail
let inbound: InboundServer
let folder: string
let eximPort: number
let running: ChildProcess | undefined

const freePort = async (): Promise<number> => {
  const server = net.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

beforeEach(async () => {
  // Not below a folder of this user: exim delivers as another one.
  folder = mkdtempSync('/tmp/atrium-peers-')
  eximPort = await freePort()
  const lookup = zone({ 'peer.example A': ['127.0.0.1'] })
  t = openTestMail({
    outbound: { name: 'mx.mail.test', relay: null, lookup, port: eximPort, isAllowed: () => true },
  })
  inbound = await t.mail.listen({ host: '127.0.0.1', port: 0, name: 'mx.mail.test', folder, files: null, lookup })
})
afterEach(async () => {
  running?.kill('SIGKILL')
  running = undefined
  await inbound.close()
  await t.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs swaks against a port. @returns its exit code and what both sides said */
async function send(port: number, ...options: readonly string[]) {
  const child = spawn(swaks ?? '', ['--server', `127.0.0.1:${port}`, '--ehlo', 'client.example', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += String(chunk)))
  child.stderr.on('data', (chunk) => (output += String(chunk)))
  const code = await new Promise((resolve) => child.once('close', resolve))
  return { code, output }
}

/** Waits for another process, 15 seconds at most. */
async function until<Result>(look: () => Result | Promise<Result>): Promise<Result> {
  for (const end = Date.now() + 15_000; ;) {
    const found = await look()
    if (found || Date.now() > end) return found
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const inboxOf = async (account: string): Promise<readonly unknown[]> => {
  const { ids } = await t.call('Email/query', { filter: { inMailbox: (await t.mailboxes(account))['inbox'] } }, account)
  return Object((await t.call('Email/get', { ids, properties: ['subject', 'header:Received'] }, account))['list'])
}

const eximConfig = (place: string): string => `
primary_hostname = mx.peer.example
spool_directory = ${place}/spool
log_file_path = ${place}/%slog
pid_file_path = ${place}/pid
exim_user = daemon
exim_group = daemon
never_users =
keep_environment =
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${eximPort}
host_lookup =
rfc1413_query_timeout = 0s
tls_advertise_hosts =
acl_smtp_rcpt = recipients
begin acl
recipients:
  deny local_parts = unknown
       message = 5.1.1 No such user
  accept
begin routers
out:
  driver = manualroute
  domains = mail.test
  route_list = * 127.0.0.1
  self = send
  transport = remote
here:
  driver = accept
  transport = file
begin transports
remote:
  driver = smtp
  port = ${inbound.port}
file:
  driver = appendfile
  file = ${place}/mbox
  user = daemon
  group = daemon
`

/** @returns reads the mail that exim has taken */
async function startExim(): Promise<() => string> {
  const place = path.join(folder, 'exim')
  mkdirSync(path.join(place, 'spool'), { recursive: true })
  const id = (flag: string): number => Number(spawnSync('id', [flag, 'daemon'], { encoding: 'utf8' }).stdout)
  for (const each of [place, path.join(place, 'spool')]) chownSync(each, id('-u'), id('-g'))
  spawnSync('chmod', ['o+x', folder])
  const config = path.join(folder, 'exim.conf')
  writeFileSync(config, eximConfig(place), { mode: 0o644 })
  running = spawn(exim ?? '', ['-C', config, '-bdf'], { stdio: 'ignore' })
  const isListening = (): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = net.connect(eximPort, '127.0.0.1', () => socket.end(() => resolve(true)))
      socket.once('error', () => resolve(false))
    })
  expect(await until(isListening)).toBe(true)
  const mbox = path.join(place, 'mbox')
  return () => (existsSync(mbox) ? readFileSync(mbox, 'latin1') : '')
}

async function submit(to: string, subject: string): Promise<void> {
  const { drafts = '' } = await t.mailboxes()
  const email = { mailboxIds: { [drafts]: true }, from: [{ email: 'ada@mail.test' }], to: [{ email: to }], subject }
  await t.calls([
    ['Email/set', { create: { d: email } }, '0'],
    ['EmailSubmission/set', { create: { s: { emailId: '#d', identityId: 'I1' } } }, '1'],
  ])
  await t.mail.sendQueued()
}

test('the programs that these tests need are there where they are required', () => {
  if (!isRequired && !canRunExim)
    process.stderr.write('swaks or exim is missing: npm run peers, as root, installs them\n')
  expect(isRequired ? { swaks, canRunExim } : 'not required').toEqual(
    isRequired ? { swaks: expect.any(String), canRunExim: true } : 'not required',
  )
})

const withSwaks = swaks === undefined ? describe.skip : describe
withSwaks('swaks', () => {
  test('delivers in plain text, under TLS and with pipelining', async () => {
    const sender = ['--from', 'eve@peer.example', '--to', 'ada@mail.test']
    for (const [at, options] of [[], ['--tls'], ['--pipeline']].entries())
      expect(await send(inbound.port, ...sender, '--header', `Subject: no. ${at}`, ...options)).toMatchObject({
        code: 0,
      })
    const received = await inboxOf('ada')
    expect(received).toHaveLength(3)
    const protocols = received.map((email) => /with (\w+)/.exec(String(at(email, 'header:Received')))?.[1])
    expect(protocols.toSorted()).toEqual(['ESMTP', 'ESMTP', 'ESMTPS'])
  }, 60_000)

  test('is refused for an unknown recipient', async () => {
    const unknown = await send(inbound.port, '--from', 'eve@peer.example', '--to', 'nemo@mail.test')
    expect(unknown).toMatchObject({ code: 24, output: expect.stringContaining('550 5.1.1 No such address here') })
  }, 60_000)
})

const withExim = canRunExim ? describe : describe.skip
withExim('exim', () => {
  test('takes signed mail from this server, and its refusal comes back as a report', async () => {
    const mbox = await startExim()
    await submit('eve@peer.example', 'Tea with exim')
    expect(await until(() => mbox().includes('Subject: Tea with exim'))).toBe(true)
    expect(mbox()).toContain('DKIM-Signature: v=1; a=rsa-sha256')
    await submit('unknown@peer.example', 'Lost')
    expect(await inboxOf('ada')).toMatchObject([{ subject: expect.stringContaining('Lost') }])
  }, 60_000)

  test('forwards mail to this server, and gets the report of what was refused', async () => {
    const mbox = await startExim()
    const sender = ['--from', 'eve@peer.example']
    expect(
      await send(eximPort, ...sender, '--to', 'bob@mail.test', '--header', 'Subject: By way of exim'),
    ).toMatchObject({ code: 0 })
    expect(await until(async () => (await inboxOf('bob')).length > 0)).toBe(true)
    expect(await inboxOf('bob')).toMatchObject([{ subject: 'By way of exim' }])
    await send(eximPort, ...sender, '--to', 'nemo@mail.test')
    expect(await until(() => mbox().includes('550 5.1.1 No such address here'))).toBe(true)
  }, 60_000)
})
