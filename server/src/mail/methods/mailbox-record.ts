import type { Mailbox } from '@atrium/mail-contracts'
import type { MailboxRow } from '../store/mailboxes.ts'
import { mailboxId } from '../store/object-id.ts'

/** RFC 8621 §2. */
export function mailboxRecord(row: MailboxRow): Record<keyof Mailbox, unknown> {
  return {
    id: mailboxId.format(row.id),
    name: row.name,
    parentId: row.parent === null ? null : mailboxId.format(row.parent),
    role: row.role,
    sortOrder: row.sort_order,
    totalEmails: row.total_emails,
    unreadEmails: row.unread_emails,
    totalThreads: row.total_threads,
    unreadThreads: row.unread_threads,
    myRights: {
      mayReadItems: true,
      mayAddItems: true,
      mayRemoveItems: true,
      maySetSeen: true,
      maySetKeywords: true,
      mayCreateChild: true,
      mayRename: true,
      // Mail has to arrive somewhere.
      mayDelete: row.role !== 'inbox',
      maySubmit: true,
    },
    isSubscribed: row.is_subscribed === 1,
  }
}

export const mailboxProperties: ReadonlySet<string> = new Set([
  'id',
  'name',
  'parentId',
  'role',
  'sortOrder',
  'totalEmails',
  'unreadEmails',
  'totalThreads',
  'unreadThreads',
  'myRights',
  'isSubscribed',
])

export const mailboxCounts: readonly string[] = ['totalEmails', 'unreadEmails', 'totalThreads', 'unreadThreads']
