import type { EmailAddress } from '@atrium/mail-contracts'
import { looksLikeAnother, readableHost } from '../links/look-alike.ts'
import { hasHidden, plainText } from './display-text.ts'

export type SenderWarning =
  /** The message has no sender. */
  | 'no-sender'
  /** Several people, or one pretending: `From` has more than one address. */
  | 'several-senders'
  /** The name holds an address, and not the one that follows. */
  | 'name-is-another-address'
  /** Name or address held characters that show nothing or turn the text around. */
  | 'hidden-characters'
  /** The domain can be taken for another one; it is shown as ASCII. */
  | 'look-alike-domain'
  /** Not an address at all. */
  | 'address-invalid'
  /** The domain says that it did not send this. */
  | 'authentication-failed'

/** What the receiving server found out, in the words of RFC 8601. */
export interface Authentication {
  readonly dmarc?: 'pass' | 'fail' | 'none'
  readonly dkim?: 'pass' | 'fail' | 'none'
  readonly spf?: 'pass' | 'fail' | 'none'
}

export interface SenderFacts {
  /** Safe to show; empty when there is none. Isolate it (`<bdi>` or `displayText`) beside other text. */
  readonly name: string
  /** Safe to show; the domain in Unicode, or as ASCII where that is safer. */
  readonly address: string
  readonly domain: string
  /** True only when the domain itself vouches for the message (DMARC). */
  readonly verified: boolean
  readonly warnings: readonly SenderWarning[]
  /** The other addresses of `From`. */
  readonly others: readonly { readonly name: string; readonly address: string }[]
}

const addressIn = /[^\s<>"'(),;:]+@[^\s<>"'(),;:]+\.[^\s<>"'(),;:]+/u

const split = (address: string): { local: string; domain: string } => {
  const at = address.lastIndexOf('@')
  return at === -1 ? { local: address, domain: '' } : { local: address.slice(0, at), domain: address.slice(at + 1) }
}

/** Browsers turn a domain into its ASCII form, and refuse what is none. */
const asciiDomain = (domain: string): string | null => {
  try {
    return domain === '' ? null : new URL(`http://${domain}/`).hostname
  } catch {
    return null
  }
}

const readable = (email: string): { address: string; domain: string; ascii: string | null } => {
  const { local, domain } = split(plainText(email))
  const ascii = asciiDomain(domain)
  const shown = ascii === null ? domain : readableHost(ascii)
  return { address: domain === '' ? local : `${local}@${shown}`, domain: shown, ascii }
}

const namesAnother = (name: string, email: string): boolean => {
  const inside = addressIn.exec(name.normalize('NFKC'))?.[0]
  return inside !== undefined && inside.toLowerCase() !== plainText(email).toLowerCase()
}

/**
 * Who a message says it is from, and what is wrong with that.
 * @param authentication Default: nothing is known, which is no failure.
 */
export const describeSender = (
  from: readonly EmailAddress[] | null,
  authentication: Authentication = {},
): SenderFacts => {
  const [first, ...others] = from ?? []
  if (!first) return { name: '', address: '', domain: '', verified: false, warnings: ['no-sender'], others: [] }
  const { address, domain, ascii } = readable(first.email)
  const name = plainText(first.name ?? '')
  const failed = authentication.dmarc === 'fail'
  const found: readonly (readonly [SenderWarning, boolean])[] = [
    ['several-senders', others.length > 0],
    ['name-is-another-address', namesAnother(name, first.email)],
    ['hidden-characters', hasHidden(first.name ?? '') || hasHidden(first.email)],
    ['look-alike-domain', ascii !== null && looksLikeAnother(ascii)],
    ['address-invalid', ascii === null || split(plainText(first.email)).local === ''],
    ['authentication-failed', failed],
  ]
  const warnings = found.filter(([, is]) => is).map(([warning]) => warning)
  return {
    name,
    address,
    domain,
    verified: authentication.dmarc === 'pass' && others.length === 0,
    warnings,
    others: others.map((other) => ({ name: plainText(other.name ?? ''), address: readable(other.email).address })),
  }
}
