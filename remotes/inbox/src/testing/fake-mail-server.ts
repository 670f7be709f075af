import type { Id, Invocation, JmapRequest } from '@atrium/jmap/types'
import type { Email, Mailbox } from '@atrium/mail-contracts'
import { fakeMethods, type Args, type Methods } from './fake-methods.ts'
import { createFakeStore, type FakeStore } from './fake-store.ts'

/** The part of a JMAP server that the inbox uses, in memory (RFC 8620). */
export interface FakeMailServer extends Pick<FakeStore, 'emails' | 'put' | 'state'> {
  readonly fetch: typeof fetch
  /** Requests fail from now on, until it is false again. */
  offline: boolean
  /** Changes of these messages are refused. */
  readonly refused: Set<Id>
}

const pointer = (value: unknown, [token, ...rest]: readonly string[]): unknown => {
  if (token === undefined) return value
  if (token === '*') return (value as unknown[]).flatMap((item) => pointer(item, rest))
  return pointer((value as Record<string, unknown>)[token], rest)
}

/** RFC 8620 §3.7. */
const resolved = (args: Args, done: readonly Invocation[]): Args =>
  Object.fromEntries(
    Object.entries(args).map(([name, value]) => {
      if (!name.startsWith('#')) return [name, value]
      const { resultOf, path } = value as { resultOf: string; path: string }
      return [name.slice(1), pointer(done.find(([, , id]) => id === resultOf)?.[1], path.split('/').slice(1))]
    }),
  )

const response = ({ methodCalls }: JmapRequest, methods: Methods): object => {
  const done: Invocation[] = []
  for (const [name, args, callId] of methodCalls) {
    const result = methods[name]?.(resolved(args, done))
    done.push(result ? [name, result as Args, callId] : ['error', { type: 'unknownMethod' }, callId])
  }
  return { methodResponses: done, sessionState: '1' }
}

const session = {
  downloadUrl: '/jmap/download/{accountId}/{blobId}/{name}?type={type}',
  uploadUrl: '/jmap/upload/{accountId}',
  eventSourceUrl: '/jmap/events',
}

export function createFakeMailServer(given: readonly Email[], mailboxes: readonly Mailbox[]): FakeMailServer {
  const store = createFakeStore(given, mailboxes)
  const refused = new Set<Id>()
  const methods = fakeMethods(store, refused)
  const server: FakeMailServer = {
    emails: store.emails,
    put: store.put,
    state: store.state,
    offline: false,
    refused,
    fetch: async (url, init) => {
      if (server.offline) throw new TypeError('fetch failed')
      const body = String(url).endsWith('/jmap/session') ? session : response(JSON.parse(String(init?.body)), methods)
      const text = JSON.stringify(body)
      // jsdom has no Response.
      return { ok: true, status: 200, json: async () => JSON.parse(text) as unknown } as Response
    },
  }
  return server
}
