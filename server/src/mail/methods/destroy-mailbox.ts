import { notFound, SetFailure } from '../protocol/set-failure.ts'
import { destroyEmail } from '../store/destroy-email.ts'
import { readMailbox, type MailboxRow } from '../store/mailboxes.ts'
import { recountMailboxes } from '../store/recount-mailboxes.ts'
import type { WriteScope } from '../store/write.ts'

interface Member {
  id: number
  thread: number
  mailboxes: number
}

/** RFC 8621 §2.5, destroy. */
export function destroyMailbox(
  scope: WriteScope,
  account: number,
  { key, removeEmails }: { key: number; removeEmails: boolean },
): void {
  const { query } = scope
  const row = readMailbox(query, account, key)
  if (!row) throw notFound()
  if (row.role === 'inbox') throw new SetFailure({ type: 'forbidden', description: 'Mail has to arrive somewhere.' })
  if (query.one('SELECT 1 FROM mailbox WHERE parent = ? LIMIT 1', key))
    throw new SetFailure({ type: 'mailboxHasChild' })
  if (row.total_emails > 0 && !removeEmails) throw new SetFailure({ type: 'mailboxHasEmail' })
  const members = query.all<Member>(
    `SELECT e.id, e.thread, (SELECT count(*) FROM email_mailbox o WHERE o.email = e.id) AS mailboxes
     FROM email_mailbox m JOIN email e ON e.id = m.email WHERE m.mailbox = ?`,
    key,
  )
  const changes = scope.changes(account)
  for (const member of members) {
    changes.touchThread(member.thread)
    if (member.mailboxes === 1) destroyEmail(scope, account, member)
    else {
      query.run('DELETE FROM email_mailbox WHERE email = ? AND mailbox = ?', member.id, key)
      changes.record('Email', member.id, 'updated')
    }
  }
  query.run('DELETE FROM mailbox WHERE id = ?', key)
  changes.record('Mailbox', key, 'destroyed')
  if (row.role === 'trash') recountMailboxes(scope, account)
}

/** Children before their parents. */
export function innermostFirst(rows: readonly MailboxRow[], keys: readonly number[]): number[] {
  const parents = new Map(rows.map((row) => [row.id, row.parent]))
  const depth = (key: number): number => {
    let levels = 0
    for (let parent = parents.get(key); parent !== null && parent !== undefined; parent = parents.get(parent))
      levels += 1
    return levels
  }
  return [...keys].sort((a, b) => depth(b) - depth(a))
}
