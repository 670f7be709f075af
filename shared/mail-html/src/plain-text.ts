import { type LinkFacts, linkFacts } from './links.ts'
import { limits, markAttribute, beginning, trimWhere } from './policy.ts'

/** A stretch of plain text, or a link in it. */
export type Piece = { readonly text: string; readonly link: null } | { readonly text: string; readonly link: LinkFacts }

/** Strict: a scheme or `www.` before, an ASCII address after; nothing that only might be a link. */
const candidate =
  /\bhttps?:\/\/[^\s<>"'`{}|\\^\u0000-\u0020\u007f-\u00a0\u2000-\u200f\u2028-\u202f\u2060-\u206f]+|\bwww\.[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[/?#][^\s<>"'`]*)?|\b(?:mailto:)?[a-z0-9._%+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+\b/giu

const count = (text: string, character: string): number => text.split(character).length - 1

/** Punctuation after a link belongs to the sentence; a bracket too, unless it was opened in the link. */
function trimEnd(found: string): string {
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

function hrefOf(text: string): string {
  if (/^https?:/i.test(text) || /^mailto:/i.test(text)) return text
  return text.includes('@') && !/^www\./i.test(text) ? `mailto:${text}` : `https://${text}`
}

/**
 * Cuts plain text at the links in it. Nothing is lost: the pieces together are the text.
 * @param most Links at most; what follows the last is plain text. Default: 5000.
 */
export function linkify(text: string, most: number = limits.links): Piece[] {
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

/** Lines of one quote level that follow each other. */
interface Block {
  /** 0 is the writer's own text. */
  readonly level: number
  readonly lines: readonly string[]
}

/** Levels of quotes in plain text. Beyond it: deeper ones look like the last level. */
const deepest = 12

function measure(line: string): { level: number; text: string } {
  const marks = /^(?:> ?)+/.exec(line)?.[0] ?? ''
  const level = marks.split('>').length - 1
  return { level: Math.min(level, deepest), text: line.slice(marks.length) }
}

/** Plain text by quote level (`>`), RFC 3676 §4.5. */
export function quoteLevels(text: string): Block[] {
  const blocks: { level: number; lines: string[] }[] = []
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    const { level, text: rest } = measure(line)
    const last = blocks.at(-1)
    if (last?.level === level) last.lines.push(rest)
    else blocks.push({ level, lines: [rest] })
  }
  return blocks
}

const isBlank = (block: Block): boolean => block.lines.every((line) => line.trim() === '')

/** First block of what the message repeats at its end; -1 when it ends with the writer's own words. */
export function trailingQuote(blocks: readonly Block[]): number {
  let first = -1
  for (let index = blocks.length - 1; index >= 0; index -= 1) {
    const block = blocks[index]
    if (!block) break
    if (block.level > 0) first = index
    else if (!isBlank(block)) break
  }
  const own = blocks.slice(0, Math.max(0, first)).some((block) => block.level === 0 && !isBlank(block))
  return own ? first : -1
}

/** `> ` before every line; what is quoted already gets one sign more and no space (RFC 3676 §4.5). */
export const quoteText = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .trimEnd()
    .split('\n')
    .map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`.trimEnd()))
    .join('\n')

interface RenderedText {
  readonly root: HTMLElement
  readonly links: readonly LinkFacts[]
}

interface Maker {
  readonly document: Document
  readonly links: LinkFacts[]
  /** Paragraphs and quotes that may still be made. */
  blocks: number
}

function anchor({ document, links }: Maker, text: string, link: LinkFacts): HTMLElement {
  const element = document.createElement('a')
  element.textContent = text
  element.href = link.href
  element.title = link.readable
  element.rel = 'noopener noreferrer'
  element.target = '_blank'
  element.setAttribute(markAttribute, `link-${links.length}`)
  links.push(link)
  return element
}

function paragraph(maker: Maker, text: string): HTMLElement {
  const element = maker.document.createElement('p')
  // Plain text says nothing of its direction: the first letter of each paragraph decides.
  element.dir = 'auto'
  // RFC 3676 §4.3: what follows this line is the signature.
  if (/^-- ?$/m.test(text.split('\n')[0] ?? '')) element.setAttribute(markAttribute, 'signature')
  for (const piece of linkify(text, limits.links - maker.links.length))
    element.append(piece.link ? anchor(maker, piece.text, piece.link) : piece.text)
  return element
}

const isLineEnd = (code: number): boolean => code === 0x0a

/** Paragraphs end at blank lines; what is beyond the limit is one more paragraph. */
function paragraphs(maker: Maker, block: Block): HTMLElement[] {
  const texts = block.lines
    .join('\n')
    .split(/\n[\t ]*(?:\n[\t ]*)+/)
    .map((text) => trimWhere(text, isLineEnd))
    .filter((text) => text !== '')
  const most = Math.max(1, maker.blocks)
  const shown = texts.length <= most ? texts : [...texts.slice(0, most - 1), texts.slice(most - 1).join('\n\n')]
  maker.blocks -= shown.length
  return shown.map((text) => paragraph(maker, text))
}

/** Blocks of rising and falling level as quotes within quotes. */
function nest(maker: Maker, root: HTMLElement, blocks: readonly Block[]): void {
  const open: HTMLElement[] = [root]
  for (const [index, block] of blocks.entries()) {
    if (maker.blocks <= 0) {
      // What is left is shown as it was written.
      const lines = blocks.slice(index).flatMap((each) => each.lines.map((line) => `${'> '.repeat(each.level)}${line}`))
      root.append(paragraph(maker, lines.join('\n')))
      return
    }
    while (open.length - 1 > block.level) open.pop()
    while (open.length - 1 < block.level) {
      const quote = maker.document.createElement('blockquote')
      open.at(-1)?.append(quote)
      open.push(quote)
      maker.blocks -= 1
    }
    for (const text of paragraphs(maker, block)) open.at(-1)?.append(text)
  }
}

function fold(maker: Maker, label: string): HTMLElement {
  const details = maker.document.createElement('details')
  details.setAttribute(markAttribute, 'quote')
  const summary = maker.document.createElement('summary')
  summary.title = label
  summary.textContent = '…'
  details.append(summary)
  return details
}

/** Plain text as paragraphs, quotes and links. Elements and text nodes only: no text is ever read as markup. */
export function renderText(text: string, document: Document, quoteLabel: string): RenderedText {
  const maker: Maker = { document, links: [], blocks: limits.blocks }
  const root = document.createElement('div')
  root.setAttribute(markAttribute, 'text')
  const blocks = quoteLevels(text.length > limits.text ? `${beginning(text, limits.text)}…` : text)
  const first = trailingQuote(blocks)
  nest(maker, root, first === -1 ? blocks : blocks.slice(0, first))
  if (first !== -1) {
    const details = fold(maker, quoteLabel)
    nest(maker, details, blocks.slice(first))
    root.append(details)
  }
  return { root, links: maker.links }
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text as it may stand between tags, or in an attribute in double quotes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character] ?? '')
