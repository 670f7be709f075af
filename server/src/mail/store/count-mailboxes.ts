import type { Query } from '../../database/query.ts'
import { mailboxOfRole } from './mailboxes.ts'
import { threadSnapshot, type MailboxCounts } from './thread-snapshot.ts'

/** The counters of all mailboxes of an account, counted from its mail. Slow: what is kept is by difference. */
export function countMailboxes(query: Query, account: number): ReadonlyMap<number, MailboxCounts> {
  const trash = mailboxOfRole(query, account, 'trash')
  const totals = new Map<number, MailboxCounts>()
  for (const { id } of query.all<{ id: number }>('SELECT id FROM thread WHERE account = ?', account))
    for (const [mailbox, count] of threadSnapshot(query, id, trash).counts) {
      const total = totals.get(mailbox) ?? { emails: 0, unreadEmails: 0, threads: 0, unreadThreads: 0 }
      total.emails += count.emails
      total.unreadEmails += count.unreadEmails
      total.threads += count.threads
      total.unreadThreads += count.unreadThreads
      totals.set(mailbox, total)
    }
  return totals
}
