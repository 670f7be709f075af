import type { EventSourceLike } from '../event-stream.ts'
import { coreCapability, type Invocation, type JmapRequest } from '../types.ts'

export type Args = Readonly<Record<string, unknown>>

/** Response arguments of a method, or the type of a method error. */
export type MethodResponse = Readonly<Record<string, unknown>> | string

/** Methods of the server by name. @param createdIds Ids by creation id, of this request (RFC 8620 §5.3). */
export type Methods = (name: string, args: Args, createdIds: Map<string, string>) => MethodResponse

/** A status, no connection, or a response that gets lost after the request was executed. */
export type Failure = number | 'network' | 'lost'

/** jsdom has no `Response`; this is the part of it that is read. */
export const jsonResponse = (body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response =>
  ({
    ok: status >= 200 && status < 300,
    status,
    headers: new Map(Object.entries(headers)),
    json: async () => JSON.parse(JSON.stringify(body)) as unknown,
  }) as unknown as Response

type Listener = (event: { readonly data?: unknown }) => void

/** An event source whose events the test emits. */
export class FakeStream implements EventSourceLike {
  readonly url: string
  readonly #listeners: (readonly [string, Listener])[] = []
  closed = false

  constructor(url: string) {
    this.url = url
  }

  readonly addEventListener = (type: string, listener: Listener): void => {
    this.#listeners.push([type, listener])
  }

  readonly close = (): void => {
    this.closed = true
  }

  emit(type: string, data?: unknown): void {
    for (const [name, listener] of this.#listeners) if (name === type) listener({ data })
  }
}

function pointer(value: unknown, [token, ...rest]: readonly string[]): unknown {
  if (token === undefined) return value
  if (token === '*') return (value as unknown[]).flatMap((item) => pointer(item, rest))
  return pointer((value as Record<string, unknown>)[token], rest)
}

/** Arguments with their references filled in, RFC 8620 §3.7; null when one points nowhere. */
function resolveReferences(args: Args, done: readonly Invocation[]): Args | null {
  const resolved: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(args)) {
    if (!name.startsWith('#')) {
      resolved[name] = value
      continue
    }
    const { resultOf, path } = value as { resultOf: string; path: string }
    const source = done.find(([method, , id]) => id === resultOf && method !== 'error')
    if (!source) return null
    resolved[name.slice(1)] = pointer(source[1], path.split('/').slice(1))
  }
  return resolved
}

export interface FakeJmapOptions {
  readonly methods: Methods
  /** Account of the pushed states. Default: `acc`. */
  readonly accountId?: string
  /** Core limits of the Session resource (RFC 8620 §2); read at every request for it. */
  readonly limits?: () => Readonly<Record<string, number>>
}

/**
 * A JMAP server in memory, without any data type of its own: Session resource, requests with result references,
 * failures on demand and the event stream.
 */
export class FakeJmapServer {
  /** Method names of each request, in order. */
  readonly requests: string[][] = []
  /** Every call, with its references resolved. */
  readonly calls: Invocation[] = []
  readonly streams: FakeStream[] = []
  /** Requests, also those for the session, find no connection while it is true. */
  offline = false
  readonly #options: FakeJmapOptions
  readonly #failures: Failure[] = []
  #gate: Promise<void> = Promise.resolve()

  constructor(options: FakeJmapOptions) {
    this.#options = options
  }

  readonly fetch: typeof fetch = (input, init) => this.#respond(String(input), init)

  readonly eventSource = (url: string): EventSourceLike => {
    const stream = new FakeStream(url)
    this.streams.push(stream)
    return stream
  }

  /** Responses wait until the returned function is called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#gate = promise
    return resolve
  }

  /** What the next requests that are not for the session come to. */
  failNext(...failures: Failure[]): void {
    this.#failures.push(...failures)
  }

  /** Sends new states, by type, on every open stream. */
  pushStates(states: Readonly<Record<string, string>>): void {
    const { accountId = 'acc' } = this.#options
    const data = JSON.stringify({ '@type': 'StateChange', changed: { [accountId]: states } })
    for (const stream of this.streams) if (!stream.closed) stream.emit('state', data)
  }

  async #respond(url: string, init: RequestInit | undefined): Promise<Response> {
    if (this.offline) throw new TypeError('fetch failed')
    if (url.endsWith('/jmap/session')) return this.#session()
    const request = JSON.parse(String(init?.body)) as JmapRequest
    this.requests.push(request.methodCalls.map(([name]) => name))
    const failure = this.#failures.shift()
    if (failure === 'network') throw new TypeError('fetch failed')
    if (typeof failure === 'number') return jsonResponse({ type: 'about:blank' }, failure)
    const gate = this.#gate
    const response = this.#run(request)
    await gate
    if (failure === 'lost') throw new TypeError('connection lost')
    return response
  }

  #run(request: JmapRequest): Response {
    const done: Invocation[] = []
    const createdIds = new Map<string, string>()
    for (const [name, args, callId] of request.methodCalls) {
      const resolved = resolveReferences(args, done)
      const result = resolved ? this.#options.methods(name, resolved, createdIds) : 'invalidResultReference'
      if (resolved) this.calls.push([name, resolved, callId])
      done.push(typeof result === 'string' ? ['error', { type: result }, callId] : [name, result, callId])
    }
    return jsonResponse({ methodResponses: done, sessionState: '0' })
  }

  #session(): Response {
    return jsonResponse({
      capabilities: { [coreCapability]: this.#options.limits?.() ?? {} },
      downloadUrl: 'download/{accountId}/{blobId}/{name}?type={type}',
      uploadUrl: 'upload/{accountId}/',
      eventSourceUrl: 'events?types={types}&closeafter={closeafter}&ping={ping}',
    })
  }
}
