import { MailError } from '@atrium/mail-contracts'
import type { DatabaseSync } from 'node:sqlite'
import { migrations, type Migration } from './migrations.ts'
import { transaction } from './transaction.ts'

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
