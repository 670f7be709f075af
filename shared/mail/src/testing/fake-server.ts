import { capability, type Email, type Id, type Invocation, type JmapRequest, type Mailbox, type MailboxRole } from '@atrium/contracts'
import type { EventSourceLike } from '../sync/event-stream.ts'
import { aMailbox } from './a-message.ts'
import { type Args, answer, type Settings } from './fake-methods.ts'
import { createFakeStore, type FakeStore } from './fake-store.ts'

export interface FakeServer {
  readonly fetch: typeof fetch
  readonly store: FakeStore
  readonly settings: Settings
  /** Method names of each request, in order. */
  readonly requests: string[][]
  readonly calls: Invocation[]
  /** Requests wait until the returned function is called. */
  readonly hold: () => () => void
  /** The next requests that are not for the session come to this. `lost` is carried out, its answer is not. */
  readonly failNext: (...failures: (number | 'network' | 'lost')[]) => void
  readonly eventSource: (url: string) => EventSourceLike
  readonly streams: { readonly url: string; closed: boolean; readonly emit: (type: string, data?: unknown) => void }[]
  /** Tells every open stream. */
  readonly push: () => void
}

const roles: readonly MailboxRole[] = ['inbox', 'archive', 'drafts', 'sent', 'trash', 'junk']

const pointer = (value: unknown, tokens: readonly string[]): unknown => {
  const [token, ...rest] = tokens
  if (token === undefined) return value
  if (token === '*') return (value as unknown[]).flatMap((item) => pointer(item, rest))
  return pointer((value as Record<string, unknown>)[token], rest)
}

const resolved = (args: Args, done: readonly Invocation[]): Args | null => {
  const result: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(args)) {
    if (!name.startsWith('#')) {
      result[name] = value
      continue
    }
    const { resultOf, path } = value as { resultOf: string; path: string }
    const source = done.find(([method, , id]) => id === resultOf && method !== 'error')
    if (!source) return null
    result[name.slice(1)] = pointer(source[1], path.split('/').slice(1))
  }
  return result
}

/** jsdom has no `Response`; this is the part of it that is read. */
const json = (body: unknown, status = 200): Response =>
  ({ ok: status < 300, status, headers: new Map<string, string>(), json: async () => JSON.parse(JSON.stringify(body)) }) as unknown as Response

export const createFakeServer = (
  given: { readonly emails?: readonly Email[]; readonly mailboxes?: readonly Mailbox[]; readonly settings?: Partial<Settings> } = {},
): FakeServer => {
  const store = createFakeStore(given.emails ?? [], given.mailboxes ?? roles.map((role) => aMailbox(role)))
  const settings: Settings = {
    maxObjectsInGet: 500,
    maxObjectsInSet: 500,
    forgetful: false,
    refused: new Set(),
    full: false,
    ...given.settings,
  }
  const requests: string[][] = []
  const calls: Invocation[] = []
  const failures: (number | 'network' | 'lost')[] = []
  const streams: FakeServer['streams'] = []
  let gate: Promise<void> = Promise.resolve()
  let made = 0
  const newId = (): Id => `new${(made += 1)}`

  const carryOut = (request: JmapRequest): Response => {
    const done: Invocation[] = []
    const making = { createdIds: new Map<string, Id>(), newId }
    for (const [name, args, callId] of request.methodCalls) {
      const full = resolved(args, done)
      const result = full ? answer(name, full, store, settings, making) : 'invalidResultReference'
      if (full) calls.push([name, full, callId])
      done.push(typeof result === 'string' ? ['error', { type: result }, callId] : [name, result, callId])
    }
    return json({ methodResponses: done, sessionState: '0' })
  }

  const session = (): Response =>
    json({
      capabilities: {
        [capability.core]: {
          maxObjectsInGet: settings.maxObjectsInGet,
          maxObjectsInSet: settings.maxObjectsInSet,
          maxSizeUpload: 1000,
        },
      },
      downloadUrl: 'download/{accountId}/{blobId}/{name}?type={type}',
      uploadUrl: 'upload/{accountId}/',
      eventSourceUrl: 'events?types={types}&closeafter={closeafter}&ping={ping}',
    })

  const respond = async (url: string, init: RequestInit | undefined): Promise<Response> => {
    if (url.endsWith('/jmap/session')) return session()
    const request = JSON.parse(String(init?.body)) as JmapRequest
    requests.push(request.methodCalls.map(([name]) => name))
    const failure = failures.shift()
    if (failure === 'network') throw new TypeError('fetch failed')
    if (typeof failure === 'number') return json({ type: 'about:blank' }, failure)
    const waiting = gate
    const response = carryOut(request)
    await waiting
    if (failure === 'lost') throw new TypeError('connection lost')
    return response
  }

  return {
    store,
    settings,
    requests,
    calls,
    streams,
    fetch: (input, init) => respond(String(input), init),
    failNext: (...next) => failures.push(...next),
    hold: () => {
      let release = (): void => undefined
      gate = new Promise((resolve) => {
        release = resolve
      })
      return () => release()
    },
    eventSource: (url) => {
      const listeners: [string, (event: { data?: unknown }) => void][] = []
      const stream = {
        url,
        closed: false,
        emit: (type: string, data?: unknown) =>
          listeners.filter(([name]) => name === type).forEach(([, listener]) => listener({ data })),
      }
      streams.push(stream)
      return {
        addEventListener: (type, listener) => listeners.push([type, listener]),
        close: () => {
          stream.closed = true
        },
      }
    },
    push: () => {
      const states = { Email: store.state(), Thread: store.state(), Mailbox: store.state() }
      const data = JSON.stringify({ '@type': 'StateChange', changed: { acc: states } })
      for (const stream of streams) if (!stream.closed) stream.emit('state', data)
    },
  }
}
