import type { Email, EmailFilterCondition, Id, Invocation, JmapRequest, Mailbox } from '@atrium/contracts'

type Args = Readonly<Record<string, unknown>>

/** As much of a JMAP server, in memory, as the inbox asks for (RFC 8620, RFC 8621). */
export interface FakeMailServer {
  readonly fetch: typeof fetch
  readonly emails: ReadonlyMap<Id, Email>
  /** Delivers a message, or puts another one in its place. */
  readonly put: (email: Email) => void
  readonly state: () => string
  /** Every call, as name and arguments. */
  readonly calls: (readonly [string, Args])[]
  /** Requests fail from now on, until it is false again. */
  offline: boolean
  /** Changes of these messages are refused. */
  readonly refused: Set<Id>
}

const isUnread = ({ keywords }: Email): boolean => !keywords['$seen'] && !keywords['$draft']

const pointer = (value: unknown, [token, ...rest]: readonly string[]): unknown => {
  if (token === undefined) return value
  if (token === '*') return (value as unknown[]).flatMap((item) => pointer(item, rest))
  return pointer((value as Record<string, unknown>)[token], rest)
}

const resolved = (args: Args, done: readonly Invocation[]): Args =>
  Object.fromEntries(
    Object.entries(args).map(([name, value]) => {
      if (!name.startsWith('#')) return [name, value]
      const { resultOf, path } = value as { resultOf: string; path: string }
      return [name.slice(1), pointer(done.find(([, , id]) => id === resultOf)?.[1], path.split('/').slice(1))]
    }),
  )

const patched = (email: Email, patch: Args): Email => {
  let next = email
  for (const [path, value] of Object.entries(patch)) {
    const [property, name = ''] = path.split('/') as ['keywords' | 'mailboxIds', string]
    const { [name]: _old, ...others } = next[property]
    next = { ...next, [property]: value === null ? others : { ...others, [name]: true } }
  }
  return next
}

export function createFakeMailServer(given: readonly Email[], mailboxes: readonly Mailbox[]): FakeMailServer {
  const emails = new Map(given.map((email) => [email.id, email]))
  // One state for all types: how many changes there were.
  const log: Email[] = []
  const put = (email: Email): void => {
    emails.set(email.id, email)
    log.push(email)
  }
  const state = (): string => `${log.length}`
  const inThread = (id: Id): Email[] =>
    [...emails.values()].filter(({ threadId }) => threadId === id).sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1))

  const counted = (mailbox: Mailbox): Mailbox => {
    const inside = [...emails.values()].filter(({ mailboxIds }) => mailboxIds[mailbox.id])
    const threads = new Set(inside.map(({ threadId }) => threadId))
    return {
      ...mailbox,
      totalEmails: inside.length,
      totalThreads: threads.size,
      unreadEmails: inside.filter(isUnread).length,
      unreadThreads: [...threads].filter((id) => inThread(id).some(isUnread)).length,
    }
  }
  const query = ({ filter, position = 0, anchor, anchorOffset = 0, limit = 50, collapseThreads }: Args): object => {
    const { inMailbox } = filter as EmailFilterCondition
    const seen = new Set<Id>()
    const ids = [...emails.values()]
      .filter(({ mailboxIds }) => inMailbox === undefined || mailboxIds[inMailbox])
      .sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1))
      .filter(({ threadId }) => !collapseThreads || (!seen.has(threadId) && seen.add(threadId)))
      .map(({ id }) => id)
    const start = anchor === undefined ? Number(position) : ids.indexOf(String(anchor)) + Number(anchorOffset)
    const queryState = ids.join()
    return { queryState, position: start, ids: ids.slice(start, start + Number(limit)), total: ids.length }
  }
  const set = ({ update = {}, destroy = [] }: { update?: Record<Id, Args>; destroy?: Id[] }): object => {
    const notUpdated: Record<Id, object> = {}
    for (const [id, patch] of Object.entries(update)) {
      const email = emails.get(id)
      if (!email || server.refused.has(id)) notUpdated[id] = { type: 'forbidden' }
      else put(patched(email, patch))
    }
    for (const id of destroy) emails.delete(id)
    return { newState: state(), notUpdated }
  }
  const got = (list: readonly unknown[]): object => ({ state: state(), list, notFound: [] })
  const changes = (idOf: (email: Email) => readonly Id[]) => ({ sinceState }: Args) => ({
    oldState: sinceState,
    newState: state(),
    hasMoreChanges: false,
    created: [],
    updated: [...new Set(log.slice(Number(sinceState)).flatMap(idOf))],
    destroyed: [],
  })
  const methods: Readonly<Record<string, (args: Args) => object>> = {
    'Mailbox/get': () => got(mailboxes.map(counted)),
    'Identity/get': () => got([{ id: 'i1', name: 'Me', email: 'me@atrium.test' }]),
    'Email/query': query,
    'Email/get': ({ ids }) => got((ids as Id[]).flatMap((id) => emails.get(id) ?? [])),
    'Thread/get': ({ ids }) => got((ids as Id[]).map((id) => ({ id, emailIds: inThread(id).map((email) => email.id) }))),
    'Email/set': set,
    'Email/changes': changes(({ id }) => [id]),
    'Thread/changes': changes(({ threadId }) => [threadId]),
    'Mailbox/changes': changes(() => mailboxes.map(({ id }) => id)),
  }
  const answer = ({ methodCalls }: JmapRequest): object => {
    const done: Invocation[] = []
    for (const [name, args, callId] of methodCalls) {
      const full = resolved(args, done)
      server.calls.push([name, full])
      const result = methods[name]?.(full)
      done.push(result ? [name, result as Args, callId] : ['error', { type: 'unknownMethod' }, callId])
    }
    return { methodResponses: done, sessionState: '1' }
  }
  const session = {
    downloadUrl: '/jmap/download/{accountId}/{blobId}/{name}?type={type}',
    uploadUrl: '/jmap/upload/{accountId}',
    eventSourceUrl: '/jmap/events',
  }
  const server: FakeMailServer = {
    emails,
    put,
    state,
    calls: [],
    offline: false,
    refused: new Set(),
    fetch: async (url, init) => {
      if (server.offline) throw new TypeError('fetch failed')
      const body = String(url).endsWith('/jmap/session') ? session : answer(JSON.parse(String(init?.body)))
      // jsdom has no Response.
      return { ok: true, status: 200, json: async () => structuredCloned(body) } as Response
    },
  }
  return server
}

const structuredCloned = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
