import type { Email } from '@atrium/mail-contracts'
import { displayName, formatAddress } from '../address/format-address.ts'
import type { Say } from '../say.ts'

export interface Wording {
  readonly say: Say
  /** BCP 47. */
  readonly locale: string
}

/** The moment of writing in the person's words and their own time zone; empty when it is not known. */
const writtenAt = ({ sentAt, receivedAt }: Pick<Email, 'sentAt' | 'receivedAt'>, locale: string): string => {
  const date = new Date(sentAt ?? receivedAt)
  if (Number.isNaN(date.getTime())) return ''
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(date)
}

/** The line above a quote: who wrote it, and when. */
export const attributionOf = (email: Email, { say, locale }: Wording): string => {
  const writer = email.from?.[0]
  const name = writer ? displayName(writer) : say('unknownSender')
  const date = writtenAt(email, locale)
  return date === '' ? say('attributionUndated', { name }) : say('attribution', { date, name })
}

const names = (list: Email['to']): string => (list ?? []).map(formatAddress).join(', ')

/** What stands above a forwarded message. */
export const forwardedHead = (email: Email, { say, locale }: Wording): string => {
  const lines = [
    ['forwardedFrom', names(email.from)],
    ['forwardedDate', writtenAt(email, locale)],
    ['forwardedSubject', email.subject ?? ''],
    ['forwardedTo', names(email.to)],
    ['forwardedCc', names(email.cc)],
  ] as const
  return [say('forwardedHeading'), ...lines.filter(([, value]) => value !== '').map(([key, value]) => say(key, { value }))].join('\n')
}
