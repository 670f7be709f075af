import { fork, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { openDatabase } from '../../database/open-database.ts'
import { query } from '../../database/query.ts'
import { importMail } from '../import/import-mail.ts'
import { createMailServer } from '../mail-server.ts'
import { fillMailbox, generateMessages } from '../testing/large-mailbox.ts'
import { multiplyMailbox } from '../testing/multiply-mailbox.ts'
import { openClient, percentile, timesOf, type BenchClient, type MailFigure } from './bench-client.ts'
import { measureLists, measureSearches } from './measure-reading.ts'
import { measureOthers, measurePush } from './measure-together.ts'

export type { MailFigure } from './bench-client.ts'

/** Messages that are generated; larger mailboxes are copies of these. */
const generated = 20_000

function fill(file: string, size: number, note: (text: string) => void): void {
  const database = openDatabase(file)
  const mail = createMailServer({ database, domain: 'mail.test', resolveAddress: () => null, background: false })
  for (const accountId of ['ada', 'bob'])
    mail.createAccount({ accountId, address: `${accountId}@mail.test`, name: accountId })
  const store = { database, query: query(database), changed: () => undefined, storage: { quota: Infinity, disk: null } }
  database.exec('PRAGMA synchronous = OFF')
  const times = Math.max(1, Math.round(size / generated))
  const base = Math.round(size / times)
  fillMailbox(store, {
    accountId: 'ada',
    messages: base,
    onProgress: (stored) => stored % 10_000 === 0 && note(`${stored} messages stored`),
  })
  if (times > 1) multiplyMailbox(store, times, (copies) => note(`${copies * base} of ${size} messages`))
  database.exec('PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA optimize = 0x10002')
  database.close()
}

/** Messages of the import that is measured. */
const imported = 3000

/** Imports a generated mbox into a database of its own: read, parsed, stored, indexed, on the disk. */
async function measureImport(folder: string): Promise<MailFigure> {
  const source = path.join(folder, 'import.mbox')
  const messages: Buffer[] = []
  for (const { bytes } of generateMessages(9)) {
    messages.push(Buffer.from('From bench@example.org Thu Jan  1 00:00:00 2015\n'), bytes, Buffer.from('\n\n'))
    if (messages.length >= imported * 3) break
  }
  writeFileSync(source, Buffer.concat(messages))
  const file = path.join(folder, 'import.db')
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true })
  const database = openDatabase(file)
  const mail = createMailServer({ database, domain: 'mail.test', resolveAddress: () => null, background: false })
  mail.createAccount({ accountId: 'ada', address: 'ada@mail.test', name: 'Ada' })
  const start = performance.now()
  const { added } = await importMail({ mail, accountId: 'ada', source })
  const seconds = (performance.now() - start) / 1000
  await mail.close()
  database.close()
  return { name: 'messages imported', unit: '/s', value: added / seconds, bar: 1500, atLeast: true }
}

function storage(file: string): MailFigure {
  const database = openDatabase(file)
  const bytes = query(database).one<{ bytes: number }>('SELECT sum(size) AS bytes FROM email')?.bytes ?? 1
  database.close()
  return { name: 'database to mail', unit: '×', value: statSync(file).size / bytes, bar: 1 }
}

interface BenchProcess {
  readonly client: BenchClient
  readonly request: (message: 'memory' | 'sweep') => Promise<unknown>
  readonly stop: () => Promise<void>
}

const nextMessage = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code) => reject(new Error(`the mail server ended with ${code}`)))
  })

async function start(file: string): Promise<BenchProcess> {
  const child = fork(path.join(import.meta.dirname, '../testing/mail-process.ts'), [file], { stdio: 'inherit' })
  const started = await nextMessage(child)
  const client = openClient(Number(Object.values(Object(started))[0]))
  return {
    client,
    request: (message) => {
      child.send(message)
      return nextMessage(child)
    },
    stop: async () => {
      client.close()
      const ended = new Promise((resolve) => child.removeAllListeners('exit').once('exit', resolve))
      child.disconnect()
      await ended
    },
  }
}

export interface MeasureOptions {
  /** Messages. */
  readonly size: number
  /** Keeps the mailbox for the next run. Default: a temporary folder. */
  readonly folder?: string
  readonly note: (text: string) => void
}

/** Fills a mailbox with generated mail and measures a server over it. Deterministic but for the times. */
export async function measureMail({ size, folder, note }: MeasureOptions): Promise<readonly MailFigure[]> {
  const place = folder ?? mkdtempSync(path.join(os.tmpdir(), 'atrium-mail-bench-'))
  mkdirSync(place, { recursive: true })
  const file = path.join(place, `mail-${size}.db`)
  try {
    if (!existsSync(file)) fill(file, size, note)
    const figures = [storage(file)]
    note('import')
    figures.push(await measureImport(place))
    const { client, request, stop } = await start(file)
    try {
      note('lists and searches')
      figures.push(...(await measureLists(client, size)), ...(await measureSearches(client)))
      const changes = await timesOf(50, () =>
        client.run('ada', [['Email/changes', { sinceState: '0', maxChanges: 100 }, 'c']]),
      )
      figures.push({ name: '100 changes from far back, p99', unit: 'ms', value: percentile(changes, 0.99), bar: 20 })
      note('push, and other accounts meanwhile')
      figures.push(...(await measurePush(client)), ...(await measureOthers(client, () => request('sweep'))))
      const memory = Number(Object.values(Object(await request('memory')))[0])
      return [...figures, { name: 'memory of the server after all', unit: 'MB', value: memory / 1e6, bar: 400 }]
    } finally {
      await stop()
    }
  } finally {
    if (folder === undefined) rmSync(place, { recursive: true, force: true })
  }
}
