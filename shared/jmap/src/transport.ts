import { AtriumError, csrfHeader, problemSchema } from '@atrium/protocol'
import * as v from 'valibot'
import { JmapError } from './errors.ts'
import { createLimiter } from './limiter.ts'
import { TemporaryFailure, type Timing, withRetry } from './retry.ts'
import type { JmapRequest } from './types.ts'

/**
 * Milliseconds for one request; a connection may go dead without an error. Beyond it: it is aborted, and tried
 * again where that is safe.
 */
const timeout = 45_000
/** Milliseconds of a `Retry-After` that are waited. Beyond it: this time is waited. */
const maxRetryAfter = 30_000

/** Request-level errors are problem documents, RFC 8620 §3.6.1. */
const requestProblemSchema = v.object({
  type: v.fallback(v.string(), 'about:blank'),
  detail: v.fallback(v.string(), ''),
  limit: v.optional(v.fallback(v.string(), '')),
})

const limitProblem = 'urn:ietf:params:jmap:error:limit'

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    return null
  }
}

/** A response without success → the error to show. The gateway's own problems carry a code of the table. */
function errorOf(status: number, json: unknown): AtriumError {
  const own = v.safeParse(problemSchema, json)
  if (own.success)
    return new AtriumError(own.output.code, { subject: 'mail', remedy: own.output.detail || 'Try again' })
  if (status === 401) return new AtriumError('SIGNED_OUT', { subject: 'mail', remedy: 'Sign in again' })
  if (status === 429) return new AtriumError('RATE_LIMITED', { subject: 'mail', remedy: 'Wait a moment' })
  if (status >= 500)
    return new JmapError('UPSTREAM_UNREACHABLE', { subject: `status ${status}`, remedy: 'Try again later' })
  const problem = v.safeParse(requestProblemSchema, json)
  const type = problem.success ? problem.output.type : `status ${status}`
  const detail = problem.success ? problem.output.detail : ''
  return new JmapError('MAIL_REFUSED', { subject: type, remedy: detail || 'Reload the page' })
}

/** Too many requests at a time: they are refused before anything of them is executed (RFC 8620 §3.6.1). */
function isConcurrencyLimit(status: number, json: unknown): boolean {
  const problem = v.safeParse(requestProblemSchema, json)
  return (
    status === 400 &&
    problem.success &&
    problem.output.type === limitProblem &&
    problem.output.limit === 'maxConcurrentRequests'
  )
}

function retryAfter(response: Response): number {
  const seconds = Number(response.headers?.get('retry-after') ?? '')
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, maxRetryAfter) : 0
}

async function failureOf(response: Response): Promise<AtriumError | TemporaryFailure> {
  const json = await readJson(response)
  const error = errorOf(response.status, json)
  const after = retryAfter(response)
  if (response.status === 429 || isConcurrencyLimit(response.status, json)) {
    return new TemporaryFailure(error, { after, mayBeProcessed: false })
  }
  return response.status === 503 ? new TemporaryFailure(error, { after }) : error
}

export interface FetchJsonOptions<T> {
  readonly url: string
  readonly schema: v.GenericSchema<unknown, T>
  readonly fetch: typeof fetch
  /** Named in the error when the response has another shape. */
  readonly subject: string
  readonly onSignedOut: () => void
  /** Method, headers and body. Default: GET. */
  readonly init?: RequestInit
  /** Aborts the request. Default: only the timeout of 45 s does. */
  readonly signal?: AbortSignal
}

const unreachable = (cause: unknown): AtriumError =>
  new JmapError('MAIL_UNREACHABLE', { subject: 'mail', remedy: 'Check the connection and try again', cause })

/**
 * One attempt at a JSON request, with timeout, status and schema checks.
 * @throws TemporaryFailure for what may pass: no connection, timeout, 429, 503 and the JMAP `limit` of concurrent requests.
 * @throws AtriumError `SIGNED_OUT`, `MAIL_REFUSED`, `MAIL_ANSWER_INVALID` or the gateway's own code.
 */
