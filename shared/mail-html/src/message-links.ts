import { linkFacts } from './links.ts'
import {
  findAll,
  nodesWithin,
  remove,
  removeAttribute,
  type Transform,
  append,
  attributeOf,
  bodyOf,
  createElement,
  createText,
  setAttribute,
  textOf,
  insertBefore,
  localName,
  type TransformContext,
  setText,
  valueOf,
} from './message-dom.ts'
import { linkify } from './plain-text.ts'
import { limits, markAttribute } from './policy.ts'

/** Areas of all image maps that become links. Beyond it: the others lead nowhere. */
const maxAreas = 1000

/**
 * The areas of an image map as links below the picture: a picture that is made to fit has its areas elsewhere. Where
 * all lead to one place the picture itself is the link.
 */
export const linkAreas: Transform = ({ document }) => {
  let left = maxAreas
  const maps = new Map<string | null, readonly Element[]>()
  // The first of a name counts, as in browsers. Each is searched once, however many pictures name it.
  for (const map of findAll(document, 'map').toReversed()) {
    const areas = findAll(map, 'area[href]').slice(0, maxAreas)
    for (const name of ['id', 'name']) maps.set(attributeOf(map, name), areas)
  }
  for (const image of findAll(document, 'img[usemap]')) {
    const areas = maps.get((attributeOf(image, 'usemap') ?? '').replace(/^#/, ''))?.slice(0, left) ?? []
    left -= areas.length
    const links = new Map(areas.map((area) => [attributeOf(area, 'href') ?? '', area]))
    if (links.size === 0) continue
    const around = createElement(document, links.size === 1 ? 'a' : 'div')
    insertBefore(around, image)
    append(around, image)
    for (const [href, area] of links) {
      if (links.size === 1) setAttribute(around, 'href', href)
      else append(around, areaLink(document, href, area))
    }
  }
}

function areaLink(document: Document, href: string, area: Element): HTMLElement {
  const line = createElement(document, 'div')
  const link = createElement(document, 'a')
  setAttribute(link, 'href', href)
  setText(link, attributeOf(area, 'alt') || attributeOf(area, 'title') || href)
  append(line, link)
  return line
}

/** Any id as one that needs no escape. */
const plainId = (id: string): string =>
  id
    .trim()
    .slice(0, 200)
    .replace(/[^\w.:-]/g, (character) => `_${character.charCodeAt(0).toString(16)}`)

/** `<a name>`, which links within the message lead to. Other names go. */
export const nameAnchors: Transform = ({ document }) => {
  for (const anchor of findAll(document, 'a[name]:not([id])'))
    setAttribute(anchor, 'id', attributeOf(anchor, 'name') ?? '')
}

/** No id of a mail can be the name of something of the document (`body`, `forms`) or of the page. */
export const prefixIds: Transform = ({ document, idPrefix }) => {
  for (const element of findAll(document, '[id]')) {
    const id = plainId(attributeOf(element, 'id') ?? '')
    if (id === '') removeAttribute(element, 'id')
    else setAttribute(element, 'id', `${idPrefix}${id}`)
  }
  for (const cell of findAll(document, '[headers]')) {
    const ids = (attributeOf(cell, 'headers') ?? '').split(/\s+/).filter((id) => id !== '')
    setAttribute(cell, 'headers', ids.map((id) => `${idPrefix}${id}`).join(' '))
  }
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}

function inside(anchor: Element, href: string, context: TransformContext): void {
  const target = `#${context.idPrefix}${plainId(decoded(href.slice(1)))}`
  context.issued.add(target)
  setAttribute(anchor, 'href', target)
}

/** What a person reads as the link: its text, and what stands in the place of its pictures or appears beside the pointer. */
const wordsOf = (anchor: Element): string =>
  [
    textOf(anchor),
    ...findAll(anchor, '[alt], [title]').flatMap((element) => [
      attributeOf(element, 'alt'),
      attributeOf(element, 'title'),
    ]),
  ]
    .filter((text) => text !== null)
    .join(' ')

/** @returns how many characters were read to judge it. */
function rewrite(anchor: Element, href: string, context: TransformContext): number {
  const words = wordsOf(anchor)
  const facts = linkFacts(href, words.slice(0, limits.linkText))
  if (!facts) return words.length
  context.issued.add(facts.href)
  setAttribute(anchor, 'href', facts.href)
  setAttribute(anchor, 'title', facts.readable)
  setAttribute(anchor, 'rel', 'noopener noreferrer')
  setAttribute(anchor, 'target', '_blank')
  setAttribute(anchor, markAttribute, `link-${context.links.length}`)
  context.links.push(facts)
  return words.length
}

/** A relative address is one only below the `<base>` of the message. */
function absoluteHref(href: string, base: string | null): string {
  if (
    base === null ||
    href.length > limits.href ||
    !/^\s*https?:\/\//i.test(base) ||
    /^\s*[a-z][a-z\d+.-]*:/i.test(href)
  )
    return href
  try {
    return new URL(href.trim(), base.trim()).href
  } catch {
    return href
  }
}

/**
 * Links open a new window that knows nothing of this one, and say where they lead. A message with
 * more links, or more text in them, than can be judged keeps the rest as text.
 */
export const rewriteLinks: Transform = (context) => {
  let read = 0
  let tried = 0
  for (const element of findAll(context.document, '[href], a')) {
    const href = attributeOf(element, 'href') ?? ''
    removeAttribute(element, 'href')
    if (localName(element) !== 'a') continue
    for (const name of ['target', 'rel', 'title']) removeAttribute(element, name)
    if (/^\s*#\S{1,600}\s*$/.test(href)) inside(element, href.trim(), context)
    else if (href !== '' && (tried += 1) <= limits.links && read < limits.linkText)
      read += rewrite(element, absoluteHref(href, context.base), context)
  }
}

/** Addresses in the text of a message that are not links yet, as far as the limits of all links reach. */
export const linkTexts: Transform = (context) => {
  const { document } = context
  const linked = new Set(findAll(document, 'a').flatMap((anchor) => nodesWithin(document, anchor, 0x4 /* SHOW_TEXT */)))
  let read = 0
  for (const node of nodesWithin(document, bodyOf(document), 0x4 /* NodeFilter.SHOW_TEXT */)) {
    const text = valueOf(node)
    if (linked.has(node) || !/:\/\/|www\.|@/i.test(text)) continue
    if (context.links.length >= limits.links || (read += text.length) > limits.linkText) return
    const pieces = linkify(text, limits.links - context.links.length)
    if (pieces.every(({ link }) => link === null)) continue
    for (const piece of pieces) {
      const words = createText(document, piece.text)
      if (piece.link) insertBefore(anchorAround(words, piece.link.href, context), node)
      else insertBefore(words, node)
    }
    remove(node)
  }
}

function anchorAround(words: Text, href: string, context: TransformContext): HTMLElement {
  const anchor = createElement(context.document, 'a')
  append(anchor, words)
  rewrite(anchor, href, context)
  return anchor
}
