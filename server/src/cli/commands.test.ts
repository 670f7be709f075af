import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { spawn } from 'node:child_process'
import { createSocket, type Socket } from 'node:dgram'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { openTestMail } from '../mail/testing/open-test-mail.ts'
import { openPeer, zone } from '../mail/testing/smtp-peer.ts'

let folder = ''
let nameServer: Socket | undefined
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-cli-'))
})
afterEach(() => {
  nameServer?.close()
  nameServer = undefined
  rmSync(folder, { recursive: true, force: true })
})

/** Runs a command as a process of its own. */
async function run(...args: readonly string[]) {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'main.ts'), ...args], {
    env: { ...process.env, DATA_DIR: folder, ATRIUM_MAIL_DOMAIN: 'mail.test', ATRIUM_SMTP_NAME: 'mx.mail.test' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => (output.stdout += String(chunk)))
  child.stderr.on('data', (chunk) => (output.stderr += String(chunk)))
  const code = await new Promise((resolve) => child.once('close', resolve))
  return { code, ...output }
}

/** A name server that knows no name. @returns its port */
async function openEmptyNameServer(): Promise<number> {
  const socket = createSocket('udp4')
  nameServer = socket
  socket.on('message', (question, { port, address }) => {
    const reply = Buffer.from(question)
    // A response, recursion available, no such name (RFC 1035 §4.1.1).
    reply.writeUInt16BE(0x8183, 2)
    socket.send(reply, port, address)
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return socket.address().port
}

test('dkim prints the record of one key, however often it runs', async () => {
  const first = await run('dkim')
  expect(first.stdout).toMatch(
    /^atrium\._domainkey\.mail\.test\. IN TXT \( "v=DKIM1; k=rsa; p=[\w+/]+" "[\w+/=]+" \)\n$/,
  )
  expect(await run('dkim')).toEqual(first)
  expect(await run('dkim', 'now')).toMatchObject({ code: 2, stderr: expect.stringContaining('takes no arguments') })
}, 60_000)

test('queue lists what has failed, tries it again and drops it', async () => {
  expect(await run('queue', 'list')).toMatchObject({ code: 0, stdout: 'Nothing is queued, and nothing has failed.\n' })
  const peer = await openPeer()
  peer.refuse({ rcpt: '550 5.1.1 No such user' })
  const lookup = zone({ 'peer.example A': ['127.0.0.1'] })
  const outbound = { name: 'mx.mail.test', relay: null, lookup, port: peer.port, isAllowed: () => true }
  const t = openTestMail({ file: path.join(folder, 'atrium.db'), outbound })
  const { drafts = '' } = await t.mailboxes()
  const email = {
    mailboxIds: { [drafts]: true },
    from: [{ email: 'ada@mail.test' }],
    to: [{ email: 'eve@peer.example' }],
  }
  await t.calls([
    ['Email/set', { create: { d: email } }, '0'],
    ['EmailSubmission/set', { create: { s: { emailId: '#d', identityId: 'I1' } } }, '1'],
  ])
  await t.mail.sendQueued()
  await t.close()
  await peer.close()

  const { stdout } = await run('queue', 'list')
  expect(stdout).toMatch(/^S1 {2}eve@peer\.example {2}dead {2}since .*, attempts 1\n {4}550 5\.1\.1 No such user\n$/)
  expect(await run('queue', 'retry', 'S7')).toMatchObject({ code: 2 })
  expect(await run('queue', 'retry', 'S1', 'EVE@peer.example')).toMatchObject({ code: 0 })
  expect((await run('queue', 'list')).stdout).toContain('waiting')
  expect(await run('queue', 'drop', 'S1')).toMatchObject({ code: 0, stdout: 'Dropped: 1\n' })
  expect((await run('queue', 'list')).stdout).toBe('Nothing is queued, and nothing has failed.\n')
}, 120_000)

test('doctor mail says which records are missing, and ends with an exit code other than 0', async () => {
  const port = await openEmptyNameServer()
  const { code, stdout } = await run('doctor', 'mail', '--dns', `127.0.0.1:${port}`)
  expect(code).toBe(1)
  expect(stdout).toContain('wrong    MX       mail.test has no MX record')
  expect(stdout).toContain('add: mail.test. IN MX 10 mx.mail.test.')
  expect(stdout).toContain('add: atrium._domainkey.mail.test. IN TXT ( "v=DKIM1;')
  expect(await run('doctor')).toMatchObject({ code: 2, stderr: expect.stringContaining('doctor takes what to check') })
}, 60_000)

test('backup and restore bring an installation to another folder, and overwrite nothing', async () => {
  const backups = mkdtempSync(path.join(os.tmpdir(), 'atrium-backups-'))
  const record = (await run('dkim')).stdout
  expect(await run('backup', path.join(folder, 'inside'))).toMatchObject({ code: 2 })
  expect(await run('backup', backups, '--keep', '3')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Restored and checked.'),
  })
  expect(await run('restore', backups)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('A restore overwrites nothing'),
  })
  rmSync(folder, { recursive: true })
  expect(await run('restore', backups, '--at', 'yesterday')).toMatchObject({ code: 2 })
  expect(await run('restore', backups)).toMatchObject({ code: 0 })
  expect((await run('dkim')).stdout).toBe(record)
  rmSync(backups, { recursive: true })
}, 120_000)
