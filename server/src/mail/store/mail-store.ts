import type { DatabaseSync } from 'node:sqlite'
import type { Query } from '../../database/query.ts'
import type { StorageLimits } from './storage-limits.ts'

/** What everything that reads or writes mail is given. */
export interface MailStore {
  readonly database: DatabaseSync
  readonly query: Query
  /** Says that something of an account has changed, by its key; called after each commit. */
  readonly changed: (account: number) => void
  /** Default: `defaultStorageLimits`. */
  readonly storage?: StorageLimits
}

/** An account as mail knows it. */
export interface MailAccount {
  readonly key: number
  /** JMAP account id. */
  readonly id: string
  readonly address: string
  readonly name: string
}

export function findAccount(query: Query, id: string): MailAccount | undefined {
  return query.one<MailAccount>('SELECT key, id, address, name FROM mail_account WHERE id = ?', id)
}
