import { destroyEmail } from './emails.ts'
import { write, type MailStore } from './mail-store.ts'

/** Milliseconds that messages stay in a mailbox of a role; null: for as long as their owner wants. */
export interface Expiry {
  readonly trash: number | null
  readonly junk: number | null
}

/** Messages that are deleted between two looks at the clock. */
const messagesAtOnce = 10

interface Expired {
  readonly id: number
  readonly account: number
  readonly thread: number
}

/**
 * Deletes what has been in Trash or Junk for longer than it may, in small steps. What counts is when a message was first
 * seen there, which any move forgets; a message that is in another mailbox too stays.
 */
export function* expireMail(store: MailStore, expiry: Expiry, now: number): Generator<void, void, void> {
  for (const role of ['trash', 'junk'] as const) {
    const age = expiry[role]
    if (age === null) continue
    while (noteNew(store, role, now) > 0) yield
    while (deleteOld(store, role, now - age) > 0) yield
  }
}

function noteNew({ query }: MailStore, role: string, now: number): number {
  return query.run(
    `INSERT INTO expiring_email (email, since)
     SELECT DISTINCT m.email, ? FROM mailbox b JOIN email_mailbox m ON m.mailbox = b.id
     WHERE b.role = ? AND NOT EXISTS (SELECT 1 FROM expiring_email WHERE email = m.email) LIMIT 200`,
    now,
    role,
  ).changes
}

function deleteOld(store: MailStore, role: string, before: number): number {
  return write(store, (scope) => {
    const rows = scope.query.all<Expired>(
      `SELECT e.id, e.account, e.thread FROM expiring_email x JOIN email e ON e.id = x.email
       WHERE x.since <= ? AND NOT EXISTS (
         SELECT 1 FROM email_mailbox m JOIN mailbox b ON b.id = m.mailbox WHERE m.email = e.id AND b.role IS NOT ?)
       ORDER BY x.since LIMIT ${messagesAtOnce}`,
      before,
      role,
    )
    for (const email of rows) destroyEmail(scope, email.account, email)
    return rows.length
  })
}
