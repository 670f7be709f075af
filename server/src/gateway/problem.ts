import { mailErrorCodes } from '@atrium/mail-contracts'
import { AtriumError, errorCodes, type ErrorCode, type Problem } from '@atrium/protocol'
import type { FastifyReply } from 'fastify'
import { TooManyStreams } from './open-streams.ts'
import { TooManyAttempts } from './too-many-attempts.ts'
import { busyRetryAfter } from '../database/busy.ts'
import { errorMessage, httpStatus, isDatabaseBusy, isDiskFull } from '../errors/error-facts.ts'

const statusOf: Partial<Record<ErrorCode, number>> = {
  REMOTE_UNKNOWN: 404,
  NOT_FOUND: 404,
  ADDRESS_TAKEN: 409,
  ADDRESS_INVALID: 422,
  PASSWORD_TOO_SHORT: 422,
  REQUEST_INVALID: 422,
  PASSWORD_NOT_HERE: 403,
  CREDENTIALS_WRONG: 401,
  SIGNED_OUT: 401,
  CSRF_REFUSED: 403,
  IMAGE_REFUSED: 502,
  SIGN_UP_CLOSED: 403,
  RATE_LIMITED: 429,
  UPSTREAM_UNREACHABLE: 502,
  STORE_REFUSED: 502,
  STORE_UNREACHABLE: 503,
  DATABASE_BUSY: 503,
  DISK_FULL: 507,
}

/** A problem document (RFC 9457). */
export const problem = (code: ErrorCode, detail: string, status = statusOf[code] ?? 500): Problem => ({
  status,
  code,
  title: { ...errorCodes, ...mailErrorCodes }[code],
  detail,
})

const clientStatus = (error: unknown): number | undefined => {
  const status = httpStatus(error)
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined
}

/** What an error looks like from outside. What we did not foresee says nothing of the inside. */
export function problemOf(error: unknown): Problem {
  if (isDatabaseBusy(error)) return problem('DATABASE_BUSY', 'Nothing was changed. Try again in a moment.')
  if (isDiskFull(error)) return problem('DISK_FULL', 'Nothing was changed. Its operator must free space.')
  if (error instanceof AtriumError) return problem(error.code, error.message)
  const status = clientStatus(error)
  if (status === 404) return problem('NOT_FOUND', 'There is nothing at this address.')
  if (status === 429) return problem('RATE_LIMITED', 'Wait a little and try again.')
  if (status !== undefined) return problem('REQUEST_INVALID', errorMessage(error), status)
  return problem('SERVER_FAILED', 'Nothing of yours is lost. Try again; if it stays, tell the operator.')
}

export const sendProblem = (reply: FastifyReply, body: Problem): FastifyReply =>
  reply
    .code(body.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(body))

export function sendError(reply: FastifyReply, error: unknown): FastifyReply {
  if (error instanceof TooManyAttempts || error instanceof TooManyStreams)
    reply.header('retry-after', String(error.retryAfter))
  else if (isDatabaseBusy(error)) reply.header('retry-after', String(busyRetryAfter))
  return sendProblem(reply, problemOf(error))
}
