import type { EmailAddress, EmailListing } from '@atrium/mail-contracts'
import { create } from 'zustand'
import { addressKey } from './same-address.ts'

export interface Correspondent extends EmailAddress {
  /** How often they were written to counts more than how often they wrote. */
  readonly weight: number
}

/** People known from the mail that was read, most familiar first. */
export const useCorrespondents = create<{ readonly list: readonly Correspondent[] }>(() => ({ list: [] }))

const automatic = /^(no-?reply|do-?not-?reply|mailer-daemon|bounces?|notifications?)\b/i

/** Letters of a name or an address that are compared; sorting combining marks takes the square of their number. */
const longest = 320

/** People whom one message adds, and who are known in all: each letter that is typed is compared with all of them. */
const mostMentioned = 50
const mostKnown = 2000

interface Mention {
  readonly address: EmailAddress
  readonly weight: number
}

const mentionsIn = (email: Pick<EmailListing, 'from' | 'to'>, own: ReadonlySet<string>): Mention[] => {
  const mine = (email.from ?? []).some(({ email: address }) => own.has(addressKey(address)))
  return mine
    ? (email.to ?? []).slice(0, mostMentioned).map((address) => ({ address, weight: 3 }))
    : (email.from ?? []).slice(0, mostMentioned).map((address) => ({ address, weight: 1 }))
}

/** Counts who is mentioned in these messages, each message of a list once. */
export const countCorrespondents = (
  emails: readonly Pick<EmailListing, 'from' | 'to'>[],
  ownAddresses: readonly string[],
): readonly Correspondent[] => {
  const own = new Set(ownAddresses.map(addressKey))
  const found = new Map<string, Correspondent>()
  for (const { address, weight } of emails.flatMap((email) => mentionsIn(email, own))) {
    const key = addressKey(address.email)
    if (own.has(key) || key.length > longest || automatic.test(key)) continue
    const before = found.get(key)
    found.set(key, { email: before?.email ?? address.email, name: before?.name ?? address.name, weight: (before?.weight ?? 0) + weight })
  }
  return [...found.values()].sort((one, other) => other.weight - one.weight)
}

/** Adds people; of somebody known the larger weight counts. */
export const learnCorrespondents = (people: readonly Correspondent[]): void => {
  const known = new Map(useCorrespondents.getState().list.map((person) => [addressKey(person.email), person]))
  let news = false
  for (const person of people) {
    const before = known.get(addressKey(person.email))
    if (!before && known.size >= mostKnown) continue
    if (before && before.weight >= person.weight && (before.name || !person.name)) continue
    known.set(addressKey(person.email), { ...person, name: before?.name ?? person.name, weight: Math.max(person.weight, before?.weight ?? 0) })
    news = true
  }
  if (news) useCorrespondents.setState({ list: [...known.values()].sort((one, other) => other.weight - one.weight) })
}

const fold = (text: string): string => text.slice(0, longest).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

const wordsOf = ({ name, email }: EmailAddress): string[] => [email, ...`${(name ?? '').slice(0, longest)} ${email.slice(0, longest)}`.split(/[\s@.,_+-]+/)].map(fold)

/** Those whose name or address has words that start as typed; nobody who is there already. */
export const matchCorrespondents = (
  people: readonly Correspondent[],
  typed: string,
  { except, limit = 6 }: { readonly except: readonly EmailAddress[]; readonly limit?: number },
): readonly Correspondent[] => {
  const wanted = fold(typed).split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return []
  const away = new Set(except.map(({ email }) => addressKey(email)))
  return people
    .filter((person) => {
      if (away.has(addressKey(person.email))) return false
      const words = wordsOf(person)
      return wanted.every((start) => words.some((word) => word.startsWith(start)))
    })
    .slice(0, limit)
}
