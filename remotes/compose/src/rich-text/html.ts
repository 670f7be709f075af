import { type HtmlReader, openHtmlReader, textOfHtml } from '@atrium/mail-html'
import { basePath } from '@atrium/remote'
import { DOMParser, DOMSerializer, type Node, Slice } from 'prosemirror-model'
import { quoteClass } from '../draft/draft.ts'
import { schema } from './schema.ts'

let reader: Promise<HtmlReader> | null = null

/** The page's one reader of HTML; after a failure it is opened again. */
export function htmlReader(): Promise<HtmlReader> {
  reader ??= openHtmlReader(document, basePath()).catch((error: unknown) => {
    reader = null
    throw error
  })
  return reader
}

const parser = DOMParser.fromSchema(schema)

/** What the editor shows of a message's HTML. */
export const documentOf = (html: string, { read }: HtmlReader): Node => parser.parse(read(html))

/** What is pasted of the clipboard's HTML. */
export const sliceOf = (html: string, { read }: HtmlReader): Slice =>
  Slice.maxOpen(parser.parseSlice(read(html)).content)

const serializer = DOMSerializer.fromSchema(schema)

/** Blanks in a row, and at the start of a line, survive in HTML as U+00A0 only. */
function keepBlanks(root: HTMLElement): void {
  const texts = root.ownerDocument.createNodeIterator(root, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    if (node.parentElement?.closest('pre') || node.nodeValue === null) continue
    const opens = node.previousSibling === null || node.previousSibling.nodeName === 'BR'
    const text = node.nodeValue.replaceAll('  ', ' \u00a0')
    node.nodeValue = opens ? text.replace(/^ /, '\u00a0') : text
  }
}

/** An empty line has no height without a line break in it. */
function keepEmptyLines(root: HTMLElement): void {
  for (const line of root.querySelectorAll('div:empty, p:empty')) line.append(root.ownerDocument.createElement('br'))
}

export interface WrittenHtml {
  readonly html: string
  /** The same words without formatting, for the text part of the message. */
  readonly text: string
}

/** The message as it is stored and sent; both empty when nothing was written. */
export function htmlOfDocument(written: Node): WrittenHtml {
  if (
    written.childCount === 1 &&
    written.firstChild?.type === schema.nodes.paragraph &&
    written.firstChild.content.size === 0
  )
    return { html: '', text: '' }
  // A document in which nothing loads: a picture would be requested as soon as it has its address.
  const inert = document.implementation.createHTMLDocument()
  const root = inert.createElement('div')
  serializer.serializeFragment(written.content, { document: inert }, root)
  keepBlanks(root)
  keepEmptyLines(root)
  const html = root.innerHTML
  return { html, text: plainTextOf(html) }
}

/** The words of HTML; a line of two dashes gets back the blank that makes it the mark of a signature (RFC 3676 §4.3). */
export const plainTextOf = (html: string): string => textOfHtml(html).replace(/^--$/gm, '-- ')

const isHidden = ({ style }: HTMLElement): boolean =>
  style.display === 'none' ||
  style.visibility === 'hidden' ||
  style.opacity === '0' ||
  [style.fontSize, style.maxHeight].some((size) => /^0(?:px|pt|em|%)?$/.test(size))

/** The HTML of a message as it can be quoted: what its reader did not see is not repeated. */
export function quotableHtml(html: string, { read }: HtmlReader): string {
  const body = read(html)
  for (const element of body.querySelectorAll<HTMLElement>('[style]')) if (isHidden(element)) element.remove()
  return body.innerHTML
}

export interface StoredBody extends WrittenHtml {
  readonly quoteHtml: string
  readonly quote: string
}

/** Divides the HTML of a draft of ours into what was written and what is quoted. */
export function storedBody(html: string, { read }: HtmlReader): StoredBody {
  const body = read(html)
  const quotes = [...body.querySelectorAll(`.${quoteClass}`)]
  const last = quotes.at(-1)
  const ends = last !== undefined && last.nextSibling === null
  if (ends) {
    // The empty line above the quote is put there with it.
    const above = last.previousElementSibling
    if (above?.textContent === '' && above.querySelector('img') === null) above.remove()
    last.remove()
  }
  const quoteHtml = ends ? last.outerHTML : ''
  const own = body.innerHTML
  return { html: own, text: plainTextOf(own), quoteHtml, quote: plainTextOf(quoteHtml) }
}
