import { unwrap } from '@atrium/jmap'
import type { Id } from '@atrium/jmap/types'
import type { Mailbox, MailboxRole } from '@atrium/mail-contracts'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type MailCore, mailboxesKey, type ResourceState, stateOf } from './core.ts'
import { useInternals } from './internals.ts'
import { mailboxGet } from './methods.ts'
import { type EmailRecord, isUnread, type Records, useRecords } from './records.ts'

export const loadMailboxes = async (core: MailCore): Promise<readonly Mailbox[]> => {
  const { mailboxes } = await core.client.read({ mailboxes: mailboxGet() })
  const { list, state } = unwrap(mailboxes)
  core.noteState('Mailbox', state)
  return list
}

/** Inserts reloaded mailboxes and removes deleted ones. */
export const updateMailboxes = (core: MailCore, fresh: readonly Mailbox[], gone: readonly Id[]): void => {
  core.queries.setQueryData<readonly Mailbox[]>(mailboxesKey, (old) => {
    if (!old) return old
    const byId = new Map(old.map((mailbox) => [mailbox.id, mailbox]))
    for (const mailbox of fresh) byId.set(mailbox.id, mailbox)
    for (const id of gone) byId.delete(id)
    return [...byId.values()]
  })
}

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

/** Counters as they will be once the server has applied the user's changes. */
export const countMailboxes = (mailboxes: readonly Mailbox[], records: Records): readonly Mailbox[] => {
  if (records.touched.size === 0) return mailboxes
  const deltas = deltasOf(records)
  return mailboxes.map((mailbox) => {
    const delta = deltas.get(mailbox.id)
    return delta ? adjusted(mailbox, delta) : mailbox
  })
}

export interface Mailboxes extends ResourceState {
  /** By `sortOrder`, then name. Counters already include the user's own changes. */
  readonly list: readonly Mailbox[]
  readonly byId: (id: Id) => Mailbox | undefined
  readonly byRole: (role: MailboxRole) => Mailbox | undefined
}

const inOrder = (mailboxes: readonly Mailbox[]): readonly Mailbox[] =>
  mailboxes.toSorted((one, other) => one.sortOrder - other.sortOrder || one.name.localeCompare(other.name))

/** All folders of the account. */
export const useMailboxes = (): Mailboxes => {
  const { core } = useInternals()
  const query = useQuery({ queryKey: mailboxesKey, queryFn: () => loadMailboxes(core) }, core.queries)
  const seen = useRecords(core.records)
  const { data } = query
  const list = useMemo(() => inOrder(countMailboxes(data ?? [], seen.records)), [data, seen])
  return {
    ...stateOf(query),
    list,
    byId: (id) => list.find((mailbox) => mailbox.id === id),
    byRole: (role) => list.find((mailbox) => mailbox.role === role),
  }
}
