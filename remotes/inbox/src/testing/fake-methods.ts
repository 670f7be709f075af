import type { Id } from '@atrium/jmap/types'
import type { Email, EmailFilterCondition } from '@atrium/mail-contracts'
import type { FakeStore } from './fake-store.ts'

export type Args = Readonly<Record<string, unknown>>
export type Methods = Readonly<Record<string, (args: Args) => object>>

const query = (store: FakeStore, args: Args): object => {
  const { filter, position = 0, anchor, anchorOffset = 0, limit = 50, collapseThreads } = args
  const { inMailbox } = filter as EmailFilterCondition
  const seen = new Set<Id>()
  const ids = [...store.emails.values()]
    .filter(({ mailboxIds }) => inMailbox === undefined || mailboxIds[inMailbox])
    .sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1))
    .filter(({ threadId }) => !collapseThreads || (!seen.has(threadId) && seen.add(threadId)))
    .map(({ id }) => id)
  const start = anchor === undefined ? Number(position) : ids.indexOf(String(anchor)) + Number(anchorOffset)
  return { queryState: ids.join(), position: start, ids: ids.slice(start, start + Number(limit)), total: ids.length }
}

const set = (store: FakeStore, refused: ReadonlySet<Id>, args: Args): object => {
  const { update = {}, destroy = [] } = args as { update?: Record<Id, Args>; destroy?: Id[] }
  const notUpdated: Record<Id, object> = {}
  for (const [id, patch] of Object.entries(update)) {
    const email = store.emails.get(id)
    if (!email || refused.has(id)) notUpdated[id] = { type: 'forbidden' }
    else store.patch(email, patch)
  }
  for (const id of destroy) store.destroy(id)
  return { newState: store.state(), notUpdated }
}

/** The methods the inbox calls, RFC 8621. */
export function fakeMethods(store: FakeStore, refused: ReadonlySet<Id>): Methods {
  const got = (list: readonly unknown[]): object => ({ state: store.state(), list, notFound: [] })
  const changes =
    (idsOf: (email: Email) => readonly Id[]) =>
    ({ sinceState }: Args) => ({
      oldState: sinceState,
      newState: store.state(),
      hasMoreChanges: false,
      created: [],
      updated: [...new Set(store.changedSince(String(sinceState)).flatMap(idsOf))],
      destroyed: [],
    })
  const thread = (id: Id): object => ({ id, emailIds: store.inThread(id).map((email) => email.id) })
  return {
    'Mailbox/get': () => got(store.mailboxes.map(store.counted)),
    'Identity/get': () => got([{ id: 'i1', name: 'Me', email: 'me@atrium.test' }]),
    'Email/query': (args) => query(store, args),
    'Email/get': ({ ids }) => got((ids as Id[]).flatMap((id) => store.emails.get(id) ?? [])),
    'Thread/get': ({ ids }) => got((ids as Id[]).map(thread)),
    'Email/set': (args) => set(store, refused, args),
    'Email/changes': changes(({ id }) => [id]),
    'Thread/changes': changes(({ threadId }) => [threadId]),
    'Mailbox/changes': changes(() => store.mailboxes.map(({ id }) => id)),
  }
}
