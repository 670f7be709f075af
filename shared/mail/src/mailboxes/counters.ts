import type { Id, Mailbox } from '@atrium/mail-contracts'
import { type EmailRecord, isUnread } from '../records/email-record.ts'
import type { Records } from '../records/records.ts'

interface Delta {
  totalEmails: number
  unreadEmails: number
  totalThreads: number
  unreadThreads: number
}

type Deltas = Map<Id, Delta>

const deltaOf = (deltas: Deltas, mailboxId: Id): Delta => {
  const delta = deltas.get(mailboxId) ?? { totalEmails: 0, unreadEmails: 0, totalThreads: 0, unreadThreads: 0 }
  deltas.set(mailboxId, delta)
  return delta
}

const countEmail = (deltas: Deltas, email: EmailRecord | null | undefined, by: 1 | -1): void => {
  for (const id of Object.keys(email?.mailboxIds ?? {})) {
    const delta = deltaOf(deltas, id)
    delta.totalEmails += by
    if (email && isUnread(email)) delta.unreadEmails += by
  }
}

/** A thread is in every mailbox one of its messages is in, and unread there if any is (RFC 8621 §2). */
const countThread = (deltas: Deltas, emails: readonly (EmailRecord | null | undefined)[], by: 1 | -1): void => {
  const there = emails.filter((email) => email !== null && email !== undefined)
  const unread = there.some(isUnread)
  const mailboxes = new Set(there.flatMap((email) => Object.keys(email.mailboxIds)))
  for (const id of mailboxes) {
    const delta = deltaOf(deltas, id)
    delta.totalThreads += by
    if (unread) delta.unreadThreads += by
  }
}

const deltasOf = (records: Records): Deltas => {
  const deltas: Deltas = new Map()
  const threads = new Map<Id, readonly Id[]>()
  for (const id of records.touched) {
    const stored = records.stored(id)
    if (!stored) continue
    countEmail(deltas, stored, -1)
    countEmail(deltas, records.email(id), 1)
    threads.set(stored.threadId, records.threadEmailIds(stored.threadId) ?? [id])
  }
  for (const ids of threads.values()) {
    countThread(deltas, ids.map(records.stored), -1)
    countThread(deltas, ids.map(records.email), 1)
  }
  return deltas
}

const adjusted = (mailbox: Mailbox, delta: Delta): Mailbox => ({
  ...mailbox,
  totalEmails: Math.max(0, mailbox.totalEmails + delta.totalEmails),
  unreadEmails: Math.max(0, mailbox.unreadEmails + delta.unreadEmails),
  totalThreads: Math.max(0, mailbox.totalThreads + delta.totalThreads),
  unreadThreads: Math.max(0, mailbox.unreadThreads + delta.unreadThreads),
})

/** Counters as they will be once the server has carried out what the person did. */
export const countMailboxes = (mailboxes: readonly Mailbox[], records: Records): readonly Mailbox[] => {
  if (records.touched.size === 0) return mailboxes
  const deltas = deltasOf(records)
  return mailboxes.map((mailbox) => {
    const delta = deltas.get(mailbox.id)
    return delta ? adjusted(mailbox, delta) : mailbox
  })
}
