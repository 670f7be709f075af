import type { EmailAddress } from '@atrium/mail-contracts'
import { cleanText } from '@atrium/ui'

const closing: Readonly<Record<string, string>> = { '"': '"', '<': '>', '(': ')' }

/** One piece of a list, and what ended it. */
export interface Piece {
  readonly text: string
  readonly end: string
}

/** Cuts a list at commas, semicolons and line ends that stand outside of quotes, brackets and comments. */
export function splitList(list: string): Piece[] {
  const pieces: Piece[] = []
  let text = ''
  let open = ''
  // Whether a quote may open here: at the start, or after a blank.
  let fresh = true
  for (let at = 0; at < list.length; at += 1) {
    const sign = list.charAt(at)
    if (open === '"' && sign === '\\') {
      text += sign + list.charAt((at += 1))
    } else if (open !== '' && sign !== '\n') {
      if (sign === closing[open]) open = ''
      text += sign
    } else if (/[,;\n\r\t]/.test(sign)) {
      pieces.push({ text: text.trim(), end: sign })
      text = ''
      open = ''
      fresh = true
      continue
    } else {
      // An apostrophe-like quote in the middle of a word opens nothing.
      if (sign !== '"' || fresh) open = closing[sign] ? sign : ''
      text += sign
    }
    fresh = /\s/.test(sign)
  }
  pieces.push({ text: text.trim(), end: '' })
  return pieces.filter((piece) => piece.text !== '')
}

const local = /^[^\s@<>()[\]\\,;:"]+$/u
const label = /^[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?$/u

function isDomain(domain: string): boolean {
  const labels = domain.split('.')
  return (labels.length > 1 || domain.toLowerCase() === 'localhost') && labels.every((one) => label.test(one))
}

/** Whether mail can be sent there, judged by its form (RFC 5321 §4.1.2, RFC 6531; no quoted local parts). */
export function isAddress(email: string): boolean {
  const at = email.lastIndexOf('@')
  const name = email.slice(0, at)
  if (at < 1 || email.length > 254 || name.length > 64) return false
  return local.test(name) && !/^\.|\.\.|\.$/.test(name) && isDomain(email.slice(at + 1))
}

const unquote = (name: string): string =>
  name
    .trim()
    .replace(/^(["'])(.*)\1$/s, '$2')
    .replace(/\\(.)/gs, '$1')
    .replace(/\s+/g, ' ')
    .trim()

/** `ada@example.org (Ada Byron)`, RFC 5322 §A.5. */
function withComment(text: string): EmailAddress | null {
  const open = text.lastIndexOf('(')
  if (open === -1 || text.indexOf(')', open) !== text.length - 1) return null
  const email = text.slice(0, open).trimEnd()
  const at = email.lastIndexOf('@')
  if (at < 1 || at === email.length - 1 || /\s/.test(email)) return null
  return { name: unquote(text.slice(open + 1, -1)) || null, email }
}

const withBrackets = /^(.*?)<([^<>]*)>\s*(?:\([^()]*\))?$/s

function parseOne(text: string): EmailAddress {
  const plain = text.replace(/^mailto:/i, '')
  const found = withBrackets.exec(plain)
  if (found) {
    const email = (found[2] ?? '').replace(/^mailto:/i, '').replace(/\s/g, '')
    const name = unquote(found[1] ?? '')
    return { name: name === '' || name.toLowerCase() === email.toLowerCase() ? null : name, email }
  }
  return withComment(plain) ?? { name: null, email: plain }
}

/** `Ada <ada@example.org>` */
function isInBrackets(text: string): boolean {
  const inside = /^[^@<>"]*<([^<>]*)>$/.exec(text)?.[1]
  return inside?.includes('@') ?? false
}

/** `Byron, Ada <ada@…>` is one person, though the name is not put in quotes. */
function joinNames(pieces: readonly Piece[]): string[] {
  const joined: string[] = []
  let before = ''
  for (const [index, { text, end }] of pieces.entries()) {
    const next = pieces[index + 1]?.text ?? ''
    const isName = end === ',' && !/[@<>"]/.test(text) && isInBrackets(next)
    if (isName) before += `${text}, `
    else {
      joined.push(before + text)
      before = ''
    }
  }
  return joined
}

/** `Team: a@…, b@…;` names a group (RFC 5322 §3.4); its members are what counts. */
function withoutGroup(text: string): string {
  const colon = text.search(/[@<>":]/)
  if (colon < 1 || text.charAt(colon) !== ':') return text
  const member = text.slice(colon + 1).trim()
  const word = member.split(/\s/, 1)[0] ?? ''
  const inBrackets = member.includes('<') && (member.split('<', 2)[1]?.split('>', 1)[0] ?? '').includes('@')
  return word.indexOf('@') > 0 || inBrackets ? member : text
}

/** A pasted row of bare addresses with nothing but spaces between them. */
function splitBare(text: string): string[] {
  const words = text.split(/\s+/)
  return words.length > 1 && words.every((word) => isAddress(word)) ? words : [text]
}

/**
 * Everyone named in what was typed or pasted. What is no address comes back as it was written,
 * so that it can be shown and put right.
 */
export const parseAddresses = (list: string): EmailAddress[] =>
  joinNames(splitList(list))
    .map((text) => (/^mailto:/i.test(text) ? text : withoutGroup(text)))
    .flatMap(splitBare)
    .filter((text) => text !== '')
    .map(parseOne)

/** Mail servers tell the case of a local part apart in theory only. */
export const addressKey = (email: string): string => email.trim().toLowerCase()

/** Each address once, in the order of their first mention; a name is taken where one is found. */
export function uniqueAddresses(addresses: readonly EmailAddress[]): EmailAddress[] {
  const found = new Map<string, EmailAddress>()
  for (const address of addresses) {
    const key = addressKey(address.email)
    const before = found.get(key)
    if (!before) found.set(key, address)
    else if (!before.name && address.name) found.set(key, { ...before, name: address.name })
  }
  return [...found.values()]
}

/** Those of the first list who are not in the second. */
export function withoutAddresses(
  addresses: readonly EmailAddress[],
  others: readonly { readonly email: string }[],
): EmailAddress[] {
  const away = new Set(others.map(({ email }) => addressKey(email)))
  return addresses.filter(({ email }) => !away.has(addressKey(email)))
}

const special = /[()<>@,;:\\".[\]]/

/** As it is written in a message: `"Byron, Ada" <ada@example.org>`. */
export function formatAddress({ name, email }: EmailAddress): string {
  if (!name) return email
  return `${special.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}"` : name} <${email}>`
}

/** What a person calls them. */
export const displayName = ({ name, email }: EmailAddress): string => cleanText(name) || cleanText(email)
