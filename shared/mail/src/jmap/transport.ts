import { MailError } from '@atrium/mail-contracts'
import { AtriumError, csrfHeader } from '@atrium/protocol'
import type { JmapRequest } from '@atrium/mail-contracts'
import * as v from 'valibot'
import { createBackoff } from './backoff.ts'
import { type CsrfToken, isTokenRefused } from './csrf-token.ts'
import { type ResponseEnvelope, responseSchema } from './envelope.ts'
import { errorOfResponse } from './error-of-response.ts'
import { createSlots } from './slots.ts'
import type { Timing } from './timing.ts'

export interface TransportOptions {
  readonly url: string
  readonly csrf: CsrfToken
  readonly fetch: typeof fetch
  readonly timing: Timing
  readonly maxConcurrentRequests: () => number
  readonly onSignedOut: () => void
}

/**
 * Posts one request. A lost connection, 429 and 503 are tried again only where `again` is true,
 * because a lost answer does not tell whether the request was carried out.
 */
export type Post = (request: JmapRequest, again: boolean) => Promise<ResponseEnvelope>

const attempts = 4
/** A connection that died without a word must not hold the list for ever. */
const timeout = 45_000
const longestRetryAfter = 30_000

class Temporary extends Error {
  readonly error: AtriumError
  readonly after: number

  constructor(error: AtriumError, after: number) {
    super(error.message, { cause: error })
    this.error = error
    this.after = after
  }
}

const retryAfter = (response: Response): number => {
  const seconds = Number(response.headers.get('retry-after') ?? '')
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, longestRetryAfter) : 0
}

const send = async (options: TransportOptions, request: JmapRequest, token: string): Promise<Response> => {
  try {
    return await options.fetch(options.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', [csrfHeader]: token },
      body: JSON.stringify(request),
      credentials: 'same-origin',
      signal: AbortSignal.timeout(timeout),
    })
  } catch (cause) {
    const remedy = 'Check the connection and try again'
    throw new Temporary(new MailError('MAIL_UNREACHABLE', { subject: 'mail', remedy, cause }), 0)
  }
}

const readEnvelope = async (response: Response): Promise<ResponseEnvelope> => {
  try {
    return v.parse(responseSchema, await response.json())
  } catch (cause) {
    throw new MailError('MAIL_ANSWER_INVALID', { subject: 'JMAP answer', remedy: 'Try again', cause })
  }
}

const attempt = async (options: TransportOptions, request: JmapRequest, token: string): Promise<ResponseEnvelope> => {
  const response = await send(options, request, token)
  if (response.ok) return readEnvelope(response)
  const error = await errorOfResponse(response)
  if (response.status === 401) options.onSignedOut()
  if (response.status === 429 || response.status === 503) throw new Temporary(error, retryAfter(response))
  throw error
}

/** Once more with a current token when the one it carried is stale; a second refusal stands. */
const attemptWithToken = async (options: TransportOptions, request: JmapRequest): Promise<ResponseEnvelope> => {
  const token = options.csrf.current()
  try {
    return await attempt(options, request, token)
  } catch (thrown) {
    if (!isTokenRefused(thrown) || !(await options.csrf.renew(token))) throw thrown
    return attempt(options, request, options.csrf.current())
  }
}

export const createPost = (options: TransportOptions): Post => {
  const slot = createSlots(options.maxConcurrentRequests)
  const backoff = createBackoff({ longest: 8000, random: options.timing.random })
  return async (request, again) => {
    for (let tried = 1; ; tried += 1) {
      try {
        return await slot(() => attemptWithToken(options, request))
      } catch (thrown) {
        if (!(thrown instanceof Temporary)) throw thrown
        if (!again || tried >= attempts) throw thrown.error
        await options.timing.wait(Math.max(thrown.after, backoff.delay(tried)))
      }
    }
  }
}
