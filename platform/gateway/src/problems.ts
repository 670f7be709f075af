import { AtriumError, errorCodes, type ErrorCode, type Problem } from '@atrium/protocol'
import type { FastifyReply } from 'fastify'
import { errorMessage, errorStatus } from './log.ts'

const platformStatuses: Partial<Record<ErrorCode, number>> = {
  REMOTE_UNKNOWN: 404,
  NOT_FOUND: 404,
  REQUEST_INVALID: 422,
  SIGNED_OUT: 401,
  SIGN_IN_FAILED: 403,
  SIGN_IN_UNREACHABLE: 502,
  CSRF_REFUSED: 403,
  RATE_LIMITED: 429,
  API_UNREACHABLE: 502,
  API_TIMEOUT: 504,
  STORE_REFUSED: 502,
  STORE_UNREACHABLE: 503,
}

export interface ProblemOptions {
  /** HTTP statuses of the product's error codes. Default: none; a code without a status is a 500. */
  readonly statuses?: Partial<Record<ErrorCode, number>>
  /**
   * Names an error of a library, such as a database that is locked. Default: such an error is `SERVER_FAILED`.
   *
   * @returns Undefined for an error that has no better name.
   */
  readonly nameError?: (error: unknown) => AtriumError | undefined
}

/**
 * Seconds of `Retry-After`. Beyond it: this many are sent, so that a fault in counting keeps no client away for
 * longer.
 */
export const maxRetryAfter = 3600

/** An error that says when to try again; sent with `Retry-After`. */
export class RetryLaterError extends AtriumError {
  /** Whole seconds, from 1 to `maxRetryAfter`. */
  readonly retryAfter: number

  /** @param wait - Milliseconds. */
  constructor(
    code: ErrorCode,
    wait: number,
    about: { readonly subject: string; readonly remedy?: string; readonly cause?: unknown },
  ) {
    const seconds = Math.min(maxRetryAfter, Math.max(1, Math.ceil(wait / 1000)))
    super(code, { remedy: `Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'} and try again.`, ...about })
    this.retryAfter = seconds
  }
}

const explanations = new WeakMap<AtriumError, string>()

/**
 * Says for the operator which setting causes a refusal and what to give it; the gateway logs it once, with the code, at
 * the default level. What the user reads stays as it is.
 */
export function causedBy<Refusal extends AtriumError>(refusal: Refusal, explanation: string): Refusal {
  explanations.set(refusal, explanation)
  return refusal
}

/** What `causedBy` has said of an error. */
export const explanationOf = (error: unknown): string | undefined =>
  error instanceof AtriumError ? explanations.get(error) : undefined

/** The error of a client that has used up its share. @param wait - Milliseconds. */
export const rateLimited = (wait: number): RetryLaterError =>
  new RetryLaterError('RATE_LIMITED', wait, { subject: 'this address or this client' })

/** The error of a request that needs a session. */
export const signedOut = (): AtriumError =>
  new AtriumError('SIGNED_OUT', { subject: 'this browser', remedy: 'Sign in.' })

/** A problem document (RFC 9457) with a code of the platform. */
export const problem = (
  code: keyof typeof errorCodes,
  detail: string,
  status = platformStatuses[code] ?? 500,
): Problem => ({
  status,
  code,
  title: errorCodes[code],
  detail,
})

/** The problem of an address where there is nothing. */
export const nothingHere = (): Problem => problem('NOT_FOUND', 'There is nothing at this address.')

const clientStatus = (error: unknown): number | undefined => {
  const status = errorStatus(error)
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined
}

/** What an error looks like from outside. An unforeseen error says nothing of the inside. */
function problemOf(error: unknown, { statuses = {}, nameError }: ProblemOptions): Problem {
  const named = error instanceof AtriumError ? error : nameError?.(error)
  if (named) {
    const { code, title, message } = named
    return { status: statuses[code] ?? platformStatuses[code] ?? 500, code, title, detail: message }
  }
  const status = clientStatus(error)
  if (status === 404) return nothingHere()
  if (status === 429) return problem('RATE_LIMITED', 'Wait a little and try again.')
  if (status !== undefined) return problem('REQUEST_INVALID', errorMessage(error), status)
  return problem('SERVER_FAILED', 'Nothing was lost. Try again, and contact your administrator if the error persists.')
}

export const sendProblem = (reply: FastifyReply, body: Problem): FastifyReply =>
  reply
    .code(body.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(body))

/** Sends an error as a problem document, with `Retry-After` where it has one. */
export function sendError(reply: FastifyReply, error: unknown, options: ProblemOptions = {}): FastifyReply {
  const named = error instanceof AtriumError ? error : options.nameError?.(error)
  if (named instanceof RetryLaterError) reply.header('retry-after', String(named.retryAfter))
  return sendProblem(reply, problemOf(error, options))
}
