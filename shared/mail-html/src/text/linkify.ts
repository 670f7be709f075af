import { type LinkFacts, linkFacts } from '../links/link-facts.ts'
import { limits } from '../limits.ts'

/** A stretch of plain text, or a link in it. */
export type Piece = { readonly text: string; readonly link: null } | { readonly text: string; readonly link: LinkFacts }

/** Strict: a scheme or `www.` before, an ASCII address after; nothing that only might be a link. */
const candidate =
  /\bhttps?:\/\/[^\s<>"'`{}|\\^\u0000-\u0020\u007f-\u00a0\u2000-\u200f\u2028-\u202f\u2060-\u206f]+|\bwww\.[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[/?#][^\s<>"'`]*)?|\b(?:mailto:)?[a-z0-9._%+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+\b/giu

const count = (text: string, character: string): number => text.split(character).length - 1

/** Punctuation after a link belongs to the sentence; a bracket too, unless it was opened in the link. */
const trimEnd = (found: string): string => {
  const unopened = {
    ')': count(found, ')') - count(found, '('),
    ']': count(found, ']') - count(found, '['),
  }
  let end = found.length
  for (; end > 0; end -= 1) {
    const last = found.charAt(end - 1)
    if (last === ')' || last === ']') {
      if (unopened[last] <= 0) break
      unopened[last] -= 1
    } else if (!".,:;!?'*_~".includes(last)) break
  }
  return found.slice(0, end)
}

const hrefOf = (text: string): string => {
  if (/^https?:/i.test(text) || /^mailto:/i.test(text)) return text
  return text.includes('@') && !/^www\./i.test(text) ? `mailto:${text}` : `https://${text}`
}

/**
 * Cuts plain text at the links in it. Nothing is lost: the pieces together are the text.
 * @param most Links at most; what follows the last is plain text. Default: 5000.
 */
export const linkify = (text: string, most: number = limits.links): Piece[] => {
  const pieces: Piece[] = []
  let end = 0
  let tried = 0
  for (const match of most > 0 ? text.matchAll(candidate) : []) {
    if ((tried += 1) > most) break
    const found = trimEnd(match[0])
    const link = linkFacts(hrefOf(found), found)
    if (!link) continue
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), link: null })
    pieces.push({ text: found, link })
    end = match.index + found.length
  }
  if (end < text.length) pieces.push({ text: text.slice(end), link: null })
  return pieces
}
