import type { Query } from '../../database/query.ts'
import { seenOrDraft } from './flags.ts'

/** What one thread adds to the counters of a mailbox. */
export interface MailboxCounts {
  emails: number
  unreadEmails: number
  threads: number
  unreadThreads: number
}

export interface ThreadSnapshot {
  readonly members: ReadonlySet<number>
  readonly counts: ReadonlyMap<number, MailboxCounts>
}

interface Row {
  id: number
  flags: number
  mailbox: number
}

/**
 * A thread as the counters see it. Unread threads as RFC 8621 §2 wants them: mail that is only in the
 * trash is a thread of its own.
 */
export function threadSnapshot(query: Query, thread: number, trash: number | null): ThreadSnapshot {
  const rows = query.all<Row>(
    'SELECT e.id, e.flags, m.mailbox FROM email e JOIN email_mailbox m ON m.email = e.id WHERE e.thread = ?',
    thread,
  )
  const counts = new Map<number, MailboxCounts>()
  const unreadElsewhere = rows.some((row) => isUnread(row) && row.mailbox !== trash)
  const unreadInTrash = rows.some((row) => isUnread(row) && row.mailbox === trash)
  for (const row of rows) {
    const count = counts.get(row.mailbox) ?? { emails: 0, unreadEmails: 0, threads: 1, unreadThreads: 0 }
    count.emails += 1
    if (isUnread(row)) count.unreadEmails += 1
    count.unreadThreads = Number(row.mailbox === trash ? unreadInTrash : unreadElsewhere)
    counts.set(row.mailbox, count)
  }
  return { members: new Set(rows.map((row) => row.id)), counts }
}

function isUnread(row: Row): boolean {
  return (row.flags & seenOrDraft) === 0
}
