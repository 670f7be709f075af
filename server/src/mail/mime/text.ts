import { decodeHTML } from 'entities'
import { decodeCharset, type DecodedText } from './charset.ts'
import { decodeTransfer } from './encoding.ts'
import type { Part } from './message.ts'

/**
 * The text of a text part from the bytes of its range, with LF line ends (RFC 8621 §4.1.4, EmailBodyValue).
 *
 * @param charset What a person has chosen in place of what the part says.
 */
export function partText(part: Part, encoded: Uint8Array, charset?: string): DecodedText {
  const decoded = decodeTransfer(encoded, part.transfer)
  const bytes = part.within ? decoded.subarray(part.within.start, part.within.end) : decoded
  const { text, problem } = charset === undefined ? decodeDeclared(part, bytes) : decodeCharset(bytes, charset)
  return { text: text.replace(/\r\r?\n|\r/g, '\n'), problem: problem || part.transferUnknown === true }
}

/** An HTML part that names no charset, or a wrong one, may name one inside. */
function decodeDeclared({ type, charset }: Part, bytes: Uint8Array): DecodedText {
  const isDeclared = charset !== null && charset.toLowerCase() !== 'us-ascii'
  const inside = type === 'text/html' ? charsetInside(bytes) : null
  if (inside === null) return decodeCharset(bytes, charset)
  if (!isDeclared) return decodeCharset(bytes, inside)
  const declared = decodeCharset(bytes, charset)
  if (!declared.problem) return declared
  const other = decodeCharset(bytes, inside)
  return other.problem ? declared : { text: other.text, problem: true }
}

function charsetInside(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 2048)).toString('latin1')
  return /<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]{2,40})/i.exec(start)?.[1] ?? null
}

/** Their content is no text of the message (RFC 8621 §4.4.1). */
const skippedElements: ReadonlySet<string> = new Set([
  'head',
  'style',
  'script',
  'title',
  'template',
  'noframes',
  'svg',
  'math',
])

/** Anything else runs on in the line. */
const blockElements: ReadonlySet<string> = new Set(
  'address article aside blockquote br center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section table td th tr ul'.split(
    ' ',
  ),
)

const tagName = /^<(\/?)([a-z][a-z0-9]*)/i
const spokenAttribute = /\s(?:alt|title)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi

/**
 * The words of an HTML body for search, previews and snippets: one walk, never for display.
 * Text in `alt` and `title` counts, as RFC 8621 §4.4.1 requires.
 */
export function htmlText(html: string): string {
  const parts: string[] = []
  const unclosed: Unclosed = new Set()
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    if (open < 0) {
      parts.push(html.slice(at))
      break
    }
    if (open > at) parts.push(html.slice(at, open))
    at = readMarkup(html, open, { parts, unclosed })
  }
  return decodeHTML(parts.join(''))
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** Adds what the markup at `open` says; returns where the text continues. */
function readMarkup(html: string, open: number, { parts, unclosed }: { parts: string[]; unclosed: Unclosed }): number {
  if (html.startsWith('<!--', open)) return endOf(html, '-->', open + 4)
  const head = html.slice(open, open + 40)
  const match = tagName.exec(head)
  if (!match) {
    if (/^<[!?/]/.test(head)) return endOf(html, '>', open + 1)
    parts.push('<')
    return open + 1
  }
  const name = (match[2] ?? '').toLowerCase()
  const end = endOf(html, '>', open)
  if (blockElements.has(name)) parts.push('\n')
  if (match[1] === '/') return end
  if (skippedElements.has(name) && !unclosed.has(name)) {
    const next = skipSilent(html, name, end)
    if (next >= 0) return next
    // Without its end a head would swallow the whole message.
    unclosed.add(name)
  }
  const tag = html.slice(open, Math.min(end, open + 2000))
  if (tag.length > name.length + 2)
    for (const [, double, single] of tag.matchAll(spokenAttribute)) parts.push(' ', double ?? single ?? '', ' ')
  return end
}

/** Elements whose end is missing, so that it is looked for once and not at each of a million starts. */
type Unclosed = Set<string>

function skipSilent(html: string, name: string, from: number): number {
  const close = html.slice(from).search(new RegExp(`</${name}`, 'i'))
  return close < 0 ? -1 : endOf(html, '>', from + close)
}

function endOf(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from)
  return found < 0 ? html.length : found + mark.length
}

/** Characters of a preview (RFC 8621 §4.1.4). Beyond it: it is cut, if possible between words. */
const maxPreview = 256

/** The start of a body as one line: quotes, rules and white space left out. */
export function makePreview(text: string): string {
  const start = text.slice(0, 8000)
  const own = start
    .split('\n')
    .filter((line) => !/^\s*(>|[-_=*~#]{3,}\s*$)/.test(line))
    .join(' ')
  // A message that is all quote still shows something.
  return cutAtLimit(collapseSpace(own) || collapseSpace(start))
}

// Invisible fillers that newsletters pad their previews with, and what would turn the row around it.
// Tags stay: they make flags.
const fillers = /(?:(?![\u{e0020}-\u{e007f}])\p{Cf}|\u034f|\u115f|\u17b4|\u17b5)+/gu

function collapseSpace(text: string): string {
  return text
    .replace(/\u200d(?=\p{Extended_Pictographic})/gu, '\ue000')
    .replace(fillers, '')
    .replaceAll('\ue000', '\u200d')
    .replace(/\s+/g, ' ')
    .trim()
}

function cutAtLimit(text: string): string {
  if (text.length <= maxPreview) return text
  const cutAt = text.slice(0, maxPreview)
  // Never half of a surrogate pair.
  return /[\ud800-\udbff]$/.test(cutAt) ? cutAt.slice(0, -1) : cutAt
}
