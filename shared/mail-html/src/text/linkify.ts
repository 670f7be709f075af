import { type LinkFacts, linkFacts } from '../links/link-facts.ts'

/** A stretch of plain text, or a link in it. */
export type Piece = { readonly text: string; readonly link: null } | { readonly text: string; readonly link: LinkFacts }

/** Strict: a scheme or `www.` before, an ASCII address after; nothing that only might be a link. */
const candidate =
  /\bhttps?:\/\/[^\s<>"'`{}|\\^\u0000-\u0020\u007f-\u00a0\u2000-\u200f\u2028-\u202f\u2060-\u206f]+|\bwww\.[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[/?#][^\s<>"'`]*)?|\b(?:mailto:)?[a-z0-9._%+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+\b/giu

/** Punctuation after a link belongs to the sentence; a bracket, if it was opened before. */
const trimEnd = (found: string): string => {
  let text = found.replace(/[.,:;!?'*_~]+$/u, '')
  while (/[)\]]$/.test(text)) {
    const open = text.endsWith(')') ? '(' : '['
    const close = text.slice(-1)
    if (text.split(open).length >= text.split(close).length) break
    text = text.slice(0, -1).replace(/[.,:;!?'*_~]+$/u, '')
  }
  return text
}

const hrefOf = (text: string): string => {
  if (/^https?:/i.test(text) || /^mailto:/i.test(text)) return text
  return text.includes('@') && !/^www\./i.test(text) ? `mailto:${text}` : `https://${text}`
}

/** Cuts plain text at the links in it. Nothing is lost: the pieces together are the text. */
export const linkify = (text: string): Piece[] => {
  const pieces: Piece[] = []
  let end = 0
  for (const match of text.matchAll(candidate)) {
    const found = trimEnd(match[0])
    const link = linkFacts(hrefOf(found), found)
    if (!link || match.index < end) continue
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), link: null })
    pieces.push({ text: found, link })
    end = match.index + found.length
  }
  if (end < text.length) pieces.push({ text: text.slice(end), link: null })
  return pieces
}
