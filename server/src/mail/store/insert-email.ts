import type { Address, Message } from '../mime/message.ts'
import { parseDateTime } from './parse-date-time.ts'
import { baseSubject } from './base-subject.ts'
import { findThread } from './find-thread.ts'
import { toFlags } from './flags.ts'
import { writeKeywords } from './keywords.ts'
import { indexEmail } from './search-index.ts'
import type { WriteScope } from './write.ts'

export interface NewEmail {
  /** Key of the account. */
  readonly account: number
  /** A stored blob whose parse is saved. */
  readonly blob: string
  readonly message: Message
  /** One at least. */
  readonly mailboxes: readonly number[]
  /** Lower case. */
  readonly keywords: readonly string[]
  /** Milliseconds since 1970. */
  readonly receivedAt: number
}

/** Adds a message to an account: thread, mailboxes, keywords, search. */
export function insertEmail(scope: WriteScope, email: NewEmail): { readonly id: number; readonly thread: number } {
  const { listing } = email.message
  const thread = findThread(scope, email.account, listing)
  // JMAP dates have no fractions of a second: what is compared is what is shown.
  const receivedAt = Math.floor(email.receivedAt / 1000) * 1000
  const { lastId: id } = scope.query.run(
    `INSERT INTO email (account, thread, blob, received_at, sent_at, size, flags, has_attachment,
       subject_sort, from_sort, to_sort, preview, listing) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    email.account,
    thread,
    email.blob,
    receivedAt,
    listing.sentAt === null ? null : parseDateTime(listing.sentAt),
    email.message.size,
    toFlags(email.keywords),
    Number(email.message.hasAttachment),
    baseSubject(listing.subject ?? ''),
    sortName(listing.from),
    sortName(listing.to),
    email.message.preview,
    JSON.stringify(listing),
  )
  for (const mailbox of new Set(email.mailboxes))
    scope.query.run(
      'INSERT INTO email_mailbox (mailbox, received_at, email, thread) VALUES (?, ?, ?, ?)',
      mailbox,
      receivedAt,
      id,
      thread,
    )
  writeKeywords(scope.query, id, email.keywords)
  indexEmail(scope.query, { id, account: email.account, blob: email.blob })
  scope.changes(email.account).record('Email', id, 'created')
  return { id, thread }
}

/** RFC 8621 §4.4.2: the name of the first address, or the address. */
function sortName(addresses: readonly Address[] | null): string {
  const first = addresses?.[0]
  return (first?.name || first?.email || '').slice(0, 200).normalize('NFKC').toLowerCase()
}
