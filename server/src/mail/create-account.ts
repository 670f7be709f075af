import { mailboxRoles } from './default-mailboxes.ts'
import type { MailAccount, MailStore } from './store/mail-store.ts'
import { write } from './store/write.ts'

/** Makes the mail side of an account: its mailboxes and its identity. Part of the caller's transaction, if there is one. */
export function createAccount(store: MailStore, { id, address, name }: Omit<MailAccount, 'key'>): MailAccount {
  return write(store, (scope) => {
    const { lastId: key } = scope.query.run('INSERT INTO mail_account (id, address, name) VALUES (?, ?, ?)', id, address, name)
    const changes = scope.changes(key)
    for (const [at, [mailbox, role]] of mailboxRoles.entries()) {
      const { lastId } = scope.query.run(
        'INSERT INTO mailbox (account, name, role, sort_order) VALUES (?, ?, ?, ?)',
        key, mailbox, role, (at + 1) * 10,
      )
      changes.record('Mailbox', lastId, 'created')
    }
    const { lastId } = scope.query.run('INSERT INTO identity (account, name, email, may_delete) VALUES (?, ?, ?, 0)', key, name, address)
    changes.record('Identity', lastId, 'created')
    return { key, id, address, name }
  })
}
