import type { Email, Id, Mailbox } from '@atrium/contracts'

export type StoredType = 'Email' | 'Thread' | 'Mailbox'

interface Entry {
  readonly state: number
  readonly type: StoredType
  readonly id: Id
  readonly kind: 'created' | 'updated' | 'destroyed'
}

/** What a JMAP server keeps, in memory, with the log that its `/changes` methods read. */
export interface FakeStore {
  readonly emails: Map<Id, Email>
  readonly mailboxes: () => Mailbox[]
  readonly state: () => string
  readonly threadIds: (threadId: Id) => Id[]
  readonly put: (email: Email) => void
  readonly patch: (id: Id, change: Record<string, unknown>) => boolean
  readonly destroy: (id: Id) => boolean
  readonly changes: (type: StoredType, since: string) => Record<'created' | 'updated' | 'destroyed', Id[]>
}

const isUnread = (email: Email): boolean => !email.keywords['$seen'] && !email.keywords['$draft']

const counted = (mailbox: Mailbox, emails: readonly Email[]): Mailbox => {
  const inside = emails.filter((email) => email.mailboxIds[mailbox.id])
  const threads = new Set(inside.map((email) => email.threadId))
  const unread = new Set(emails.filter(isUnread).map((email) => email.threadId))
  return {
    ...mailbox,
    totalEmails: inside.length,
    unreadEmails: inside.filter(isUnread).length,
    totalThreads: threads.size,
    unreadThreads: [...threads].filter((id) => unread.has(id)).length,
  }
}

const patchSet = (set: Readonly<Record<string, true>>, name: string, value: unknown): Record<string, true> => {
  const next = { ...set }
  if (value === null) delete next[name]
  else next[name] = true
  return next
}

const patched = (email: Email, change: Record<string, unknown>): Email => {
  let next = email
  for (const [path, value] of Object.entries(change)) {
    const [property, name] = path.split('/').map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    if (property === 'keywords' && name) next = { ...next, keywords: patchSet(next.keywords, name, value) }
    if (property === 'mailboxIds' && name) next = { ...next, mailboxIds: patchSet(next.mailboxIds, name, value) }
  }
  return next
}

export const createFakeStore = (initial: readonly Email[], mailboxes: readonly Mailbox[]): FakeStore => {
  const emails = new Map(initial.map((email) => [email.id, email]))
  const log: Entry[] = []
  let state = 1

  const record = (type: StoredType, id: Id, kind: Entry['kind']): void => {
    log.push({ state, type, id, kind })
  }
  const touchMailboxes = (...some: (Email | undefined)[]): void => {
    const ids = new Set(some.flatMap((email) => Object.keys(email?.mailboxIds ?? {})))
    for (const id of ids) record('Mailbox', id, 'updated')
  }
  const threadIds = (threadId: Id): Id[] =>
    [...emails.values()]
      .filter((email) => email.threadId === threadId)
      .sort((one, other) => (one.receivedAt < other.receivedAt ? -1 : 1))
      .map((email) => email.id)

  return {
    emails,
    mailboxes: () => mailboxes.map((mailbox) => counted(mailbox, [...emails.values()])),
    state: () => `s${state}`,
    threadIds,
    put: (email) => {
      state += 1
      record('Thread', email.threadId, threadIds(email.threadId).length > 0 ? 'updated' : 'created')
      emails.set(email.id, email)
      record('Email', email.id, 'created')
      touchMailboxes(email)
    },
    patch: (id, change) => {
      const old = emails.get(id)
      if (!old) return false
      state += 1
      const next = patched(old, change)
      emails.set(id, next)
      record('Email', id, 'updated')
      touchMailboxes(old, next)
      return true
    },
    destroy: (id) => {
      const old = emails.get(id)
      if (!old) return false
      state += 1
      emails.delete(id)
      record('Email', id, 'destroyed')
      record('Thread', old.threadId, threadIds(old.threadId).length > 0 ? 'updated' : 'destroyed')
      touchMailboxes(old)
      return true
    },
    changes: (type, since) => {
      const found = { created: new Set<Id>(), updated: new Set<Id>(), destroyed: new Set<Id>() }
      for (const entry of log) {
        if (entry.type === type && entry.state > Number(since.slice(1))) found[entry.kind].add(entry.id)
      }
      for (const id of found.destroyed) [found.created, found.updated].forEach((set) => set.delete(id))
      for (const id of found.created) found.updated.delete(id)
      return { created: [...found.created], updated: [...found.updated], destroyed: [...found.destroyed] }
    },
  }
}
