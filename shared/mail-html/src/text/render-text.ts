import type { LinkFacts } from '../links/link-facts.ts'
import { markAttribute } from '../html/allowed.ts'
import { beginning, limits, trimWhere } from '../limits.ts'
import { linkify } from './linkify.ts'
import { type Block, quoteLevels, trailingQuote } from './quote-levels.ts'

export interface RenderedText {
  readonly root: HTMLElement
  readonly links: readonly LinkFacts[]
}

interface Maker {
  readonly document: Document
  readonly links: LinkFacts[]
  /** Paragraphs and quotes that may still be made. */
  blocks: number
}

const anchor = ({ document, links }: Maker, text: string, link: LinkFacts): HTMLElement => {
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

const paragraph = (maker: Maker, text: string): HTMLElement => {
  const element = maker.document.createElement('p')
  // RFC 3676 §4.3: what follows this line is the signature.
  if (/^-- ?$/m.test(text.split('\n')[0] ?? '')) element.setAttribute(markAttribute, 'signature')
  for (const piece of linkify(text, limits.links - maker.links.length)) element.append(piece.link ? anchor(maker, piece.text, piece.link) : piece.text)
  return element
}

const isLineEnd = (code: number): boolean => code === 0x0a

/** Paragraphs end at blank lines; what is beyond the limit is one more paragraph. */
const paragraphs = (maker: Maker, block: Block): HTMLElement[] => {
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
const nest = (maker: Maker, root: HTMLElement, blocks: readonly Block[]): void => {
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

const fold = (maker: Maker, label: string): HTMLElement => {
  const details = maker.document.createElement('details')
  details.setAttribute(markAttribute, 'quote')
  const summary = maker.document.createElement('summary')
  summary.title = label
  summary.textContent = '…'
  details.append(summary)
  return details
}

/** Plain text as paragraphs, quotes and links. Elements and text nodes only: no text is ever read as markup. */
export const renderText = (text: string, document: Document, quoteLabel: string): RenderedText => {
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
