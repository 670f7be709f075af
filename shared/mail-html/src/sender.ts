import type { EmailAddress } from '@atrium/mail-contracts'
import { hasHidden, plainText } from './display-text.ts'
import { asciiHost, looksLikeAnother, readableHost } from './links.ts'
import { beginning, limits } from './policy.ts'

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
  /** The other addresses of `From`, at most 99. */
  readonly others: readonly { readonly name: string; readonly address: string }[]
}

/** Whether a word is an address: something before an `@`, and a dot within what follows. */
function isAddress(word: string): boolean {
  const at = word.indexOf('@', 1)
  return at !== -1 && word.lastIndexOf('.', word.length - 2) > at + 1
}

function split(address: string): { local: string; domain: string } {
  const at = address.lastIndexOf('@')
  return at === -1 ? { local: address, domain: '' } : { local: address.slice(0, at), domain: address.slice(at + 1) }
}

function readable(email: string): { address: string; domain: string; ascii: string | null } {
  const { local, domain } = split(plainText(beginning(email, limits.name)))
  const ascii = asciiHost(domain)
  const shown = ascii === null ? domain : readableHost(ascii)
  return { address: domain === '' ? local : `${local}@${shown}`, domain: shown, ascii }
}

function namesAnother(name: string, email: string): boolean {
  const own = plainText(email).toLowerCase()
  const words = name.normalize('NFKC').split(/[\s<>"'(),;:]/u)
  return words.some((word) => isAddress(word) && word.toLowerCase() !== own)
}

/**
 * Who a message says it is from, and what is wrong with that.
 * @param authentication Default: nothing is known, which is no failure.
 */
export function describeSender(from: readonly EmailAddress[] | null, authentication: Authentication = {}): SenderFacts {
  const [given, ...others] = (from ?? []).slice(0, limits.addresses)
  if (!given) return { name: '', address: '', domain: '', verified: false, warnings: ['no-sender'], others: [] }
  const first = { name: beginning(given.name ?? '', limits.name), email: beginning(given.email, limits.name) }
  const { address, domain, ascii } = readable(first.email)
  const name = plainText(first.name)
  const failed = authentication.dmarc === 'fail'
  const found: readonly (readonly [SenderWarning, boolean])[] = [
    ['several-senders', others.length > 0],
    ['name-is-another-address', namesAnother(name, first.email)],
    ['hidden-characters', hasHidden(first.name) || hasHidden(first.email)],
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
    others: others.map((other) => ({
      name: plainText(beginning(other.name ?? '', limits.name)),
      address: readable(other.email).address,
    })),
  }
}

/** Comments may hold anything, nested (RFC 5322 §3.2.2); quoted text too. */
function withoutComments(text: string): string {
  let depth = 0
  let kept = ''
  for (const character of text.replace(/\\.|"[^"\\]*"/g, ' ')) {
    if (character === '(') depth += 1
    else if (character === ')') depth = Math.max(0, depth - 1)
    else if (depth === 0) kept += character
  }
  return kept
}

const outcomes: Readonly<Record<string, 'pass' | 'fail' | 'none'>> = {
  pass: 'pass',
  fail: 'fail',
  permerror: 'fail',
  none: 'none',
  neutral: 'none',
  softfail: 'none',
  temperror: 'none',
  policy: 'none',
}

/**
 * What our own server found out about a message's sender (RFC 8601). Only the newest field counts, and
 * only when it bears our server's name: every other one may be the sender's own invention.
 * @param server Name our server signs with. Default: unknown, so that nothing is believed.
 */
export function readAuthentication(fields: readonly string[], server?: string): Authentication {
  const [name = '', ...results] = withoutComments((fields[0] ?? '').slice(0, limits.href)).split(';')
  if (server === undefined || name.trim().split(/[\s]+/)[0]?.toLowerCase() !== server.toLowerCase()) return {}
  const found: Record<string, 'pass' | 'fail' | 'none'> = {}
  for (const result of results) {
    const [, method = '', outcome = ''] = /^\s*(dmarc|dkim|spf)\s*=\s*([a-z]+)/i.exec(result) ?? []
    const meaning = outcomes[outcome.toLowerCase()]
    const key = method.toLowerCase()
    // Of several signatures one that holds is enough.
    if (meaning && found[key] !== 'pass') found[key] = meaning
  }
  return found
}
