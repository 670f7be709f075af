import type { DatabaseSync } from 'node:sqlite'
import { query, transaction, type Query } from '../../database/query.ts'
import { pauseSending } from '../submission/sending-limits.ts'
import { pausedUntil } from '../submission/sent-counts.ts'
import { findAccount, write, type MailStore } from './mail-store.ts'
import { unindexEmail } from './search-index.ts'
import { isUnreferenced } from './storage-limits.ts'

/** Rows deleted in one transaction, so that a server beside this one has its turn. */
const rowsAtOnce = 200

const storeOf = (database: DatabaseSync): MailStore => ({
  database,
  query: query(database),
  changed: () => undefined,
})

export interface MailAccountFacts {
  readonly messages: number
  /** Bytes. */
  readonly used: number
  /** Bytes; null is that of the installation. */
  readonly quota: number | null
  /** Milliseconds since 1970 until which it may not send; 0 when it may. */
  readonly pausedUntil: number
}

/** What an account stores; null when it has no mail here. */
export function mailAccountFacts(database: DatabaseSync, accountId: string): MailAccountFacts | null {
  const store = query(database)
  const account = findAccount(store, accountId)
  if (!account) return null
  const messages = store.one<{ count: number }>('SELECT count(*) AS count FROM email WHERE account = ?', account.key)
  const row = store.one<{ used: number; quota: number | null }>(
    'SELECT used, quota FROM mail_account WHERE key = ?',
    account.key,
  )
  return {
    messages: messages?.count ?? 0,
    used: row?.used ?? 0,
    quota: row?.quota ?? null,
    pausedUntil: pausedUntil({ query: store, now: Date.now() }, account.key),
  }
}

/** Sets the bytes an account may store; null is the quota of the installation. */
export function setMailQuota(database: DatabaseSync, accountId: string, quota: number | null): void {
  query(database).run('UPDATE mail_account SET quota = ? WHERE id = ?', quota, accountId)
}

/** Pauses sending until a time, or goes on with it. */
export function setSendingPause(database: DatabaseSync, accountId: string, until: number | null): void {
  write(storeOf(database), ({ query: own, now }) => {
    const account = findAccount(own, accountId)
    if (account) pauseSending({ query: own, now }, account.key, until)
  })
}

/** Gives the mail of an account another address and name, in the caller's transaction. */
export function renameMailAccount(
  database: DatabaseSync,
  { accountId, address, name }: { readonly accountId: string; readonly address: string; readonly name: string },
): void {
  write(storeOf(database), (scope) => {
    const account = findAccount(scope.query, accountId)
    if (!account) return
    const { run, all } = scope.query
    run('UPDATE mail_account SET address = ?, name = ? WHERE key = ?', address, name, account.key)
    const own = all<{ id: number }>('SELECT id FROM identity WHERE account = ? AND may_delete = 0', account.key)
    for (const { id } of own) {
      run('UPDATE identity SET email = ?, name = ? WHERE id = ?', address, name, id)
      scope.changes(account.key).record('Identity', id, 'updated')
    }
  })
}

/** Deletes all mail of an account, in small steps: nothing of it is left, and what others have too stays theirs. */
export function deleteMailAccount(database: DatabaseSync, accountId: string): void {
  const store = query(database)
  const account = findAccount(store, accountId)
  if (!account) return
  const { key } = account
  while (transaction(database, () => deleteEmails(store, key)) > 0);
  transaction(database, () => {
    for (const table of ['submission', 'upload']) store.run(`DELETE FROM ${table} WHERE account = ?`, key)
  })
  while (transaction(database, () => deleteReleased(store, key)) > 0);
  transaction(database, () => {
    store.run('DELETE FROM released_blob WHERE account = ?', key)
    store.run('DELETE FROM sent_count WHERE sender = ?', `account:${key}`)
    store.run('DELETE FROM mail_account WHERE key = ?', key)
  })
}

function deleteEmails({ all, one, run }: Query, account: number): number {
  const rows = all<{ id: number }>(`SELECT id FROM email WHERE account = ? LIMIT ${rowsAtOnce}`, account)
  for (const { id } of rows) {
    unindexEmail({ all, one, run }, id)
    run('DELETE FROM email WHERE id = ?', id)
  }
  return rows.length
}

function deleteReleased({ all, run }: Query, account: number): number {
  const rows = all<{ id: string }>(
    `SELECT b.id FROM released_blob r JOIN blob b ON b.id = r.blob WHERE r.account = ? AND ${isUnreferenced}
     LIMIT ${rowsAtOnce}`,
    account,
  )
  for (const { id } of rows) {
    // What it took from others may be free with it.
    run('INSERT OR IGNORE INTO released_blob SELECT ?, child, 0 FROM blob_reference WHERE parent = ?', account, id)
    run('DELETE FROM blob WHERE id = ?', id)
  }
  return rows.length
}
