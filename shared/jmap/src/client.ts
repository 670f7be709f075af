import * as v from 'valibot'
import { JmapError } from './errors.ts'
import {
  type Call,
  type CallGroup,
  type GetResponse,
  isReference,
  type MethodResult,
  type MethodResults,
  type Reference,
} from './methods.ts'
import { realTiming, type Timing } from './retry.ts'
import { createSessionLoader } from './session.ts'
import { createCsrfToken, createPost, type Post, type ResponseEnvelope } from './transport.ts'
import { coreCapability, type Invocation, type JmapRequest } from './types.ts'

/** A JMAP data type, with what the client and the change follower need to know of it. */
export interface DataType<T = unknown> {
  /** As in its methods: `CalendarEvent` of `CalendarEvent/get`. */
  readonly name: string
  /** Capabilities that a request with its methods names in `using`, besides the core. */
  readonly using: readonly string[]
  /**
   * How its changes reach the page. `changes`: push, then `/changes` from the state the caches were read at.
   * `push`: push alone says that something changed. Default: not followed.
   */
  readonly follow?: 'changes' | 'push'
  /** With `changes`: reads created and updated objects in the same request. Default: only their ids are read. */
  readonly fetch?: (ids: Reference) => Call<GetResponse<T>>
}

/** Describes a data type: `defineType('CalendarEvent', { using: ['urn:ietf:params:jmap:calendars'], follow: 'changes' })`. */
export const defineType = <T = unknown>(name: string, options: Omit<DataType<T>, 'name'>): DataType<T> => ({
  name,
  ...options,
})

/** Id of a call in the request: the group's number keeps equal keys of two groups apart. */
const callId = (group: number, key: string): string => `${group}.${key}`

function invocationsOf(group: CallGroup, number: number, accountId: string): Invocation[] {
  return Object.entries(group).map(([key, call]) => {
    const args: Record<string, unknown> = { accountId }
    for (const [name, value] of Object.entries(call.args)) {
      if (!isReference(value)) args[name] = value
      else {
        const resultOf = callId(number, value.of)
        args[`#${name}`] = { resultOf, name: group[value.of]?.name ?? '', path: value.path }
      }
    }
    return [call.name, args, callId(number, key)]
  })
}

function usingOf(group: CallGroup, types: readonly DataType[]): string[] {
  const used = Object.values(group).flatMap(({ name }) => {
    const type = name.slice(0, name.indexOf('/'))
    if (type === 'Core') return []
    const known = types.find((one) => one.name === type)
    if (known) return known.using
    throw new TypeError(`Unknown JMAP data type "${type}". Add defineType('${type}', …) to the types of the client.`)
  })
  return [...new Set([coreCapability, ...used])].sort()
}

interface Pending {
  readonly group: CallGroup
  readonly resolve: (results: Record<string, MethodResult<unknown>>) => void
  readonly reject: (error: unknown) => void
}

interface Packed {
  readonly request: JmapRequest
  /** The groups in this request, by their number. */
  readonly members: ReadonlyMap<number, Pending>
}

/**
 * Puts groups into as few requests as `maxCalls` allows. A group is never split: its calls refer to each other.
 * Groups that need other capabilities go into other requests, so that a server without one of them still serves the rest.
 */
function pack(
  batch: readonly Pending[],
  options: { readonly accountId: string; readonly types: readonly DataType[]; readonly maxCalls: number },
): Packed[] {
  const packed: { readonly using: string[]; readonly calls: Invocation[]; readonly members: Map<number, Pending> }[] =
    []
  for (const [number, pending] of batch.entries()) {
    const using = usingOf(pending.group, options.types)
    const calls = invocationsOf(pending.group, number, options.accountId)
    const fitting = packed.find(
      (other) => other.using.join() === using.join() && other.calls.length + calls.length <= options.maxCalls,
    )
    const target = fitting ?? { using, calls: [] as Invocation[], members: new Map<number, Pending>() }
    if (!fitting) packed.push(target)
    target.calls.push(...calls)
    target.members.set(number, pending)
  }
  return packed.map(({ using, calls, members }) => ({ request: { using, methodCalls: calls }, members }))
}

const methodErrorSchema = v.object({
  type: v.fallback(v.string(), 'serverFail'),
  description: v.optional(v.fallback(v.string(), '')),
})

function resultOf<T>(call: Call<T>, id: string, { methodResponses }: ResponseEnvelope): MethodResult<T> {
  const found = methodResponses.find(([name, , of]) => of === id && (name === call.name || name === 'error'))
  if (!found)
    return { ok: false, error: { type: 'serverFail', description: 'The response has no result of this call' } }
  if (found[0] === 'error') return { ok: false, error: v.parse(methodErrorSchema, found[1]) }
  const parsed = v.safeParse(call.response, found[1])
  if (parsed.success) return { ok: true, value: parsed.output }
  throw new JmapError('MAIL_ANSWER_INVALID', {
    subject: call.name,
    remedy: 'Try again',
    cause: new v.ValiError(parsed.issues),
  })
}

