import { quoteText } from './plain-text.ts'

const named: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', shy: '', zwnj: '\u200c', zwj: '\u200d',
  ensp: ' ', emsp: ' ', thinsp: ' ', copy: '©', reg: '®', trade: '™', hellip: '…', mdash: '—', ndash: '–',
  lsquo: '‘', rsquo: '’', sbquo: '‚', ldquo: '“', rdquo: '”', bdquo: '„', laquo: '«', raquo: '»', bull: '•',
  middot: '·', euro: '€', pound: '£', yen: '¥', cent: '¢', sect: '§', para: '¶', deg: '°', plusmn: '±', times: '×',
  frac12: '½', larr: '←', rarr: '→', uarr: '↑', darr: '↓', auml: 'ä', ouml: 'ö', uuml: 'ü', Auml: 'Ä', Ouml: 'Ö',
  Uuml: 'Ü', szlig: 'ß', eacute: 'é', egrave: 'è', ecirc: 'ê', agrave: 'à', aacute: 'á', acirc: 'â', ccedil: 'ç',
  iacute: 'í', oacute: 'ó', ocirc: 'ô', uacute: 'ú', ntilde: 'ñ', aring: 'å', Aring: 'Å', aelig: 'æ', oslash: 'ø',
}

const character = (code: number): string =>
  code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '\ufffd'

/** Character references as mail really has them; an unknown one stays as it is written. */
export const decodeEntities = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z][a-z\d]{1,7}));/gi, (whole: string, ...groups: unknown[]) => {
    const [hex, decimal, name] = groups
    if (typeof hex === 'string') return character(Number.parseInt(hex, 16))
    if (typeof decimal === 'string') return character(Number(decimal))
    return named[String(name)] ?? named[String(name).toLowerCase()] ?? whole
  })

/** A tag or a run of text. `tag` is in lower case, and starts with `/` where it closes. */
export type Token = { readonly text: string } | { readonly tag: string; readonly source: string }

const nameAt = /^<(\/?[a-z][a-z\d]*)/i

/** Where a tag ends: at the first `>` outside of quotes, -1 when nowhere. */
function tagEnd(html: string, from: number): number {
  let quote = ''
  for (let at = from; at < html.length; at += 1) {
    const sign = html.charAt(at)
    if (quote !== '') quote = sign === quote ? '' : quote
    else if (sign === '>') return at
    else if ((sign === '"' || sign === "'") && html.charAt(at - 1) === '=') quote = sign
  }
  return -1
}

/** Reads markup from start to end once, whatever it holds: what is no tag is text. */
export function* tokensOf(html: string): Generator<Token> {
  let at = 0
  // Without this, a million starts of tags that never end would each be read to the end.
  let tagsEnd = true
  while (at < html.length) {
    const open = html.indexOf('<', at)
    if (open !== at) yield { text: html.slice(at, open === -1 ? html.length : open) }
    if (open === -1) return
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open)
      at = end === -1 ? html.length : end + 3
      continue
    }
    const name = nameAt.exec(html.slice(open, open + 24))?.[1]
    const couldEnd = name !== undefined || /[!?/]/.test(html.charAt(open + 1))
    const end = tagsEnd && couldEnd ? tagEnd(html, open + 1) : -1
    if (end === -1) {
      if (couldEnd) tagsEnd = false
      yield { text: '<' }
      at = open + 1
      continue
    }
    if (name !== undefined) yield { tag: name.toLowerCase(), source: html.slice(open, Math.min(end, open + 4000)) }
    at = end + 1
  }
}

const silent = new Set(['head', 'style', 'script', 'title', 'template', 'svg', 'math', 'noframes'])
const paragraphs = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'table', 'pre', 'dl'])
const lines = new Set(
  'address article aside center dd div dt fieldset figure footer form header li main nav section tr'.split(' '),
)

/**
 * Text as it grows. Blanks and blank lines are wanted before they are written, so that they never
 * pile up; pieces are joined once, because hostile mail has a million of them.
 */
class Flow {
  readonly #pieces: string[] = []
  #breaks = 0
  #space = false

  break(count: number): void {
    this.#breaks = Math.max(this.#breaks, count)
  }

  line(): void {
    this.#breaks = Math.min(this.#breaks + 1, 2)
  }

  write(words: string): void {
    const text = words.trim()
    this.#space ||= /^\s/.test(words)
    if (text === '') return
    if (this.#pieces.length > 0) this.#pieces.push(this.#breaks > 0 ? '\n'.repeat(this.#breaks) : this.#space ? ' ' : '')
    this.#pieces.push(text)
    this.#breaks = 0
    this.#space = /\s$/.test(words)
  }

  block(text: string): void {
    if (text === '') return
    this.break(2)
    this.write(text)
    this.break(2)
  }

  end(): string {
    return this.#pieces.join('')
  }
}

const innermost = (flows: Flow[]): Flow => flows.at(-1) ?? new Flow()

function closeQuote(flows: Flow[]): void {
  const quoted = flows.pop()?.end() ?? ''
  innermost(flows).block(quoted === '' ? '' : quoteText(quoted))
}

/** Every level writes its lines once more. */
const maxDepth = 12

function breakFor(flow: Flow, name: string, closing: boolean): void {
  if (name === 'br') flow.line()
  else if (paragraphs.has(name)) flow.break(2)
  else if (lines.has(name)) flow.break(1)
  if (name === 'li' && !closing) flow.write('- ')
  if (name === 'td' || name === 'th') flow.write(' ')
}

/**
 * The words of an HTML body as plain text to be quoted: paragraphs, lists and quotes stay what they
 * are. It goes into a text area and nowhere else; nothing here makes markup.
 */
export function textOfHtml(html: string): string {
  const flows = [new Flow()]
  let skipping = ''
  for (const token of tokensOf(html)) {
    if ('text' in token) {
      if (skipping === '') innermost(flows).write(decodeEntities(token.text.replace(/\s+/g, ' ')).replace(/\u00a0/g, ' '))
      continue
    }
    const closing = token.tag.startsWith('/')
    const name = closing ? token.tag.slice(1) : token.tag
    if (skipping !== '') {
      if (closing && name === skipping) skipping = ''
    } else if (silent.has(name)) skipping = closing ? '' : name
    else if (name !== 'blockquote') breakFor(innermost(flows), name, closing)
    else if (!closing && flows.length < maxDepth) flows.push(new Flow())
    else if (closing && flows.length > 1) closeQuote(flows)
  }
  while (flows.length > 1) closeQuote(flows)
  return innermost(flows).end()
}
