import type { Email, EmailAddress } from '@atrium/mail-contracts'
import { addressKey, uniqueAddresses, withoutAddresses } from '../address/same-address.ts'

export interface Recipients {
  readonly to: readonly EmailAddress[]
  readonly cc: readonly EmailAddress[]
}

export interface ReplyRule {
  /** The person's own addresses, any case. */
  readonly own: readonly string[]
  /** Everybody, not the writer alone. */
  readonly all: boolean
}

const filled = (list: readonly EmailAddress[] | null): readonly EmailAddress[] | null =>
  list && list.length > 0 ? list : null

/**
 * Whom an answer goes to. An answer to one's own message goes on to those it went to; where Reply-To
 * is set, it stands for the writer (RFC 5322 §3.6.2). Own addresses are left out of the rest.
 */
export const replyRecipients = (
  email: Pick<Email, 'from' | 'replyTo' | 'to' | 'cc'>,
  { own, all }: ReplyRule,
): Recipients => {
  const ours = own.map((address) => ({ email: address }))
  const isOurs = (list: readonly EmailAddress[]): boolean =>
    list.length > 0 && withoutAddresses(list, ours).length === 0
  const writers = email.from ?? []
  const others = (list: readonly EmailAddress[] | null): EmailAddress[] => withoutAddresses(list ?? [], ours)

  const sentByUs = isOurs(writers) && others(email.to).length > 0
  const first = sentByUs ? (email.to ?? []) : (filled(email.replyTo) ?? writers)
  const answered = uniqueAddresses(others(first))
  // A note to oneself is answered to oneself.
  const to = answered.length > 0 ? answered : uniqueAddresses(first)
  if (!all) return { to, cc: [] }
  const rest = sentByUs ? (email.cc ?? []) : [...(email.to ?? []), ...(email.cc ?? [])]
  return { to, cc: uniqueAddresses(withoutAddresses(others(rest), to)) }
}

/** The address of ours that a message was sent to, to answer from. */
export const ownRecipient = (
  email: Pick<Email, 'from' | 'to' | 'cc' | 'bcc'>,
  own: readonly string[],
): string | undefined => {
  const named = [email.to, email.cc, email.bcc, email.from].flatMap((list) => list ?? [])
  const ours = new Set(own.map(addressKey))
  return named.map((address) => addressKey(address.email)).find((address) => ours.has(address))
}
