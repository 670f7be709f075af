import { markAttribute } from './allowed.ts'
import type { Verb } from './verb.ts'

/** How clients mark what they repeat of earlier messages. */
const quotes = [
  'blockquote[type="cite"]',
  '.gmail_quote',
  '.gmail_quote_container',
  '.moz-cite-prefix + blockquote',
  '.yahoo_quoted',
  '.protonmail_quote',
  '.tutanota_quote',
  '#divRplyFwdMsg',
  '#appendonsend',
  '#OLK_SRC_BODY_SECTION',
  'blockquote',
].join(',')

/** Outlook marks only where the quote begins. */
const beginsOnly = '#divRplyFwdMsg, #appendonsend'

const known = quotes.slice(0, quotes.lastIndexOf(','))

/** "On Monday Ada wrote:" - a quote nobody marked as one may be part of the message. */
const isAnnounced = (document: Document, element: Element): boolean => {
  const before = document.createRange()
  before.setStart(document.body, 0)
  before.setEndBefore(element)
  return /[:：]$/.test(before.toString().trimEnd())
}

const isContent = (node: Node): boolean =>
  node.nodeType === 3 /* Node.TEXT_NODE */ ? (node.nodeValue ?? '').trim() !== '' : (node as Element).localName === 'img'

/** First and last text or picture. Found once: asking again for each quote makes a hostile mail take minutes. */
const contentEnds = (document: Document): readonly [Node, Node] | null => {
  const nodes = document.createNodeIterator(document.body, 0x5 /* NodeFilter.SHOW_ELEMENT | SHOW_TEXT */)
  let first: Node | null = null
  let last: Node | null = null
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    if (!isContent(node)) continue
    first ??= node
    last = node
  }
  return first && last ? [first, last] : null
}

const isBefore = (node: Node, other: Node): boolean =>
  !node.contains(other) && !other.contains(node) && (node.compareDocumentPosition(other) & 4) /* FOLLOWING */ !== 0

const fold = (document: Document, nodes: readonly Node[], label: string): void => {
  const [first] = nodes
  if (!first?.parentNode) return
  const details = document.createElement('details')
  details.setAttribute(markAttribute, 'quote')
  const summary = document.createElement('summary')
  summary.setAttribute('title', label)
  summary.textContent = '…'
  first.parentNode.insertBefore(details, first)
  details.append(summary, ...nodes)
}

const followers = (element: Element): Node[] => {
  const nodes: Node[] = []
  for (let node: Node | null = element; node; node = node.nextSibling) nodes.push(node)
  return nodes
}

/** So many unmarked quotes are looked at; what is announced further down is shown as it is. */
const mostAnnounced = 20

/**
 * Folds what the message repeats at its end. Where the writer has answered between the lines, and
 * where the quote is all there is (a forwarded message), nothing is folded.
 */
export const foldQuotes: Verb = ({ document, quoteLabel }) => {
  const ends = contentEnds(document)
  if (!ends) return
  const [first, last] = ends
  let asked = 0
  for (const quote of document.querySelectorAll(quotes)) {
    const onlyBegins = quote.matches(beginsOnly)
    if (!isBefore(first, quote) || (isBefore(quote, last) && !onlyBegins)) continue
    if (!quote.matches(known) && ((asked += 1) > mostAnnounced || !isAnnounced(document, quote))) continue
    fold(document, onlyBegins ? followers(quote) : [quote], quoteLabel)
    return
  }
}
