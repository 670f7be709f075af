import type { DatabaseSync } from 'node:sqlite'
import { query } from '../database/query.ts'
import { mailboxRoles } from './default-mailboxes.ts'
import { findAccount, type MailAccount, type MailStore } from './store/mail-store.ts'
import { write } from './store/write.ts'

/**
 * Makes the mail side of an account: its mailboxes and its identity; what is there is left alone. Part
 * of the caller's transaction, if there is one.
 */
export function createAccount(store: MailStore, { id, address, name }: Omit<MailAccount, 'key'>): MailAccount {
  return write(store, (scope) => {
    const known = findAccount(scope.query, id)
    if (known) return known
    const { lastId: key } = scope.query.run(
      'INSERT INTO mail_account (id, address, name) VALUES (?, ?, ?)',
      id,
      address,
      name,
    )
    const changes = scope.changes(key)
    for (const [at, [mailbox, role]] of mailboxRoles.entries()) {
      const { lastId } = scope.query.run(
        'INSERT INTO mailbox (account, name, role, sort_order) VALUES (?, ?, ?, ?)',
        key,
        mailbox,
        role,
        (at + 1) * 10,
      )
      changes.record('Mailbox', lastId, 'created')
    }
    const { lastId } = scope.query.run(
      'INSERT INTO identity (account, name, email, may_delete) VALUES (?, ?, ?, 0)',
      key,
      name,
      address,
    )
    changes.record('Identity', lastId, 'created')
    return { key, id, address, name }
  })
}

/** The same without a running mail server, for the command line. */
export function createMailAccount(
  database: DatabaseSync,
  account: { readonly accountId: string; readonly address: string; readonly name: string },
): void {
  const store: MailStore = { database, query: query(database), changed: () => undefined }
  createAccount(store, { id: account.accountId, address: account.address, name: account.name })
}
