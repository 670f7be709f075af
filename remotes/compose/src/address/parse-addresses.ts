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

const withBrackets = /^(.*?)<([^<>]*)>\s*(?:\([^()]*\))?$/s

const parseOne = (text: string): EmailAddress => {
  const plain = text.replace(/^mailto:/i, '')
  const found = withBrackets.exec(plain)
  if (found) {
    const email = (found[2] ?? '').replace(/^mailto:/i, '').replace(/\s/g, '')
    const name = unquote(found[1] ?? '')
    return { name: name === '' || name.toLowerCase() === email.toLowerCase() ? null : name, email }
  }
  // RFC 5322 §A.5: `ada@example.org (Ada Byron)`
  const comment = /^(\S+@\S+)\s*\(([^()]*)\)$/.exec(plain)
  if (comment) return { name: unquote(comment[2] ?? '') || null, email: comment[1] ?? '' }
  return { name: null, email: plain }
}

/** `Byron, Ada <ada@…>` is one person, though nobody put the name in quotes. */
const joinNames = (pieces: readonly Piece[]): string[] => {
  const joined: string[] = []
  let before = ''
  for (const [index, { text, end }] of pieces.entries()) {
    const next = pieces[index + 1]?.text ?? ''
    const isName = end === ',' && !/[@<>"]/.test(text) && /^[^@<>"]*<[^<>]*@[^<>]*>$/.test(next)
    if (isName) before += `${text}, `
    else {
      joined.push(before + text)
      before = ''
    }
  }
  return joined
}

/** `Team: a@…, b@…;` names a group (RFC 5322 §3.4); its members are what counts. */
const withoutGroup = (text: string): string => text.replace(/^[^@<>":]+:(?=\s*\S+@|\s*[^<]*<[^>]*@)/, '').trim()

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
