import { unindexEmail } from './search-index.ts'
import type { WriteScope } from './write.ts'

/** Removes a message for good. Its blob stays until nothing needs it. */
export function destroyEmail(
  scope: WriteScope,
  account: number,
  email: { readonly id: number; readonly thread: number },
): void {
  const changes = scope.changes(account)
  changes.touchThread(email.thread)
  unindexEmail(scope.query, email.id)
  scope.query.run('DELETE FROM email WHERE id = ?', email.id)
  changes.record('Email', email.id, 'destroyed')
}
