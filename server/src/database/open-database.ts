import { MailError } from '@atrium/mail-contracts'
import { AtriumError } from '@atrium/protocol'
import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { migrate } from './migrate.ts'

/** Milliseconds to wait for another process that writes (an import) before giving up. */
const busyTimeout = 5000

/**
 * Opens the one database file, `:memory:` for tests, at the newest schema.
 *
 * @throws AtriumError `DATABASE_CORRUPT` or `DATABASE_NEWER`; the file is then as it was.
 */
export function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: busyTimeout })
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
    return database
  } catch (error) {
    database.close()
    throw isDamage(error) ? corrupt(file, error) : error
  }
}

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const damageCodes: ReadonlySet<unknown> = new Set([11, 26])

function isDamage(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'errcode' in error && damageCodes.has(Number(error.errcode) & 0xff)
  )
}

/** Octets. Checking a larger file whole would keep people waiting for their mail. */
const smallFile = 100_000_000

/** Without these nothing can start; damage elsewhere is met, and told, where it is. */
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
    subject: file,
    remedy: 'It was not changed. Restore it from a backup, or start with another DATA_DIR.',
    cause,
  })
}
