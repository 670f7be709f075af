import type { EmailListing, Id } from '@atrium/mail-contracts'
import type { EmailMember } from '../shapes/email-schema.ts'

/** What is known of a message: always its part in a thread, often what a list shows. */
export type EmailRecord = EmailMember & Partial<EmailListing>

export const isListing = (record: EmailRecord): record is EmailRecord & EmailListing =>
  record.subject !== undefined && record.preview !== undefined

const sameSet = (one: Readonly<Record<Id, true>>, other: Readonly<Record<Id, true>>): boolean => {
  const names = Object.keys(one)
  return names.length === Object.keys(other).length && names.every((name) => other[name] === true)
}

/**
 * Keeps the old object when nothing changed, so that rows are not drawn again.
 * Of a message only keywords, mailboxes and (rarely) its thread ever change (RFC 8621 §4).
 */
export const mergeRecord = (old: EmailRecord | undefined, next: EmailRecord): EmailRecord => {
  if (!old) return next
  const same =
    old.threadId === next.threadId &&
    sameSet(old.keywords, next.keywords) &&
    sameSet(old.mailboxIds, next.mailboxIds) &&
    (isListing(old) || !isListing(next))
  return same ? old : { ...old, ...next }
}

export const isUnread = (record: EmailRecord): boolean => !record.keywords.$seen && !record.keywords.$draft
