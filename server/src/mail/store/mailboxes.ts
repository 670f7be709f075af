import type { Query } from '../../database/query.ts'

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
