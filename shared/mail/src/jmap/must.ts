import { MailError } from '@atrium/mail-contracts'
import type { Answer } from './call.ts'

/** The value of an answer; throws what the server said instead. */
export const must = <T,>(answer: Answer<T>): T => {
  if (answer.ok) return answer.value
  const { type, description } = answer.error
  throw new MailError('MAIL_REFUSED', { subject: type, remedy: description || 'Try again' })
}
