import type { Recolour } from './css.ts'
import type { LinkFacts } from './links.ts'

/** What one message may do, and what was found in it. Verbs write to the second half. */
export interface TransformContext {
  readonly window: Window & typeof globalThis
  /** Parsed from the mail; nothing in it runs or loads. */
  readonly document: Document
  readonly images: 'blocked' | 'proxied'
  readonly imageUrl: (url: string) => string
  readonly cid: (cid: string) => string | undefined
  readonly idPrefix: string
  /** What relative addresses of the message are relative to (`<base href>`); null where it says nothing of it. */
  base: string | null
  /** Remote background pictures, by the element they are behind. */
  readonly backgrounds: Map<HTMLElement, string>
  readonly quoteLabel: string
  readonly recolour: Recolour | undefined
  /** Addresses that were written into the document on purpose. The audit finds any other. */
  readonly issued: Set<string>
  readonly links: LinkFacts[]
  blockedImages: number
  trackers: number
  /** Style rules for the frame's head. */
  sheet: string
}

/** One thing done to a parsed message, before it is sanitised. */
export type Transform = (context: TransformContext) => void

/**
 * The DOM of a stranger's document, read and changed by the methods and getters of the prototypes.
 * `<form><img name=replaceWith></form>` puts a picture in the place of the form's own method (DOM
 * clobbering; HTML, `[LegacyOverrideBuiltIns]`), and `<img name=body>` in the place of the document's
 * body. Everything that touches a parsed mail before it is sanitised goes through here.
 */

const xhtml = 'http://www.w3.org/1999/xhtml'

/** A getter of a prototype, whatever the object itself has under that name. */
const read = (prototype: object, name: string, object: object): unknown => Reflect.get(prototype, name, object)

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

const nodeOrNull = (value: unknown): Node | null => (isNode(value) ? value : null)

export const kindOf = (node: Node): number => Number(read(Node.prototype, 'nodeType', node))
const isDocument = (node: Node): node is Document => kindOf(node) === 9 /* Node.DOCUMENT_NODE */

export function bodyOf(document: Document): HTMLElement {
  const body = nodeOrNull(read(Document.prototype, 'body', document))
  if (body === null) throw new TypeError('The message has no body')
  return body as HTMLElement
}

export const findAll = (root: Document | Element, selector: string): HTMLElement[] =>
  [
    ...(isDocument(root)
      ? Document.prototype.querySelectorAll.call(root, selector)
      : Element.prototype.querySelectorAll.call(root, selector)),
  ] as HTMLElement[]

export const isMatch = (element: Element, selector: string): boolean =>
  Element.prototype.matches.call(element, selector)
export const localName = (element: Node): string => String(read(Element.prototype, 'localName', element))
export const isHtml = (element: Element): boolean => read(Element.prototype, 'namespaceURI', element) === xhtml

export const createElement = (document: Document, name: string): HTMLElement =>
  Document.prototype.createElement.call(document, name)
export const createText = (document: Document, text: string): Text =>
  Document.prototype.createTextNode.call(document, text)
export const createRange = (document: Document): Range => Document.prototype.createRange.call(document)
/** @param show `NodeFilter.SHOW_…`, as bits. */
export function nodesWithin(document: Document, root: Node, show: number): Node[] {
  const iterator = Document.prototype.createNodeIterator.call(document, root, show)
  const nodes: Node[] = []
  for (let node = iterator.nextNode(); node; node = iterator.nextNode()) nodes.push(node)
  return nodes
}

export const attributeOf = (element: Element, name: string): string | null =>
  Element.prototype.getAttribute.call(element, name)
export const hasAttribute = (element: Element, name: string): boolean =>
  Element.prototype.hasAttribute.call(element, name)
export const attributeNames = (element: Element): string[] => Element.prototype.getAttributeNames.call(element)
export const setAttribute = (element: Element, name: string, value: string): void =>
  Element.prototype.setAttribute.call(element, name, value)
export const removeAttribute = (element: Element, name: string): void =>
  Element.prototype.removeAttribute.call(element, name)
/** Null for an element that has none. */
export const styleOf = (element: HTMLElement): CSSStyleDeclaration | null =>
  isHtml(element) ? (read(HTMLElement.prototype, 'style', element) as CSSStyleDeclaration) : null

export const textOf = (node: Node): string => String(read(Node.prototype, 'textContent', node) ?? '')
export const setText = (node: Node, text: string): void => void Reflect.set(Node.prototype, 'textContent', text, node)
export const valueOf = (node: Node): string => String(read(Node.prototype, 'nodeValue', node) ?? '')
export const setValue = (node: Node, text: string): void => void Reflect.set(Node.prototype, 'nodeValue', text, node)
export const innerHtml = (element: Element): string => String(read(Element.prototype, 'innerHTML', element))

export const parentOf = (node: Node): Node | null => nodeOrNull(read(Node.prototype, 'parentNode', node))
export const firstChild = (node: Node): Node | null => nodeOrNull(read(Node.prototype, 'firstChild', node))
export const nextSibling = (node: Node): Node | null => nodeOrNull(read(Node.prototype, 'nextSibling', node))
export const contains = (node: Node, other: Node): boolean => Node.prototype.contains.call(node, other)
export const joinTexts = (node: Node): void => Node.prototype.normalize.call(node)

export const insertBefore = (node: Node, other: Node): void =>
  void (parentOf(other) && Node.prototype.insertBefore.call(parentOf(other), node, other))
export const append = (parent: Node, node: Node): void => void Node.prototype.appendChild.call(parent, node)
export function remove(node: Node): void {
  const parent = parentOf(node)
  if (parent) Node.prototype.removeChild.call(parent, node)
}

/** One by one: as arguments of one call a hundred thousand nodes are more than the stack holds. */
export function moveChildren(from: Node, to: Node): void {
  for (let node = firstChild(from); node; node = firstChild(from)) append(to, node)
}

/** Puts in the place of an element what is in it. */
export function unwrap(element: Element): void {
  if (!parentOf(element)) return
  for (let node = firstChild(element); node; node = firstChild(element)) insertBefore(node, element)
  remove(element)
}
