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

const hasContent = (content: DocumentFragment): boolean =>
  (content.textContent ?? '').trim() !== '' || content.querySelector('img') !== null

/** "On Monday Ada wrote:" - a quote nobody marked as one may be part of the message. */
const isAnnounced = (before: DocumentFragment): boolean => /[:：]\s*$/.test(before.textContent ?? '')

const around = (document: Document, element: Element): { readonly before: DocumentFragment; readonly after: DocumentFragment } => {
  const before = document.createRange()
  before.setStart(document.body, 0)
  before.setEndBefore(element)
  const after = document.createRange()
  after.setStartAfter(element)
  after.setEnd(document.body, document.body.childNodes.length)
  return { before: before.cloneContents(), after: after.cloneContents() }
}

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

/**
 * Folds what the message repeats at its end. Where the writer has answered between the lines, and
 * where the quote is all there is (a forwarded message), nothing is folded.
 */
export const foldQuotes: Verb = ({ document, quoteLabel }) => {
  for (const quote of document.querySelectorAll(quotes)) {
    const onlyBegins = quote.matches(beginsOnly)
    const { before, after } = around(document, quote)
    if (!hasContent(before) || (hasContent(after) && !onlyBegins)) continue
    if (!quote.matches(known) && !isAnnounced(before)) continue
    fold(document, onlyBegins ? followers(quote) : [quote], quoteLabel)
    return
  }
}
