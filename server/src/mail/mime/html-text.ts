import { decodeEntities } from './decode-entities.ts'

/** Their content is no text of the message (RFC 8621 §4.4.1). */
const silent: ReadonlySet<string> = new Set(['head', 'style', 'script', 'title', 'template', 'noframes', 'svg', 'math'])

/** Anything else runs on in the line. */
const breaking: ReadonlySet<string> = new Set(
  'address article aside blockquote br center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section table td th tr ul'.split(
    ' ',
  ),
)

const tagName = /^<(\/?)([a-z][a-z0-9]*)/i
const spokenAttribute = /\s(?:alt|title)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi

/**
 * The words of an HTML body for search, previews and snippets: one walk, never for display.
 * Text in `alt` and `title` counts, as RFC 8621 §4.4.1 asks.
 */
export function htmlText(html: string): string {
  const pieces: string[] = []
  const unclosed: Unclosed = new Set()
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    if (open < 0) {
      pieces.push(html.slice(at))
      break
    }
    if (open > at) pieces.push(html.slice(at, open))
    at = readMarkup(html, open, { pieces, unclosed })
  }
  return decodeEntities(pieces.join(''))
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** Adds what the markup at `open` says; returns where the text goes on. */
function readMarkup(
  html: string,
  open: number,
  { pieces, unclosed }: { pieces: string[]; unclosed: Unclosed },
): number {
  if (html.startsWith('<!--', open)) return after(html, '-->', open + 4)
  const head = html.slice(open, open + 40)
  const match = tagName.exec(head)
  if (!match) {
    if (/^<[!?/]/.test(head)) return after(html, '>', open + 1)
    pieces.push('<')
    return open + 1
  }
  const name = (match[2] ?? '').toLowerCase()
  const end = after(html, '>', open)
  if (breaking.has(name)) pieces.push('\n')
  if (match[1] === '/') return end
  if (silent.has(name) && !unclosed.has(name)) {
    const next = skipSilent(html, name, end)
    if (next >= 0) return next
    // Without its end a head would swallow the whole message.
    unclosed.add(name)
  }
  const tag = html.slice(open, Math.min(end, open + 2000))
  if (tag.length > name.length + 2)
    for (const [, double, single] of tag.matchAll(spokenAttribute)) pieces.push(' ', double ?? single ?? '', ' ')
  return end
}

/** Elements whose end is missing, so that it is looked for once and not at each of a million starts. */
type Unclosed = Set<string>

function skipSilent(html: string, name: string, from: number): number {
  const close = html.slice(from).search(new RegExp(`</${name}`, 'i'))
  return close < 0 ? -1 : after(html, '>', from + close)
}

function after(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from)
  return found < 0 ? html.length : found + mark.length
}
