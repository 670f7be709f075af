import type { Query } from '../../database/query.ts'
import { threadSnapshot, type MailboxCounts } from './changes.ts'
import type { WriteScope } from './mail-store.ts'

export interface MailboxRow {
  readonly id: number
  readonly parent: number | null
  readonly name: string
  readonly role: string | null
  readonly sort_order: number
  readonly is_subscribed: number
  readonly total_emails: number
  readonly unread_emails: number
  readonly total_threads: number
  readonly unread_threads: number
}

const columns =
  'id, parent, name, role, sort_order, is_subscribed, total_emails, unread_emails, total_threads, unread_threads'

export function readMailbox(query: Query, account: number, id: number): MailboxRow | undefined {
  return query.one<MailboxRow>(`SELECT ${columns} FROM mailbox WHERE id = ? AND account = ?`, id, account)
}

export function readMailboxes(query: Query, account: number): MailboxRow[] {
  return query.all<MailboxRow>(
    `SELECT ${columns} FROM mailbox WHERE account = ? ORDER BY sort_order, name, id`,
    account,
  )
}

export function mailboxOfRole(query: Query, account: number, role: string): number | null {
  return query.one<{ id: number }>('SELECT id FROM mailbox WHERE account = ? AND role = ?', account, role)?.id ?? null
}

/** The mailbox of a role or a top-level name, in any case; made when there is none. */
export function mailboxNamed(scope: WriteScope, account: number, name: string): number {
  const found = scope.query.one<{ id: number }>(
    `SELECT id FROM mailbox WHERE account = ?1 AND (role = lower(?2) OR (parent IS NULL AND lower(name) = lower(?2)))
     ORDER BY role IS NULL, id LIMIT 1`,
    account,
    name,
  )
  if (found) return found.id
  const { lastId } = scope.query.run(
    'INSERT INTO mailbox (account, name, sort_order) VALUES (?, ?, 100)',
    account,
    name.normalize('NFC'),
  )
  scope.changes(account).record('Mailbox', lastId, 'created')
  return lastId
}

/** The counters of all mailboxes of an account, counted from its mail. Slow: stored counters are changed by difference. */
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

/** Counts everything again: which mailbox is the trash has changed, and with it what unread means. */
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
