import { indexEmail, unindexEmail } from './search-index.ts'
import type { WriteScope } from './write.ts'

const columns =
  'account, blob, received_at, sent_at, size, flags, has_attachment, subject_sort, from_sort, to_sort, preview, listing'

/**
 * Moves all messages of a thread to another. The thread of a message is immutable, so each comes back
 * as a new one with a new id (RFC 8621 §3).
 */
export function moveThread(scope: WriteScope, account: number, { from, to }: { from: number; to: number }): void {
  const changes = scope.changes(account)
  changes.touchThread(from)
  changes.touchThread(to)
  const rows = scope.query.all<{ id: number; blob: string }>('SELECT id, blob FROM email WHERE thread = ?', from)
  for (const { id, blob } of rows) {
    const { lastId } = scope.query.run(
      `INSERT INTO email (thread, ${columns}) SELECT ?, ${columns} FROM email WHERE id = ?`,
      to,
      id,
    )
    scope.query.run('UPDATE email_mailbox SET email = ?, thread = ? WHERE email = ?', lastId, to, id)
    scope.query.run('UPDATE email_keyword SET email = ? WHERE email = ?', lastId, id)
    scope.query.run('UPDATE imported SET email = ? WHERE email = ?', lastId, id)
    unindexEmail(scope.query, id)
    scope.query.run('DELETE FROM email WHERE id = ?', id)
    indexEmail(scope.query, { id: lastId, account, blob })
    changes.record('Email', id, 'destroyed')
    changes.record('Email', lastId, 'created')
  }
  scope.query.run('UPDATE thread_reference SET thread = ? WHERE thread = ?', to, from)
}
