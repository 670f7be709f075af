import { decodeEncodedWords, readEncodedWord, unfold } from './header.ts'
import type { Address, AddressGroup } from './message.ts'

/** Addresses and groups of one field. Beyond it: the rest is in the raw form only. */
const maxEntries = 50_000

/** The same, flat (RFC 8621 §4.1.2.3). */
export function parseAddresses(raw: string): Address[] {
  return parseAddressGroups(raw).flatMap((group) => group.addresses)
}

/**
 * An `address-list` (RFC 5322 §3.4), groups kept (RFC 8621 §4.1.2.4). Best effort: a wrong list gives
 * what can be read of it. Linear in the length, whatever is nested.
 */
export function parseAddressGroups(raw: string): AddressGroup[] {
  const groups: { name: string | null; addresses: Address[] }[] = []
  let group: { name: string | null; addresses: Address[] } | null = null
  let pending = emptyMailbox()
  let count = 0
  const flush = (): void => {
    // Without an address at its end, the commas do divide.
    const parts = pending.angle === null ? splitAtCommas(pending.words) : [pending.words]
    for (const [at, words] of parts.entries()) {
      // A comment belongs to the address it stands behind.
      const comment = at === parts.length - 1 ? pending.comment : null
      const address = toAddress({ ...pending, words, comment })
      if (!address) continue
      count += 1
      if (!group) groups.push((group = { name: null, addresses: [] }))
      group.addresses.push(address)
    }
    pending = emptyMailbox()
  }
  for (const token of tokenizeAddresses(unfold(raw))) {
    if (count > maxEntries) break
    // `Fields, Nora <nora@example.com>`: no address ends here, so the comma belongs to the name.
    if (token.kind === ',' && isOnlyName(pending)) pending.words.push(token)
    else if (token.kind === ',') flush()
    else if (token.kind === ';') {
      flush()
      group = null
    } else if (token.kind === ':' && !pending.angle && pending.words.length > 0) {
      const words = pending.words.splice(pending.words.findLastIndex(({ kind }) => kind === ',') + 1)
      flush()
      groups.push((group = { name: phrase(words), addresses: [] }))
      count += 1
    } else addToken(pending, token)
  }
  flush()
  return groups
}

function splitAtCommas(words: readonly AddressToken[]): AddressToken[][] {
  const parts: AddressToken[][] = [[]]
  for (const word of words)
    if (word.kind === ',') parts.push([])
    else parts.at(-1)?.push(word)
  return parts
}

interface Mailbox {
  words: AddressToken[]
  angle: string | null
  comment: string | null
  /** A word so far has an at sign. */
  address: boolean
}

const emptyMailbox = (): Mailbox => ({ words: [], angle: null, comment: null, address: false })

function isOnlyName({ words, angle, address }: Mailbox): boolean {
  return angle === null && !address && words.length > 0
}

function addToken(mailbox: Mailbox, token: AddressToken): void {
  if (token.kind === 'angle') mailbox.angle ??= token.text
  else if (token.kind === 'comment') mailbox.comment = token.text
  else if (token.kind === 'word' || token.kind === 'quoted') {
    mailbox.words.push(token)
    if (token.kind === 'word' && token.text.includes('@')) mailbox.address = true
  }
}

function toAddress({ words, angle, comment }: Mailbox): Address | null {
  const remark = comment === null ? null : clean(decodeEncodedWords(comment))
  if (angle !== null) return { name: phrase(words) ?? remark, email: angle }
  if (words.length === 0) return null
  const joined = words.map(spell).join('')
  const [last] = words.slice(-1)
  // `Jane Doe jane@example.com`: the brackets are missing, the meaning is plain.
  if (words.length > 1 && last?.kind === 'word' && /^[^@]+@[^@]+$/.test(last.text) && words.some((word) => word.spaced))
    return joinsToAddress(words)
      ? { name: remark, email: joined }
      : { name: phrase(words.slice(0, -1)), email: last.text }
  if (joined.includes('@')) return { name: remark, email: joined }
  const text = phrase(words) ?? joined
  // All of it was encoded, the address too.
  const [, name = '', email] = (joined.includes('=?') && /^([^<>]*)<([^<>@\s]+@[^<>@\s]+)>$/.exec(text)) || []
  return email === undefined ? { name: remark, email: text } : { name: clean(name) ?? remark, email }
}

