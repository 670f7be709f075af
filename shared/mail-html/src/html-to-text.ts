import { quoteText } from './plain-text.ts'

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  shy: '',
  zwnj: '\u200c',
  zwj: '\u200d',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  copy: '©',
  reg: '®',
  trade: '™',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  lsquo: '‘',
  rsquo: '’',
  sbquo: '‚',
  ldquo: '“',
  rdquo: '”',
  bdquo: '„',
  laquo: '«',
  raquo: '»',
  bull: '•',
  middot: '·',
  euro: '€',
  pound: '£',
  yen: '¥',
  cent: '¢',
  sect: '§',
  para: '¶',
  deg: '°',
  plusmn: '±',
  times: '×',
  frac12: '½',
  larr: '←',
  rarr: '→',
  uarr: '↑',
  darr: '↓',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  eacute: 'é',
  egrave: 'è',
  ecirc: 'ê',
  agrave: 'à',
  aacute: 'á',
  acirc: 'â',
  ccedil: 'ç',
  iacute: 'í',
  oacute: 'ó',
  ocirc: 'ô',
  uacute: 'ú',
  ntilde: 'ñ',
  aring: 'å',
  Aring: 'Å',
  aelig: 'æ',
  oslash: 'ø',
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
type Token = { readonly text: string } | { readonly tag: string; readonly source: string }

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
 * Levels of quotes, of which each writes its lines once more, and of lists, which are indented. Beyond it: deeper
 * ones look like the last level.
 */
const maxDepth = 12

/**
 * Text as it grows. Blanks and blank lines are wanted before they are written, so that they never
 * pile up; pieces are joined once, because hostile mail has a million of them.
 */
class Flow {
  readonly #pieces: string[] = []
  #breaks = 0
  #space = false
  /** Goes before the first word of the next line: the number or the dash of a list. */
  #mark = ''
  /** Of all lines until the list ends. */
  indent = ''

  break(count: number): void {
    this.#breaks = Math.max(this.#breaks, count)
  }

  line(): void {
    this.#breaks = Math.min(this.#breaks + 1, 2)
  }

  mark(mark: string): void {
    this.#mark = mark
  }

  /** Words of flowing text, with blanks that do not break (U+00A0) still in it: at the start of a line they indent. */
  write(words: string): void {
    this.#space ||= /^\s/.test(words)
    if (words.trim() === '') return
    const opens = this.#pieces.length === 0 || this.#breaks > 0
    const text = (opens ? words.replace(/^[ \t\n\r\f]+/, '') : words.trimStart()).trimEnd().replaceAll('\u00a0', ' ')
    this.#open()
    this.#pieces.push(text)
    this.#space = /\s$/.test(words)
  }

  /** Text whose blanks and line ends count. */
  writeExactly(text: string): void {
    let end = text.length
    while (end > 0 && text.charAt(end - 1) === '\n') end -= 1
    if (end > 0) {
      this.#space = false
      this.#open()
      this.#pieces.push(text.slice(0, end).replaceAll('\u00a0', ' '))
    }
    this.#breaks += text.length - end
  }

  block(text: string): void {
    if (text === '') return
    this.break(2)
    this.write(text)
    this.break(2)
  }

  /** Where text written from now on begins, for `since`. */
  get position(): number {
    return this.#pieces.length
  }

  since(position: number): string {
    return this.#pieces.slice(position).join('')
  }

  end(): string {
    return this.#pieces.join('')
  }

  #open(): void {
    const isFirst = this.#pieces.length === 0
    const opens = isFirst || this.#breaks > 0
    if (!isFirst) this.#pieces.push(this.#breaks > 0 ? '\n'.repeat(this.#breaks) : this.#space ? ' ' : '')
    if (opens || this.#mark !== '') this.#pieces.push(this.#mark === '' ? this.indent : this.#mark)
    this.#mark = ''
    this.#breaks = 0
  }
}

interface List {
  /** The number of the next item; null where items have none. */
  next: number | null
}

/** A link whose text is being read. */
interface OpenLink {
  readonly href: string
  readonly flow: Flow
  readonly position: number
}

