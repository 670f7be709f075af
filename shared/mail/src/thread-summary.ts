import type { Id } from '@atrium/jmap/types'
import type { EmailAddress } from '@atrium/mail-contracts'
import { type EmailRecord, isUnread } from './records.ts'
import type { Records } from './records.ts'

export interface Participant extends EmailAddress {
  /** Has written something in this conversation that is unread. */
  readonly unread: boolean
}

/** What a row shows of the whole conversation. */
export interface ThreadSummary {
  readonly id: Id
  /** All messages, oldest first, also those in other folders. */
  readonly emailIds: readonly Id[]
  /** Messages, without deleted and junk ones unless the row itself is one. */
  readonly count: number
  readonly unread: boolean
  readonly starred: boolean
  readonly hasDraft: boolean
  readonly hasAttachment: boolean
  /** Writers in order of their first message, each once. */
  readonly participants: readonly Participant[]
}

const participantsOf = (emails: readonly EmailRecord[]): Participant[] => {
  const found = new Map<string, Participant>()
  for (const email of emails) {
    for (const { name, email: address } of email.from ?? []) {
      const key = address.toLowerCase()
      const before = found.get(key)
      const unread = isUnread(email) || (before?.unread ?? false)
      found.set(key, { name: before?.name ?? name, email: address, unread })
    }
  }
  return [...found.values()]
}

const summarize = (id: Id, emailIds: readonly Id[], emails: readonly EmailRecord[]): ThreadSummary => ({
  id,
  emailIds,
  count: emails.length,
  unread: emails.some(isUnread),
  starred: emails.some((email) => email.keywords.$flagged === true),
  hasDraft: emails.some((email) => email.keywords.$draft === true),
  hasAttachment: emails.some((email) => email.hasAttachment),
  participants: participantsOf(emails),
})

/** Makes summaries and caches them while what they are made of stays the same. */
export const createSummaries = (
  records: Records,
  /** Folders for deleted mail. */
  discarded: () => readonly Id[],
): ((row: EmailRecord) => ThreadSummary) => {
  const cached = new Map<Id, { readonly emails: readonly EmailRecord[]; readonly summary: ThreadSummary }>()
  return (row) => {
    const emailIds = records.threadEmailIds(row.threadId) ?? [row.id]
    const away = discarded()
    const isAway = (email: EmailRecord): boolean => away.some((id) => email.mailboxIds[id])
    const emails = emailIds.flatMap((id) => {
      const email = records.email(id)
      return email && (isAway(row) || !isAway(email)) ? [email] : []
    })
    const old = cached.get(row.id)
    const same =
      old?.summary.emailIds.join() === emailIds.join() &&
      old.emails.length === emails.length &&
      old.emails.every((email, index) => email === emails[index])
    if (old && same) return old.summary
    const summary = summarize(row.threadId, emailIds, emails)
    if (cached.size > 5000) cached.clear()
    cached.set(row.id, { emails, summary })
    return summary
  }
}
