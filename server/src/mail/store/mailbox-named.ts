import type { WriteScope } from './write.ts'

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