/** `jane @ example.com`, obsolete but legal: white space around the at sign and dots. */
function joinsToAddress(words: readonly AddressToken[]): boolean {
  return words.every(
    (word, at) => at === 0 || !word.spaced || /[@.]$/.test(words[at - 1]?.text ?? '') || /^[@.]/.test(word.text),
  )
}

function spell(word: AddressToken): string {
  return word.kind === 'quoted' ? `"${word.text.replace(/["\\]/g, '\\$&')}"` : word.text
}

function phrase(words: readonly AddressToken[]): string | null {
  const text = words.map((word, at) => (at > 0 && word.spaced ? ` ${word.text}` : word.text)).join('')
  return clean(decodeEncodedWords(text))
}

function clean(text: string): string | null {
  const trimmed = text.replace(/\s+/g, ' ').trim().normalize('NFC')
  return trimmed === '' ? null : trimmed
}

interface AddressToken {
  readonly kind: 'word' | 'quoted' | 'comment' | 'angle' | ',' | ';' | ':'
  /** Without its delimiters. */
  readonly text: string
  /** White space stood before it. */
  readonly spaced: boolean
}

const specials: ReadonlySet<string> = new Set([' ', '\t', '"', '(', '<', ',', ';', ':'])

/** Cuts an unfolded address list into words, quoted strings, comments, addresses and separators. */
function* tokenizeAddresses(text: string): Generator<AddressToken> {
  let at = 0
  let spaced = false
  while (at < text.length) {
    const letter = text.charAt(at)
    if (letter === ' ' || letter === '\t') {
      spaced = true
      at += 1
      continue
    }
    const read = readToken(text, at, letter)
    yield { kind: read.kind, text: read.text, spaced }
    at = read.next
    spaced = false
  }
}

interface Read {
  readonly kind: AddressToken['kind']
  readonly text: string
  readonly next: number
}

function readToken(text: string, at: number, letter: string): Read {
  if (letter === '=') {
    const word = readEncodedWord(text, at)
    // Its commas and brackets are text (RFC 2047 §5 forbids them; programs write them).
    if (word) return { kind: 'word', text: text.slice(at, word.end), next: word.end }
  }
  if (letter === '"') return { kind: 'quoted', ...readQuoted(text, at + 1, '"') }
  if (letter === '(') return { kind: 'comment', ...readComment(text, at + 1) }
  if (letter === '<') return { kind: 'angle', ...readAngle(text, at + 1) }
  if (letter === ',' || letter === ';' || letter === ':') return { kind: letter, text: letter, next: at + 1 }
  let next = at + 1
  // An address literal (`user@[IPv6:::1]`) holds colons.
  let literal = letter === '['
  while (next < text.length) {
    const here = text.charAt(next)
    if (here === '[') literal = true
    else if (here === ']') literal = false
    else if (specials.has(here) && !(literal && here === ':')) break
    next += 1
  }
  return { kind: 'word', text: text.slice(at, next), next }
}

function readQuoted(text: string, start: number, close: string): { text: string; next: number } {
  let out = ''
  let at = start
  while (at < text.length && text.charAt(at) !== close) {
    if (text.charAt(at) === '\\' && at + 1 < text.length) at += 1
    out += text.charAt(at)
    at += 1
  }
  return { text: out, next: at + 1 }
}

/** Comments nest (RFC 5322 §3.2.2): counted, not recursed into. */
function readComment(text: string, start: number): { text: string; next: number } {
  let out = ''
  let depth = 1
  let at = start
  for (; at < text.length; at += 1) {
    const letter = text.charAt(at)
    if (letter === '\\' && at + 1 < text.length) {
      at += 1
      out += text.charAt(at)
      continue
    }
    if (letter === '(') depth += 1
    if (letter === ')') depth -= 1
    if (depth === 0) break
    out += letter
  }
  return { text: out, next: at + 1 }
}

/** Between angle brackets: quotes stay, comments, white space and an obsolete route (`@a,@b:`) go. */
function readAngle(text: string, start: number): { text: string; next: number } {
  let out = ''
  let at = start
  while (at < text.length && text.charAt(at) !== '>') {
    const letter = text.charAt(at)
    if (letter === '"') {
      const { next } = readQuoted(text, at + 1, '"')
      out += text.slice(at, next)
      at = next
    } else if (letter === '(') at = readComment(text, at + 1).next
    else {
      if (letter !== ' ' && letter !== '\t') out += letter
      at += 1
    }
  }
  const route = /^@[^:"]*:/.exec(out)
  return { text: route ? out.slice(route[0].length) : out, next: at + 1 }
}
