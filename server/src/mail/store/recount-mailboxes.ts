import { mailboxOfRole } from './mailboxes.ts'
import type { MailboxCounts } from './thread-snapshot.ts'
import { countMailboxes } from './count-mailboxes.ts'
import type { WriteScope } from './write.ts'

/** Counts everything anew: which mailbox is the trash has changed, and with it what unread means. */
export function recountMailboxes(scope: WriteScope, account: number): void {
  const changes = scope.changes(account)
  // What the transaction did so far is settled by the old meaning first.
  changes.settle()
  changes.setTrash(mailboxOfRole(scope.query, account, 'trash'))
  const counts = countMailboxes(scope.query, account)
  const nothing: MailboxCounts = { emails: 0, unreadEmails: 0, threads: 0, unreadThreads: 0 }
  for (const { id } of scope.query.all<{ id: number }>('SELECT id FROM mailbox WHERE account = ?', account)) {
    const count = counts.get(id) ?? nothing
    const { changes: changed } = scope.query.run(
      `UPDATE mailbox SET total_emails = ?1, unread_emails = ?2, total_threads = ?3, unread_threads = ?4 WHERE id = ?5
       AND (total_emails, unread_emails, total_threads, unread_threads) != (?1, ?2, ?3, ?4)`,
      count.emails,
      count.unreadEmails,
      count.threads,
      count.unreadThreads,
      id,
    )
    if (changed > 0) changes.record('Mailbox', id, 'counted')
  }
}
