import type { Id } from '@atrium/jmap/types'
import type { Email, Mailbox } from '@atrium/mail-contracts'

type Args = Readonly<Record<string, unknown>>

/** Messages and folders in memory, with a log of what has changed. */
export interface FakeStore {
  readonly emails: ReadonlyMap<Id, Email>
  readonly mailboxes: readonly Mailbox[]
  /** One for all types: how many changes there were. */
  readonly state: () => string
  readonly changedSince: (state: string) => readonly Email[]
  readonly put: (email: Email) => void
  readonly patch: (email: Email, patch: Args) => void
  readonly destroy: (id: Id) => void
  /** Oldest first. */
  readonly inThread: (id: Id) => readonly Email[]
  readonly counted: (mailbox: Mailbox) => Mailbox
}

const isUnread = ({ keywords }: Email): boolean => !keywords['$seen'] && !keywords['$draft']

const patched = (email: Email, patch: Args): Email => {
  let next = email
  for (const [path, value] of Object.entries(patch)) {
    const [property, name = ''] = path.split('/') as ['keywords' | 'mailboxIds', string]
    const { [name]: _old, ...others } = next[property]
    next = { ...next, [property]: value === null ? others : { ...others, [name]: true } }
  }
  return next
}

export function createFakeStore(given: readonly Email[], mailboxes: readonly Mailbox[]): FakeStore {
  const emails = new Map(given.map((email) => [email.id, email]))
  const log: Email[] = []
  const put = (email: Email): void => {
    emails.set(email.id, email)
    log.push(email)
  }
  const inThread = (id: Id): Email[] =>
    [...emails.values()]
      .filter(({ threadId }) => threadId === id)
      .sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1))
  return {
    emails,
    mailboxes,
    state: () => `${log.length}`,
    changedSince: (state) => log.slice(Number(state)),
    put,
    patch: (email, patch) => put(patched(email, patch)),
    destroy: (id) => void emails.delete(id),
    inThread,
    counted: (mailbox) => {
      const inside = [...emails.values()].filter(({ mailboxIds }) => mailboxIds[mailbox.id])
      const threads = new Set(inside.map(({ threadId }) => threadId))
      return {
        ...mailbox,
        totalEmails: inside.length,
        totalThreads: threads.size,
        unreadEmails: inside.filter(isUnread).length,
        unreadThreads: [...threads].filter((id) => inThread(id).some(isUnread)).length,
      }
    },
  }
}
