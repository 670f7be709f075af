import { capability, type Email, type Id, type Invocation, type JmapRequest, type Mailbox, type MailboxRole } from '@atrium/mail-contracts'
import type { EventSourceLike } from '../sync/event-stream.ts'
import { aMailbox } from './a-message.ts'
import { type Args, answer, type Settings } from './fake-methods.ts'
import { FakeStore } from './fake-store.ts'
import { FakeStream } from './fake-stream.ts'

/** A status, no connection, or an answer that gets lost after the request was carried out. */
type Failure = number | 'network' | 'lost'

const roles: readonly MailboxRole[] = ['inbox', 'archive', 'drafts', 'sent', 'trash', 'junk']

const pointer = (value: unknown, tokens: readonly string[]): unknown => {
  const [token, ...rest] = tokens
  if (token === undefined) return value
  if (token === '*') return (value as unknown[]).flatMap((item) => pointer(item, rest))
  return pointer((value as Record<string, unknown>)[token], rest)
}

/** Arguments with their references filled in, RFC 8620 §3.7; null when one leads nowhere. */
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
  ({
    ok: status < 300,
    status,
    headers: new Map<string, string>(),
    json: async () => JSON.parse(JSON.stringify(body)),
  }) as unknown as Response

export interface Given {
  readonly emails?: readonly Email[]
  readonly mailboxes?: readonly Mailbox[]
  readonly settings?: Partial<Settings>
}

export class FakeServer {
  readonly store: FakeStore
  readonly settings: Settings
  /** Method names of each request, in order. */
  readonly requests: string[][] = []
  readonly calls: Invocation[] = []
  readonly streams: FakeStream[] = []
  readonly #failures: Failure[] = []
  #gate: Promise<void> = Promise.resolve()
  #made = 0

  constructor({ emails = [], mailboxes = roles.map((role) => aMailbox(role)), settings = {} }: Given) {
    this.store = new FakeStore(emails, mailboxes)
    const standard = { maxObjectsInGet: 500, maxObjectsInSet: 500, forgetful: false, refused: new Set<Id>(), full: false }
    this.settings = { ...standard, ...settings }
  }

  readonly fetch: typeof fetch = (input, init) => this.#respond(String(input), init)

  readonly eventSource = (url: string): EventSourceLike => {
    const stream = new FakeStream(url)
    this.streams.push(stream)
    return stream
  }

  /** Requests wait until the returned function is called. */
  hold(): () => void {
    let release = (): void => undefined
    this.#gate = new Promise((resolve) => {
      release = resolve
    })
    return () => release()
  }

  /** What the next requests that are not for the session come to. */
  failNext(...failures: Failure[]): void {
    this.#failures.push(...failures)
  }

  /** Tells every open stream. */
  push(): void {
    const state = this.store.state()
    const changed = { acc: { Email: state, Thread: state, Mailbox: state } }
    const data = JSON.stringify({ '@type': 'StateChange', changed })
    for (const stream of this.streams) if (!stream.closed) stream.emit('state', data)
  }

  async #respond(url: string, init: RequestInit | undefined): Promise<Response> {
    if (url.endsWith('/jmap/session')) return this.#session()
    const request = JSON.parse(String(init?.body)) as JmapRequest
    this.requests.push(request.methodCalls.map(([name]) => name))
    const failure = this.#failures.shift()
    if (failure === 'network') throw new TypeError('fetch failed')
    if (typeof failure === 'number') return json({ type: 'about:blank' }, failure)
    const waiting = this.#gate
    const response = this.#carryOut(request)
    await waiting
    if (failure === 'lost') throw new TypeError('connection lost')
    return response
  }

  #carryOut(request: JmapRequest): Response {
    const done: Invocation[] = []
    const { store, settings } = this
    const newId = (): Id => `new${(this.#made += 1)}`
    const world = { store, settings, createdIds: new Map<string, Id>(), newId }
    for (const [name, args, callId] of request.methodCalls) {
      const full = resolved(args, done)
      const result = full ? answer(name, full, world) : 'invalidResultReference'
      if (full) this.calls.push([name, full, callId])
      done.push(typeof result === 'string' ? ['error', { type: result }, callId] : [name, result, callId])
    }
    return json({ methodResponses: done, sessionState: '0' })
  }

  #session(): Response {
    const { maxObjectsInGet, maxObjectsInSet } = this.settings
    return json({
      capabilities: { [capability.core]: { maxObjectsInGet, maxObjectsInSet, maxSizeUpload: 1000 } },
      downloadUrl: 'download/{accountId}/{blobId}/{name}?type={type}',
      uploadUrl: 'upload/{accountId}/',
      eventSourceUrl: 'events?types={types}&closeafter={closeafter}&ping={ping}',
    })
  }
}

export const createFakeServer = (given: Given = {}): FakeServer => new FakeServer(given)
