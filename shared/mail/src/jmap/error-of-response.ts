import { MailError } from '@atrium/mail-contracts'
import { AtriumError, problemSchema } from '@atrium/protocol'
import * as v from 'valibot'
import { requestProblemSchema } from './envelope.ts'

const body = async (response: Response): Promise<unknown> => {
  try {
    return await response.json()
  } catch {
    return null
  }
}

/** An answer that is no success → the error to show. The gateway's own problems carry a code of the table. */
export const errorOfResponse = async (response: Response): Promise<AtriumError> => {
  const json = await body(response)
  const own = v.safeParse(problemSchema, json)
  if (own.success) return new AtriumError(own.output.code, { subject: 'mail', remedy: own.output.detail || 'Try again', title: own.output.title })
  if (response.status === 401) return new AtriumError('SIGNED_OUT', { subject: 'mail', remedy: 'Sign in again' })
  if (response.status === 429) return new AtriumError('RATE_LIMITED', { subject: 'mail', remedy: 'Wait a moment' })
  if (response.status >= 500) {
    return new MailError('UPSTREAM_UNREACHABLE', { subject: `status ${response.status}`, remedy: 'Try again later' })
  }
  const problem = v.safeParse(requestProblemSchema, json)
  const type = problem.success ? problem.output.type : `status ${response.status}`
  const detail = problem.success ? problem.output.detail : ''
  return new MailError('MAIL_REFUSED', { subject: type, remedy: detail || 'Reload the page' })
}
