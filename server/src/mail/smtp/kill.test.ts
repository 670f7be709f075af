import { afterEach, expect, test } from '@jest/globals'
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { migrations } from '../../database/migrations.ts'
import { migrate, openDatabase } from '../../database/open-database.ts'
import { query } from '../../database/query.ts'
import { readBlob } from '../store/blobs.ts'
import { countMailboxes } from '../store/mailboxes.ts'
import { connectSmtp, sendRaw } from '../testing/smtp-client.ts'

/** Kills in one run; `npm run kill` sets it, hundreds. Default: one of each kind, for the unit tests. */
const rounds = Number(process.env['ATRIUM_KILL_ROUNDS'] ?? 0)

/** Milliseconds that one server has to come to its end. */
const roundTime = 30_000

const children = new Set<ChildProcess>()
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  children.clear()
})

/** Another server, which takes all mail and says what it sees: `EHLO`, `MAIL`, `RCPT`, `DATA`, `.`, `250`. */
async function openWitness(onStep: (step: string) => void) {
  const taken: string[] = []
  const sockets = new Set<net.Socket>()
  const server = net.createServer((socket) => {
    sockets.add(socket)
    let data: string[] | null = null
    let rest = ''
    const take = (line: string): void => {
      if (data === null) {
        onStep(line.slice(0, 4))
        if (line === 'DATA') data = []
        socket.write(line === 'DATA' ? '354 go\r\n' : '250 OK\r\n')
      } else if (line === '.') {
        taken.push(data.join('\n'))
        data = null
        onStep('.')
        socket.write('250 OK\r\n')
        onStep('250')
      } else data.push(line)
    }
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (chunk) => {
      const lines = (rest + String(chunk)).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) take(line)
    })
    socket.write('220 peer\r\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    taken,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

interface Installation {
  readonly folder: string
  readonly peer: number
  /** Subjects of submissions that were acknowledged. */
  readonly accepted: Set<string>
}

interface Server {
  /** Null when it ended before it listened. */
  readonly port: Promise<number | null>
  /** Resolves when it is done or dead. */
  readonly ended: Promise<'idle' | 'killed'>
  readonly kill: () => void
}

function start({ folder, peer, accepted }: Installation, run: number, kill: string): Server {
  const program = path.join(import.meta.dirname, '../testing/kill-mail-server.ts')
  const child = spawn(process.execPath, [program, folder, String(peer), String(run), kill], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.add(child)
  const timer = setTimeout(() => child.kill('SIGTERM'), roundTime)
  const port = Promise.withResolvers<number | null>()
  const ended = Promise.withResolvers<'idle' | 'killed'>()
  let rest = ''
  child.stdout.on('data', (chunk) => {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line.startsWith('port ')) port.resolve(Number(line.slice(5)))
      if (line.startsWith('accepted ')) accepted.add(line.slice(9))
      if (line === 'idle') ended.resolve('idle')
    }
  })
  child.once('close', (code, signal) => {
    clearTimeout(timer)
    children.delete(child)
    port.resolve(null)
    if (signal === 'SIGKILL') ended.resolve('killed')
    else ended.reject(new Error(`server ${run}, to be killed at "${kill}", ended with ${code ?? signal}`))
  })
  return { port: port.promise, ended: ended.promise, kill: () => child.kill('SIGKILL') }
}

const commands = ['MAIL FROM:<eve@peer.example>', 'RCPT TO:<bob@mail.test>', 'DATA']

/** Sends one message, and kills the server behind one of the steps. @returns whether it was acknowledged */
async function sendAndKill(port: number, subject: string, kill: { at: number; now: () => void } | null) {
  const client = await connectSmtp(port)
  await client.command('EHLO peer.example')
  const data = `Message-ID: <${subject.replace(' ', '.')}@peer.example>\r\nSubject: ${subject}\r\n\r\ntext`
  try {
    if (!kill) {
      const responses = await sendRaw(client, { from: 'eve@peer.example', to: ['bob@mail.test'], data })
      return responses.at(-1)?.startsWith('250') ?? false
    }
    for (const line of commands.slice(0, kill.at)) await client.command(line)
    if (kill.at === commands.length) void client.raw(`${data}\r\n`)
    if (kill.at > commands.length) void client.raw(`${data}\r\n.\r\n`)
    kill.now()
    return false
  } finally {
    client.close()
  }
}

const peerSteps = ['EHLO', 'MAIL', 'RCPT', 'DATA', '.', '250']
const kinds = ['begin', 'commit', 'committed', 'statement']

/** `commit 3`: at a step of the database; `peer DATA`: of the other server; `client 2`: behind a command of a client. */
function plan(): readonly string[] {
  if (rounds === 0) return ['commit 4', 'peer .', 'client 4', 'committed 6']
  const database = Array.from({ length: rounds }, (_, at) => {
    const kind = kinds[at % kinds.length] ?? ''
    const nth = Math.floor(at / kinds.length) + 1
    return `${kind} ${kind === 'statement' ? nth * 7 : nth}`
  })
  const wire = Array.from({ length: Math.ceil(rounds / 4) }, (_, at) =>
    at % 2 === 0 ? `peer ${peerSteps[(at / 2) % peerSteps.length]}` : `client ${((at - 1) / 2) % 5}`,
  )
  return [...wire, ...database]
}

/** Runs one server to its end while mail comes in. @returns whether it was killed */
async function round(installation: Installation, run: number, kill: string, inbox: Set<string>): Promise<boolean> {
  const server = start(installation, run, kill)
  server.ended.catch(() => undefined)
  const port = await server.port
  if (port !== null) {
    const at = /^client (\d)$/.exec(kill)?.[1]
    const last = at === undefined ? null : `in ${run}`
    for (const subject of inbox)
      if (subject !== last && (await sendAndKill(port, subject, null).catch(() => false))) inbox.delete(subject)
    // It stays in the outbox of its sender, who sends it again to the next server.
    if (last !== null) await sendAndKill(port, last, { at: Number(at), now: server.kill })
  }
  const end = await server.ended
  server.kill()
  return end === 'killed'
}

function expectWhole(folder: string, { accepted }: Installation, taken: readonly string[], runs: number): void {
  const database = openDatabase(path.join(folder, 'atrium.db'))
  const { all, one } = query(database)
  expect(one('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' })
  const emails = all<{ account: string; blob: string; subject: string; role: string }>(
    `SELECT a.id AS account, e.blob, e.subject_sort AS subject, b.role FROM email e
     JOIN mail_account a ON a.key = e.account JOIN email_mailbox m ON m.email = e.id JOIN mailbox b ON b.id = m.mailbox`,
  )
  const count = (account: string, role: string, subject: string): number =>
    emails.filter((row) => row.account === account && row.role === role && row.subject === subject).length
  for (const { blob } of emails) expect(readBlob(query(database), blob)?.byteLength).toBeGreaterThan(0)
  const submissions = all<{ id: number; subject: string; delivered: string; reports: number }>(
    `SELECT s.id, e.subject_sort AS subject, d.delivered,
       (SELECT count(*) FROM submission_report r WHERE r.submission = s.id) AS reports
     FROM submission s JOIN email e ON e.id = s.email JOIN delivery d ON d.submission = s.id`,
  )
  for (const subject of accepted)
    expect([subject, submissions.filter((row) => row.subject === subject).length]).toEqual([subject, 1])
  for (const { subject, delivered, reports } of submissions) {
    const arrived = subject.startsWith('out')
      ? taken.filter((data) => data.includes(`Subject: ${subject}\n`)).length
      : count('bob', 'inbox', subject)
    // What another server may or may not have got is sent once at most, and its sender is warned.
    const undecided = subject.startsWith('out') && arrived === 0 && reports === 1
    expect([subject, delivered, undecided ? 1 : arrived]).toEqual([
      subject,
      subject.startsWith('out') ? 'unknown' : 'yes',
      1,
    ])
    expect([subject, count('ada', 'sent', subject) + count('ada', 'drafts', subject)]).toEqual([subject, 1])
  }
  for (let run = 0; run < runs; run += 1) expect([run, count('bob', 'inbox', `in ${run}`)]).toEqual([run, 1])
  for (const { key } of all<{ key: number }>('SELECT key FROM mail_account')) {
    const counted = countMailboxes(query(database), key)
    for (const { id, total } of all<{ id: number; total: number }>(
      'SELECT id, total_emails AS total FROM mailbox WHERE account = ?',
      key,
    ))
      expect([id, total]).toEqual([id, counted.get(id)?.emails ?? 0])
  }
  database.close()
}

test(
  'mail that was acknowledged is there once, whenever the server was killed',
  async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-kill-'))
    let armed = ''
    const witness = await openWitness((step) => {
      if (armed !== `peer ${step}`) return
      armed = ''
      for (const child of children) child.kill('SIGKILL')
    })
    const installation: Installation = { folder, peer: witness.port, accepted: new Set() }
    const inbox = new Set<string>()
    const planned = plan()
    let killed = 0
    for (const [run, kill] of planned.entries()) {
      inbox.add(`in ${run}`)
      armed = kill
      if (await round(installation, run, kill, inbox)) killed += 1
    }
    armed = ''
    expect(await round(installation, planned.length, '', inbox)).toBe(false)
    expect([...inbox]).toEqual([])
    if (rounds === 0) expect(killed).toBe(planned.length)
    else process.stderr.write(`killed ${killed} of ${planned.length} servers, ${installation.accepted.size} accepted\n`)
    expectWhole(folder, installation, witness.taken, planned.length)
    await witness.close()
  },
  (rounds * 2 + 10) * roundTime,
)

test('a database is at a whole step when its migration ends without warning', () => {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'atrium-kill-')), 'atrium.db')
  const newest = migrations.length
  for (let version = 0; version < newest; version += 1) {
    const broken = new DatabaseSync(file)
    broken.exec('PRAGMA journal_mode = WAL')
    // A step that ends before its commit.
    const next = migrations[version]
    broken.exec('BEGIN IMMEDIATE')
    broken.exec(next?.sql ?? '')
    broken.close()
    const database = new DatabaseSync(file)
    expect(query(database).one('PRAGMA user_version')).toEqual({ user_version: version })
    expect(query(database).one('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' })
    migrate(database, file, migrations.slice(0, version + 1))
    database.close()
  }
  const database = openDatabase(file)
  expect(query(database).one('PRAGMA user_version')).toEqual({ user_version: newest })
  database.close()
})
