import type { Id } from '@atrium/jmap/types'
import type { Email, Mailbox } from '@atrium/mail-contracts'

export type StoredType = 'Email' | 'Thread' | 'Mailbox'
type Kind = 'created' | 'updated' | 'destroyed'

interface Entry {
  readonly state: number
  readonly type: StoredType
  readonly id: Id
  readonly kind: Kind
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

const patched = (email: Email, change: Record<string, unknown>): Email => {
  const sets = { keywords: { ...email.keywords }, mailboxIds: { ...email.mailboxIds } }
  for (const [path, value] of Object.entries(change)) {
    const [property, name = ''] = path.split('/').map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    if (property !== 'keywords' && property !== 'mailboxIds') continue
    if (value === null) delete sets[property][name]
    else sets[property][name] = true
  }
  return { ...email, ...sets }
}

/** The data of a JMAP server, in memory, with the log that its `/changes` methods read. */
export class FakeStore {
  readonly emails: Map<Id, Email>
  #mailboxes: readonly Mailbox[]
  readonly #log: Entry[] = []
  #state = 1

  constructor(emails: readonly Email[], mailboxes: readonly Mailbox[]) {
    this.emails = new Map(emails.map((email) => [email.id, email]))
    this.#mailboxes = mailboxes
  }

  mailboxes(): Mailbox[] {
    return this.#mailboxes.map((mailbox) => counted(mailbox, [...this.emails.values()]))
  }

  /** Adds a folder, or replaces the one with its id; null deletes it. */
  putMailbox(id: Id, mailbox: Mailbox | null): void {
    const isKnown = this.#mailboxes.some((each) => each.id === id)
    this.#state += 1
    this.#mailboxes = [...this.#mailboxes.filter((each) => each.id !== id), ...(mailbox ? [mailbox] : [])]
    this.#record('Mailbox', id, mailbox ? (isKnown ? 'updated' : 'created') : 'destroyed')
  }

  state(): string {
    return `s${this.#state}`
  }

  threadIds(threadId: Id): Id[] {
    return [...this.emails.values()]
      .filter((email) => email.threadId === threadId)
      .sort((one, other) => (one.receivedAt < other.receivedAt ? -1 : 1))
      .map((email) => email.id)
  }

  /** Adds a message, or replaces the one with its id. */
  put(email: Email): void {
    const old = this.emails.get(email.id)
    this.#state += 1
    this.#record('Thread', email.threadId, this.threadIds(email.threadId).length > 0 ? 'updated' : 'created')
    this.emails.set(email.id, email)
    this.#record('Email', email.id, old ? 'updated' : 'created')
    this.#touchMailboxes(email, ...(old ? [old] : []))
  }

  patch(id: Id, change: Record<string, unknown>): boolean {
    const old = this.emails.get(id)
    if (!old) return false
    this.#state += 1
    const next = patched(old, change)
    this.emails.set(id, next)
    this.#record('Email', id, 'updated')
    this.#touchMailboxes(old, next)
    return true
  }

  destroy(id: Id): boolean {
    const old = this.emails.get(id)
    if (!old) return false
    this.#state += 1
    this.emails.delete(id)
    this.#record('Email', id, 'destroyed')
    this.#record('Thread', old.threadId, this.threadIds(old.threadId).length > 0 ? 'updated' : 'destroyed')
    this.#touchMailboxes(old)
    return true
  }

  changes(type: StoredType, since: string): Record<Kind, Id[]> {
    const found = { created: new Set<Id>(), updated: new Set<Id>(), destroyed: new Set<Id>() }
    for (const entry of this.#log) {
      if (entry.type === type && entry.state > Number(since.slice(1))) found[entry.kind].add(entry.id)
    }
    for (const id of found.destroyed) [found.created, found.updated].forEach((set) => set.delete(id))
    for (const id of found.created) found.updated.delete(id)
    return { created: [...found.created], updated: [...found.updated], destroyed: [...found.destroyed] }
  }

  #record(type: StoredType, id: Id, kind: Kind): void {
    this.#log.push({ state: this.#state, type, id, kind })
  }

  #touchMailboxes(...some: Email[]): void {
    const ids = new Set(some.flatMap((email) => Object.keys(email.mailboxIds)))
    for (const id of ids) this.#record('Mailbox', id, 'updated')
  }
}
