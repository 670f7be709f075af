import { foldText } from './fold-text.ts'
import type { SearchTerm } from './search-terms.ts'

/** RFC 8621 §5: octets of UTF-8, marks and entities counted. */
const maxOctets = 255

/** Characters shown before the first match. */
const lead = 40

/**
 * The part of a text around the first match, with every match in `<mark>` and all else escaped; null
 * without a match.
 */
export function makeSnippet(text: string, terms: readonly SearchTerm[], whole: boolean): string | null {
  const matches = findMatches(text, terms)
  const [first] = matches
  if (!first) return null
  const start = whole ? 0 : startOf(text, first.start)
  const pieces: string[] = []
  let octets = 0
  const add = (raw: string, marked: boolean): boolean => {
    const piece = marked ? `<mark>${escapeHtml(raw)}</mark>` : escapeHtml(raw)
    if (!whole && octets + Buffer.byteLength(piece) > maxOctets) return false
    pieces.push(piece)
    octets += Buffer.byteLength(piece)
    return true
  }
  let at = start
  for (const match of matches) {
    if (!addPlain(text.slice(at, match.start), add) || !add(text.slice(match.start, match.end), true))
      return pieces.join('').trim()
    at = match.end
  }
  addPlain(text.slice(at, whole ? undefined : at + maxOctets), add)
  return pieces.join('').trim()
}

/** Letter by letter, so that it ends where the room does. */
function addPlain(text: string, add: (raw: string, marked: boolean) => boolean): boolean {
  for (const letter of text) if (!add(letter, false)) return false
  return true
}

interface Match {
  readonly start: number
  readonly end: number
}

/** More marks than this help nobody. */
const maxMatches = 100

function findMatches(text: string, terms: readonly SearchTerm[]): Match[] {
  const folded = foldText(text)
  const matches: Match[] = []
  for (const term of terms) {
    const needle = trimToWord(foldText(term.text).text)
    if (needle === '') continue
    for (const at of occurrences(folded.text, needle)) {
      if (matches.length >= maxMatches) break
      if (startsWord(folded.text, at)) matches.push({ start: folded.at(at), end: folded.at(at + needle.length) })
    }
  }
  matches.sort((a, b) => a.start - b.start || b.end - a.end)
  let reached = 0
  return matches.filter(({ start, end }) => {
    if (start < reached) return false
    reached = end
    return true
  })
}

/** Without the punctuation around it. */
function trimToWord(text: string): string {
  const letters = [...text]
  const isWord = (letter: string): boolean => /[\p{L}\p{N}]/u.test(letter)
  const first = letters.findIndex(isWord)
  return first < 0 ? '' : letters.slice(first, letters.findLastIndex(isWord) + 1).join('')
}

/**
 * Where a text stands in another one, without overlaps: Knuth, Morris and Pratt. `indexOf` is faster on ordinary
 * words, but costs the product of both lengths on those made to hurt.
 */
function* occurrences(text: string, needle: string): Generator<number> {
  const borders = new Uint32Array(needle.length)
  for (let at = 1, border = 0; at < needle.length; at += 1) {
    while (border > 0 && needle.charCodeAt(at) !== needle.charCodeAt(border)) border = borders[border - 1] ?? 0
    if (needle.charCodeAt(at) === needle.charCodeAt(border)) border += 1
    borders[at] = border
  }
  let matched = 0
  for (let at = 0; at < text.length; at += 1) {
    while (matched > 0 && text.charCodeAt(at) !== needle.charCodeAt(matched)) matched = borders[matched - 1] ?? 0
    if (text.charCodeAt(at) === needle.charCodeAt(matched)) matched += 1
    if (matched < needle.length) continue
    yield at + 1 - needle.length
    matched = 0
  }
}

/** Words match from their beginning; scripts without spaces anywhere. */
function startsWord(text: string, at: number): boolean {
  return at === 0 || !/[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u.test(text.charAt(at - 1))
}

function startOf(text: string, match: number): number {
  const from = Math.max(0, match - lead)
  if (from === 0) return 0
  const space = text.slice(from, match).search(/\s/)
  const start = space < 0 ? from : from + space + 1
  return /[\udc00-\udfff]/.test(text.charAt(start)) ? start + 1 : start
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