const hrefAttribute = /\shref\s?=\s?(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i

/** Where a link leads, when that can be said in text. */
function hrefOf(source: string): string | null {
  const found = hrefAttribute.exec(source)
  const href = decodeEntities(found?.[1] ?? found?.[2] ?? found?.[3] ?? '').trim()
  return /^(?:https?:\/\/|mailto:)[^\s<>]+$/i.test(href) ? href : null
}

/** An address without what a person leaves out when writing it. */
const bare = (address: string): string =>
  address
    .trim()
    .toLowerCase()
    .replace(/^(?:mailto:|https?:\/\/)/, '')
    .replace(/^www\./, '')
    .replace(/\/$/, '')

/** Reads the tokens of one message. */
class TextReader {
  readonly #flows = [new Flow()]
  readonly #lists: List[] = []
  #skipping = ''
  #exact = 0
  /** HTML drops the line end right after `<pre>`. */
  #fresh = false
  #link: OpenLink | null = null

  read(html: string): string {
    for (const token of tokensOf(html)) {
      if ('text' in token) this.#text(token.text)
      else this.#tag(token.tag.replace('/', ''), token.tag.startsWith('/'), token.source)
    }
    while (this.#flows.length > 1) this.#closeQuote()
    return this.#flow.end()
  }

  get #flow(): Flow {
    return this.#flows.at(-1) ?? new Flow()
  }

  #text(source: string): void {
    if (this.#skipping !== '') return
    if (this.#exact === 0) return this.#flow.write(decodeEntities(source.replace(/[ \t\n\r\f]+/g, ' ')))
    const lineEnds = source.replace(/\r\n?/g, '\n')
    const text = decodeEntities(this.#fresh && lineEnds.startsWith('\n') ? lineEnds.slice(1) : lineEnds)
    this.#fresh = false
    this.#flow.writeExactly(text)
  }

  #tag(name: string, closing: boolean, source: string): void {
    if (this.#skipping !== '') {
      if (closing && name === this.#skipping) this.#skipping = ''
    } else if (silent.has(name)) this.#skipping = closing ? '' : name
    else if (name === 'blockquote') this.#quote(closing)
    else if (name === 'a') this.#anchor(closing, source)
    else if (name === 'ul' || name === 'ol') this.#list(name, closing, source)
    else this.#breakFor(name, closing)
  }

  #breakFor(name: string, closing: boolean): void {
    const flow = this.#flow
    if (name === 'br') flow.line()
    else if (paragraphs.has(name)) flow.break(2)
    else if (lines.has(name)) flow.break(1)
    if (name === 'li' && !closing) flow.mark(this.#itemMark())
    if (name === 'td' || name === 'th') flow.write(' ')
    if (name === 'pre') {
      this.#exact = Math.max(0, this.#exact + (closing ? -1 : 1))
      this.#fresh = !closing
    }
  }

  #itemMark(): string {
    const list = this.#lists.at(-1)
    const outer = '  '.repeat(Math.max(0, Math.min(this.#lists.length, maxDepth) - 1))
    if (list?.next === null || list === undefined) return `${outer}- `
    list.next += 1
    return `${outer}${list.next - 1}. `
  }

  #list(name: string, closing: boolean, source: string): void {
    this.#flow.break(this.#lists.length <= (closing ? 1 : 0) ? 2 : 1)
    if (closing) this.#lists.pop()
    else {
      const start = Number(/\sstart=["']?(\d{1,6})/i.exec(source)?.[1] ?? 1)
      this.#lists.push({ next: name === 'ol' ? start : null })
    }
    this.#flow.indent = '  '.repeat(Math.min(this.#lists.length, maxDepth))
  }

  #anchor(closing: boolean, source: string): void {
    const link = this.#link
    this.#link = null
    if (!closing) {
      const href = hrefOf(source)
      if (href !== null) this.#link = { href, flow: this.#flow, position: this.#flow.position }
      return
    }
    if (!link || link.flow !== this.#flow) return
    const words = link.flow.since(link.position)
    if (bare(words) !== bare(link.href)) link.flow.write(` <${link.href}>`)
  }

  #quote(closing: boolean): void {
    if (!closing && this.#flows.length < maxDepth) this.#flows.push(new Flow())
    else if (closing && this.#flows.length > 1) this.#closeQuote()
  }

  #closeQuote(): void {
    const quoted = this.#flows.pop()?.end() ?? ''
    this.#flow.block(quoted === '' ? '' : quoteText(quoted))
  }
}

/**
 * The words of an HTML body as plain text to be quoted: paragraphs, lists with their numbers,
 * preformatted text, quotes, and where links lead (`Photos <https://…>`). It goes into a text area
 * and nowhere else; nothing here makes markup.
 */
export const textOfHtml = (html: string): string => new TextReader().read(html)
