import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { query } from '../database/query.ts'

/** A random key of 32 bytes, made at first use and kept in the database. */
export function secret(database: DatabaseSync, name: string): Buffer {
  const { one, run } = query(database)
  run('INSERT INTO secret (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING', name, randomBytes(32))
  const row = one<{ value: Uint8Array }>('SELECT value FROM secret WHERE name = ?', name)
  if (!row) throw new Error(`The database does not keep the secret ${name}`)
  return Buffer.from(row.value)
}
