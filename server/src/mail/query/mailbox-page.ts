import type { Query } from '../../database/query.ts'
import { readMailbox } from '../store/mailboxes.ts'
import { mailboxId } from '../store/object-id.ts'
import type { EmailListing } from './email-list.ts'

/** Deeper pages come from the whole list, which is then kept. */
const maxPosition = 500

export interface MailboxPage {
  readonly keys: readonly number[]
  readonly total: number
}

/**
 * The first pages of a mailbox, newest first, as one walk along an index: what opens the list. null
 * when the question is another one.
 */
export function mailboxPage(
  query: Query,
  listing: EmailListing,
  window: { position: number; limit: number },
): MailboxPage | null {
  const mailbox = plainMailbox(listing)
  if (mailbox === null || window.position < 0 || window.position + window.limit > maxPosition) return null
  const row = readMailbox(query, listing.account, mailbox)
  if (!row) return null
  const keys = query.all<{ email: number }>(
    listing.collapseThreads ? collapsed : flat,
    mailbox,
    window.limit,
    window.position,
  )
  return { keys: keys.map(({ email }) => email), total: listing.collapseThreads ? row.total_threads : row.total_emails }
}

/** The whole of it, for deeper pages and anchors; null when the question is another one. */
export function mailboxRows(query: Query, listing: EmailListing): readonly { id: number; thread: number }[] | null {
  const mailbox = plainMailbox(listing)
  if (mailbox === null || !readMailbox(query, listing.account, mailbox)) return null
  return query.all(
    'SELECT email AS id, thread FROM email_mailbox WHERE mailbox = ? ORDER BY received_at DESC, email DESC',
    mailbox,
  )
}

const flat = 'SELECT email FROM email_mailbox WHERE mailbox = ? ORDER BY received_at DESC, email DESC LIMIT ? OFFSET ?'

// A GROUP BY would read the whole mailbox for each page.
const collapsed = `
  SELECT m.email FROM email_mailbox m WHERE m.mailbox = ?
    AND NOT EXISTS (
      SELECT 1 FROM email_mailbox newer WHERE newer.mailbox = m.mailbox AND newer.thread = m.thread
        AND (newer.received_at, newer.email) > (m.received_at, m.email))
  ORDER BY m.received_at DESC, m.email DESC LIMIT ? OFFSET ?`

function plainMailbox({ filter, sort }: EmailListing): number | null {
  if (!filter || !('condition' in filter)) return null
  const names = Object.keys(filter.condition)
  const { inMailbox } = filter.condition
  if (names.length !== 1 || inMailbox === undefined) return null
  const [first] = sort
  const newestFirst =
    sort.length === 0 || (sort.length === 1 && first?.property === 'receivedAt' && first.isAscending === false)
  return newestFirst ? mailboxId.parse(inMailbox) : null
}
