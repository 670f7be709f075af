import type { EmailAddress } from '@atrium/mail-contracts'
import { isAddress } from './is-address.ts'
import { type Piece, splitList } from './split-list.ts'

const unquote = (name: string): string =>
  name
    .trim()
    .replace(/^(["'])(.*)\1$/s, '$2')
    .replace(/\\(.)/gs, '$1')
    .replace(/\s+/g, ' ')
    .trim()

/** `ada@example.org (Ada Byron)`, RFC 5322 §A.5. */
const withComment = (text: string): EmailAddress | null => {
  const open = text.lastIndexOf('(')
  if (open === -1 || text.indexOf(')', open) !== text.length - 1) return null
  const email = text.slice(0, open).trimEnd()
  const at = email.lastIndexOf('@')
  if (at < 1 || at === email.length - 1 || /\s/.test(email)) return null
  return { name: unquote(text.slice(open + 1, -1)) || null, email }
}

const withBrackets = /^(.*?)<([^<>]*)>\s*(?:\([^()]*\))?$/s

const parseOne = (text: string): EmailAddress => {
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
const isInBrackets = (text: string): boolean => {
  const inside = /^[^@<>"]*<([^<>]*)>$/.exec(text)?.[1]
  return inside?.includes('@') ?? false
}

/** `Byron, Ada <ada@…>` is one person, though nobody put the name in quotes. */
const joinNames = (pieces: readonly Piece[]): string[] => {
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
const withoutGroup = (text: string): string => {
  const colon = text.search(/[@<>":]/)
  if (colon < 1 || text.charAt(colon) !== ':') return text
  const member = text.slice(colon + 1).trim()
  const word = member.split(/\s/, 1)[0] ?? ''
  const inBrackets = member.includes('<') && (member.split('<', 2)[1]?.split('>', 1)[0] ?? '').includes('@')
  return word.indexOf('@') > 0 || inBrackets ? member : text
}

/** A pasted row of bare addresses with nothing but spaces between them. */
const splitBare = (text: string): string[] => {
  const words = text.split(/\s+/)
  return words.length > 1 && words.every((word) => isAddress(word)) ? words : [text]
}

/**
 * Everybody named in what was typed or pasted. What is no address comes back as it was written,
 * so that it can be shown and put right.
 */
export const parseAddresses = (list: string): EmailAddress[] =>
  joinNames(splitList(list))
    .map((text) => (/^mailto:/i.test(text) ? text : withoutGroup(text)))
    .flatMap(splitBare)
    .filter((text) => text !== '')
    .map(parseOne)
