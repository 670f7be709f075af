import type { DatabaseSync } from 'node:sqlite'
import { transaction, type Query } from '../../database/query.ts'
import { AccountChanges } from './changes.ts'
import { defaultStorageLimits, purgeReleased, type StorageLimits } from './storage-limits.ts'

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

export function accountByKey(query: Query, key: number): MailAccount | undefined {
  return query.one<MailAccount>('SELECT key, id, address, name FROM mail_account WHERE key = ?', key)
}

/** One transaction over any number of accounts. */
export interface WriteScope {
  readonly query: Query
  readonly now: number
  readonly storage: StorageLimits
  /** What the transaction does to one account, by its key. */
  readonly changes: (account: number) => AccountChanges
}

/** Runs `run` in one transaction; counters, states and the change log are written with it. */
export function write<Result>(store: MailStore, run: (scope: WriteScope) => Result): Result {
  const accounts = new Map<number, AccountChanges>()
  const now = Date.now()
  const changed: number[] = []
  const result = transaction(store.database, () => {
    const done = run({
      query: store.query,
      now,
      storage: store.storage ?? defaultStorageLimits,
      changes: (account) => {
        const known = accounts.get(account) ?? new AccountChanges(store.query, account)
        accounts.set(account, known)
        return known
      },
    })
    for (const [account, changes] of accounts) {
      if (!changes.flush(now)) continue
      changed.push(account)
      purgeReleased(store.query, account)
    }
    return done
  })
  for (const account of changed) store.changed(account)
  return result
}

/** Ids of one type as clients see them: a letter, so that none begins with a digit (RFC 8620 §1.2), and a number. */
export interface ObjectId {
  readonly format: (key: number) => string
  /** null when it cannot be an id of this type. */
  readonly parse: (id: string) => number | null
}

export const emailId = createObjectId('M')
export const threadId = createObjectId('T')
export const mailboxId = createObjectId('F')
export const identityId = createObjectId('I')
export const submissionId = createObjectId('S')

/** Ids of one type: each type has a letter of its own. Used so far: F, I, M, S, T. */
export function createObjectId(letter: string): ObjectId {
  const pattern = new RegExp(`^${letter}([1-9][0-9]{0,14})$`)
  return {
    format: (key) => `${letter}${key}`,
    parse: (id) => {
      const digits = pattern.exec(id)?.[1]
      return digits === undefined ? null : Number(digits)
    },
  }
}
