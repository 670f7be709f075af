import { markAttribute } from './policy.ts'
import {
  append,
  bodyOf,
  contains,
  createElement,
  createRange,
  findAll,
  insertBefore,
  isMatch,
  kindOf,
  localName,
  nextSibling,
  nodesWithin,
  parentOf,
  setAttribute,
  setText,
  valueOf,
} from './message-dom.ts'
import type { Transform } from './message-dom.ts'

/** Ids that Outlook writes, with the prefix that ids of a mail get. It marks only where the quote begins. */
const beginningOf = (idPrefix: string): string => `#${idPrefix}divRplyFwdMsg, #${idPrefix}appendonsend`

/** How clients mark what they repeat of earlier messages. */
const markedOf = (idPrefix: string): string =>
  [
    'blockquote[type="cite"]',
    '.gmail_quote',
    '.gmail_quote_container',
    '.moz-cite-prefix + blockquote',
    '.yahoo_quoted',
    '.protonmail_quote',
    '.tutanota_quote',
    beginningOf(idPrefix),
    `#${idPrefix}OLK_SRC_BODY_SECTION`,
  ].join(', ')

/** "On Monday Ada wrote:" - a quote that is not marked as one may be part of the message. */
function isAnnounced(document: Document, element: Element): boolean {
  const before = createRange(document)
  before.setStart(bodyOf(document), 0)
  before.setEndBefore(element)
  return /[:：]$/.test(before.toString().trimEnd())
}

const isContent = (node: Node): boolean =>
  kindOf(node) === 3 /* Node.TEXT_NODE */ ? valueOf(node).trim() !== '' : localName(node) === 'img'

function fold(document: Document, nodes: readonly Node[], label: string): void {
  const [first] = nodes
  if (!first || !parentOf(first)) return
  const details = createElement(document, 'details')
  setAttribute(details, markAttribute, 'quote')
  const summary = createElement(document, 'summary')
  setAttribute(summary, 'title', label)
  setText(summary, '…')
  insertBefore(details, first)
  append(details, summary)
  for (const node of nodes) append(details, node)
}

function followers(element: Element): Node[] {
  const nodes: Node[] = []
  for (let node: Node | null = element; node; node = nextSibling(node)) nodes.push(node)
  return nodes
}

/** Unmarked quotes that are looked at. Beyond it: what is announced further down is shown as it is. */
const maxAnnounced = 20

/**
 * Folds what the message repeats at its end. Where the writer has answered between the lines, and
 * where the quote is all there is (a forwarded message), nothing is folded.
 */
export const foldQuotes: Transform = ({ document, quoteLabel, idPrefix }) => {
  // In order, once: to compare the places of two siblings a browser walks from one to the other.
  const nodes = nodesWithin(document, bodyOf(document), 0x5 /* NodeFilter.SHOW_ELEMENT | SHOW_TEXT */)
  const first = nodes.findIndex(isContent)
  const last = nodes.findLastIndex(isContent)
  const end = nodes[last]
  if (!end) return
  const places = new Map(nodes.map((node, index) => [node, index]))
  const marked = markedOf(idPrefix)
  let checked = 0
  for (const quote of findAll(document, `${marked}, blockquote`)) {
    const onlyBegins = isMatch(quote, beginningOf(idPrefix))
    const place = places.get(quote) ?? 0
    const isAnswered = place < last && !contains(quote, end)
    if (place <= first || (isAnswered && !onlyBegins)) continue
    if (!isMatch(quote, marked) && ((checked += 1) > maxAnnounced || !isAnnounced(document, quote))) continue
    fold(document, onlyBegins ? followers(quote) : [quote], quoteLabel)
    return
  }
}