function deliver({ group, resolve, reject }: Pending, number: number, response: ResponseEnvelope): void {
  try {
    const results = Object.entries(group).map(
      ([key, call]) => [key, resultOf(call, callId(number, key), response)] as const,
    )
    resolve(Object.fromEntries(results))
  } catch (thrown) {
    reject(thrown)
  }
}

export interface CallerOptions {
  readonly accountId: string
  readonly types: readonly DataType[]
  readonly post: Post
  readonly maxCallsInRequest: () => number
}

/** Turns groups of calls into requests and their responses into results. */
export function createCaller({ accountId, types, post, maxCallsInRequest }: CallerOptions) {
  let waiting: Pending[] = []

  const sendPacked = async ({ request, members }: Packed, idempotent: boolean): Promise<void> => {
    try {
      const response = await post(request, idempotent)
      for (const [number, pending] of members) deliver(pending, number, response)
    } catch (thrown) {
      for (const { reject } of members.values()) reject(thrown)
    }
  }
  const dispatch = (batch: readonly Pending[], idempotent: boolean): void => {
    for (const packed of pack(batch, { accountId, types, maxCalls: maxCallsInRequest() }))
      void sendPacked(packed, idempotent)
  }
  const enqueue = <Group extends CallGroup>(
    group: Group,
    accept: (pending: Pending) => void,
  ): Promise<MethodResults<Group>> =>
    new Promise((resolve, reject) => {
      // Here and not when sent, so that an unknown type rejects its own group only.
      usingOf(group, types)
      // The results are keyed as the group is, each parsed by its own call's schema.
      accept({ group, resolve: (results) => resolve(results as MethodResults<Group>), reject })
    })
  const flush = (): void => {
    const batch = waiting
    waiting = []
    dispatch(batch, true)
  }
  return {
    /**
     * Calls that change nothing. All that are made before the current microtask queue is empty travel in one
     * request; they are retried when the network fails.
     */
    read: <Group extends CallGroup>(group: Group): Promise<MethodResults<Group>> =>
      enqueue(group, (pending) => {
        if (waiting.length === 0) queueMicrotask(flush)
        waiting.push(pending)
      }),
    /**
     * Calls that change something, in a request of their own.
     * @param idempotent True only if carrying them out twice gives the same as once.
     */
    write: <Group extends CallGroup>(group: Group, idempotent: boolean): Promise<MethodResults<Group>> =>
      enqueue(group, (pending) => dispatch([pending], idempotent)),
  }
}

export interface JmapClientOptions {
  readonly accountId: string
  /** Every data type whose methods are called, and those whose changes are followed. */
  readonly types: readonly DataType[]
  readonly apiUrl: string
  readonly sessionUrl: string
  /** Token of the session, sent with every request. */
  readonly csrf: string
  /** Resolves to the session's token after the server has refused `refused`; null when there is none. Default: never replaced. */
  readonly renewCsrf?: (refused: string) => Promise<string | null>
  /** Default: the browser's. */
  readonly fetch?: typeof fetch
  /** Default: the clock. */
  readonly timing?: Timing
  /** The session has expired: a response had status 401. */
  readonly onSignedOut?: () => void
}

/** A client of one account of a JMAP server. It knows no data type of its own besides `Core`. */
export function createJmapClient(options: JmapClientOptions) {
  const { accountId, types, timing = realTiming, onSignedOut = () => undefined } = options
  // Called as a plain function, or the browser refuses it.
  const send = options.fetch ?? fetch
  const request: typeof fetch = (input, init) => send(input, init)
  const closed = new AbortController()
  const shared = { fetch: request, timing, onSignedOut, signal: closed.signal }

  const session = createSessionLoader({ ...shared, url: options.sessionUrl })
  const csrf = createCsrfToken(options.csrf, options.renewCsrf ?? (async () => null))
  const sendRequest = createPost({
    ...shared,
    url: options.apiUrl,
    csrf,
    maxConcurrentRequests: () => session.limits().maxConcurrentRequests,
  })
  const post: Post = async (...args) => {
    const envelope = await sendRequest(...args)
    session.follow(envelope.sessionState)
    return envelope
  }
  return {
    accountId,
    types,
    timing,
    session,
    csrf,
    ...createCaller({ accountId, types, post, maxCallsInRequest: () => session.limits().maxCallsInRequest }),
    /** Nothing is retried any more. Changes already on their way are not aborted. */
    close: () => closed.abort(),
  }
}

export type JmapClient = ReturnType<typeof createJmapClient>