export async function fetchJson<T>(options: FetchJsonOptions<T>): Promise<T> {
  const deadline = AbortSignal.timeout(timeout)
  const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline
  let response: Response
  try {
    const { headers, ...init } = options.init ?? {}
    response = await options.fetch(options.url, {
      ...init,
      headers: { accept: 'application/json', ...headers },
      credentials: 'same-origin',
      signal,
    })
  } catch (cause) {
    throw new TemporaryFailure(unreachable(cause))
  }
  if (response.status === 401) options.onSignedOut()
  if (!response.ok) throw await failureOf(response)
  try {
    return v.parse(options.schema, await response.json())
  } catch (cause) {
    if (signal.aborted) throw new TemporaryFailure(unreachable(cause))
    throw new JmapError('MAIL_ANSWER_INVALID', { subject: options.subject, remedy: 'Try again', cause })
  }
}

/**
 * The token that every changing request carries. It belongs to the browser's session cookie, which another tab
 * may have replaced by signing in: then the server refuses the token, and a current one is requested.
 * @param request Resolves to the session's current token; null when the session has expired or is unreachable.
 */
export function createCsrfToken(first: string, request: (refused: string) => Promise<string | null>) {
  let token = first
  let pending: Promise<boolean> | null = null

  const replace = async (refused: string): Promise<boolean> => {
    const next = await request(refused)
    if (next === null || next === refused) return false
    token = next
    return true
  }
  const renew = (refused: string): Promise<boolean> => {
    if (token !== refused) return Promise.resolve(true)
    pending ??= replace(refused).finally(() => {
      pending = null
    })
    return pending
  }
  return {
    /**
     * Runs a request with the current token, and once more when the token is refused and can be replaced.
     * Requests refused at the same time share one renewal. A second refusal is final.
     */
    use: async <T>(send: (current: string) => Promise<T>): Promise<T> => {
      const used = token
      try {
        return await send(used)
      } catch (thrown) {
        // Nothing of a request refused for its token was executed, so it is safe to repeat.
        const refused = thrown instanceof AtriumError && thrown.code === 'CSRF_REFUSED'
        if (!refused || !(await renew(used))) throw thrown
        return send(token)
      }
    },
  }
}

export type CsrfToken = ReturnType<typeof createCsrfToken>

const invocationSchema = v.strictTuple([v.string(), v.record(v.string(), v.unknown()), v.string()])

/** RFC 8620 §3.4. Strict: with a wrong envelope nothing in it can be trusted. */
const responseSchema = v.object({ methodResponses: v.array(invocationSchema), sessionState: v.string() })

export type ResponseEnvelope = v.InferOutput<typeof responseSchema>

export interface TransportOptions {
  readonly url: string
  readonly csrf: CsrfToken
  readonly fetch: typeof fetch
  readonly timing: Timing
  readonly maxConcurrentRequests: () => number
  readonly onSignedOut: () => void
  /** Ends retries. Requests in progress are not aborted: a change may be on its way to the server. */
  readonly signal?: AbortSignal
}

/**
 * Posts JMAP requests, as many at a time as the server allows. What the server refused without carrying it out is
 * always retried; a lost connection, a timeout and 503 only where `idempotent` is true, because a lost response
 * does not say whether the request was executed.
 */
export function createPost(options: TransportOptions) {
  const { csrf, timing, signal } = options
  const limiter = createLimiter(options.maxConcurrentRequests)
  const abortable = signal ? { signal } : {}

  const send = (request: JmapRequest, token: string): Promise<ResponseEnvelope> =>
    fetchJson({
      url: options.url,
      fetch: options.fetch,
      onSignedOut: options.onSignedOut,
      schema: responseSchema,
      subject: 'JMAP response',
      init: {
        method: 'POST',
        headers: { 'content-type': 'application/json', [csrfHeader]: token },
        body: JSON.stringify(request),
      },
    })
  return (request: JmapRequest, idempotent: boolean): Promise<ResponseEnvelope> =>
    withRetry(() => limiter(() => csrf.use((token) => send(request, token))), { timing, idempotent, ...abortable })
}

export type Post = ReturnType<typeof createPost>
