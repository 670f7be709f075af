import { MailError } from '@atrium/mail-contracts'
import { AtriumError } from '@atrium/protocol'
import { chmodSync, closeSync, openSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { migrations, type Migration } from './migrations.ts'
import { transaction } from './query.ts'

/**
 * Brings a database to the newest schema, one transaction per step, so that a crash leaves it at a
 * whole step. The version is SQLite's own `user_version`.
 *
 * @throws AtriumError `DATABASE_NEWER`, before anything is written.
 */
export function migrate(database: DatabaseSync, file: string, steps: readonly Migration[] = migrations): void {
  const newest = steps.at(-1)?.version ?? 0
  const found = versionOf(database)
  if (found > newest)
    throw new MailError('DATABASE_NEWER', {
      subject: `${file} has schema ${found}, this version knows ${newest}`,
      remedy: 'Start the Atrium version that wrote it, or name another DATA_DIR.',
    })
  for (const step of steps)
    transaction(database, () => {
      // Read again inside: another process may have been faster.
      if (versionOf(database) >= step.version) return
      database.exec(step.sql)
      database.exec(`PRAGMA user_version = ${step.version}`)
    })
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0)
}

/**
 * Milliseconds to wait at start, and in a command, for another process that writes. Beyond it: the start or the
 * command fails.
 */
const startTimeout = 5000

/**
 * Opens the one database file, `:memory:` for tests, at the newest schema.
 *
 * @throws AtriumError `DATABASE_CORRUPT` or `DATABASE_NEWER`; the file is then as it was.
 */
export function openDatabase(file: string): DatabaseSync {
  if (file !== ':memory:') prepareFile(file)
  const database = new DatabaseSync(file, { timeout: startTimeout })
  try {
    check(database, file)
    database.exec(`
      -- FULL: what was answered as done is on the disk, not only in the system's cache.
      PRAGMA synchronous = FULL;
      PRAGMA foreign_keys = ON;
      PRAGMA trusted_schema = OFF;
      PRAGMA cache_size = -32000;
      PRAGMA temp_store = MEMORY;
    `)
    migrate(database, file)
    database.exec('PRAGMA journal_mode = WAL')
    optimize(database, atOpening)
    return database
  } catch (error) {
    database.close()
    throw isDamage(error) ? corrupt(file, error) : error
  }
}

/** Of `PRAGMA optimize`: look at every table, whether or not this connection has used it. */
const atOpening = 0x10002

/**
 * Measures the tables that have changed much, so that SQLite chooses among indexes by what is in them. It looks at a
 * sample of each: milliseconds at any size.
 *
 * @param mask - Of `PRAGMA optimize`. Default: what this connection has used.
 */
export function optimize(database: DatabaseSync, mask = 0xfffe): void {
  database.exec(`PRAGMA analysis_limit = 400; PRAGMA optimize = ${mask}`)
}

/** Milliseconds within which another process that has just made the file writes its first page. */
const firstWriteTime = 1000

const sizeOf = (file: string): number | undefined => statSync(file, { throwIfNoEntry: false })?.size

/**
 * Makes a new file, or checks that one which is there is not empty: a database that was cut to nothing is damaged
 * and no new installation. Only its owner may read it; the files beside it get the rights of this one.
 */
function prepareFile(file: string): void {
  if (sizeOf(file) === undefined) return closeSync(openSync(file, 'a', 0o600))
  const stop = new Int32Array(new SharedArrayBuffer(4))
  for (let waited = 0; sizeOf(file) === 0 && waited < firstWriteTime; waited += 50) Atomics.wait(stop, 0, 0, 50)
  if (sizeOf(file) === 0) throw corrupt(file, 'It is empty (0 bytes).')
  for (const each of [file, `${file}-wal`, `${file}-shm`]) {
    const mode = statSync(each, { throwIfNoEntry: false })?.mode ?? 0
    if ((mode & 0o077) !== 0) restrict(each)
  }
}

function restrict(file: string): void {
  try {
    chmodSync(file, 0o600)
  } catch {
    // It belongs to another user, who decides.
  }
}

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const damageCodes: ReadonlySet<unknown> = new Set([11, 26])

function isDamage(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'errcode' in error && damageCodes.has(Number(error.errcode) & 0xff)
  )
}

/** Bytes. Checking a larger file whole would delay the start too long. */
const smallFile = 100_000_000

/** Without these nothing can start; damage elsewhere is reported where it is found. */
const vital = ['sqlite_schema', 'mail_account', 'type_state', 'mailbox', 'account', 'session']

function check(database: DatabaseSync, file: string): void {
  const size = file === ':memory:' ? 0 : statSync(file).size
  const known = database.prepare('SELECT name FROM sqlite_schema').all()
  const tables = vital.filter((table) => table === 'sqlite_schema' || known.some(({ name }) => name === table))
  for (const argument of size > smallFile ? tables : ['1']) {
    const verdict = database.prepare(`PRAGMA quick_check(${argument})`).all()[0]?.['quick_check']
    if (verdict !== 'ok') throw corrupt(file, verdict)
  }
}

function corrupt(file: string, cause: unknown): AtriumError {
  return new MailError('DATABASE_CORRUPT', {
    subject: typeof cause === 'string' && cause.startsWith('It is empty') ? `${file} is empty (0 bytes)` : file,
    remedy: 'It was not changed. Restore it from a backup, or start with another DATA_DIR.',
    cause,
  })
}
