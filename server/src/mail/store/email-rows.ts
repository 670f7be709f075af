import type { Query } from '../../database/query.ts'

export interface StoredEmail {
  readonly id: number
  readonly thread: number
  readonly blob: string
  readonly received_at: number
  readonly size: number
  readonly flags: number
  readonly has_attachment: number
  readonly preview: string
  readonly listing: string
}

export function readEmail(query: Query, account: number, id: number): StoredEmail | undefined {
  return query.one<StoredEmail>(
    `SELECT id, thread, blob, received_at, size, flags, has_attachment, preview, listing
     FROM email WHERE id = ? AND account = ?`,
    id,
    account,
  )
}

export function mailboxesOf(query: Query, email: number): number[] {
  return query
    .all<{ mailbox: number }>('SELECT mailbox FROM email_mailbox WHERE email = ? ORDER BY mailbox', email)
    .map((row) => row.mailbox)
}
