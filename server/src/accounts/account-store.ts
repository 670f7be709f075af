import { MailError } from '@atrium/mail-contracts'
import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { query } from '../database/query.ts'
import { sqliteCode } from '../errors/error-facts.ts'

export interface Account {
  /** JMAP account id of the embedded server (RFC 8620 §1.2). */
  readonly id: string
  /** Lower case, NFC. */
  readonly address: string
  readonly name: string
}

export interface StoredAccount extends Account {
  readonly passwordHash: string | null
}

export interface AccountStore {
  /** @throws AtriumError `ADDRESS_TAKEN` */
  readonly create: (account: { address: string; name: string; passwordHash: string | null }) => Account
  readonly byAddress: (address: string) => StoredAccount | undefined
  readonly byId: (id: string) => StoredAccount | undefined
  readonly changePassword: (id: string, passwordHash: string) => void
  readonly count: () => number
}

const addressTaken = (address: string, cause?: unknown) =>
  new MailError('ADDRESS_TAKEN', { subject: address, remedy: 'Take another one, or sign in to that one.', cause })

/** SQLITE_CONSTRAINT_PRIMARYKEY */
const keyTaken = 1555

const columns = 'id, address, name, password_hash AS passwordHash'

export function createAccountStore(database: DatabaseSync): AccountStore {
  const { one, run } = query(database)
  return {
    create({ address, name, passwordHash }) {
      const id = `u${randomBytes(9).toString('hex')}`
      try {
        run(
          'INSERT INTO account (address, id, name, password_hash, created_at) VALUES (?, ?, ?, ?, ?)',
          address,
          id,
          name,
          passwordHash,
          Date.now(),
        )
      } catch (error) {
        throw sqliteCode(error) === keyTaken ? addressTaken(address, error) : error
      }
      return { id, address, name }
    },
    byAddress: (address) => one<StoredAccount>(`SELECT ${columns} FROM account WHERE address = ?`, address),
    byId: (id) => one<StoredAccount>(`SELECT ${columns} FROM account WHERE id = ?`, id),
    changePassword: (id, passwordHash) => void run('UPDATE account SET password_hash = ? WHERE id = ?', passwordHash, id),
    count: () => one<{ count: number }>('SELECT count(*) AS count FROM account')?.count ?? 0,
  }
}

export { addressTaken }
