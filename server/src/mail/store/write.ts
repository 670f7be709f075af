import type { Query } from '../../database/query.ts'
import { transaction } from '../../database/transaction.ts'
import { AccountChanges } from './account-changes.ts'
import type { MailStore } from './mail-store.ts'
import { defaultStorageLimits, purgeReleased, type StorageLimits } from './storage-limits.ts'

/** One transaction over any number of accounts. */
export interface WriteScope {
  readonly query: Query
  readonly now: number
  readonly storage: StorageLimits
  /** What the transaction does to one account, by its key. */
  readonly changes: (account: number) => AccountChanges
}

/** Runs `work` in one transaction; counters, states and the change log are written with it. */
export function write<Result>(store: MailStore, work: (scope: WriteScope) => Result): Result {
  const accounts = new Map<number, AccountChanges>()
  const now = Date.now()
  const changed: number[] = []
  const result = transaction(store.database, () => {
    const done = work({
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
