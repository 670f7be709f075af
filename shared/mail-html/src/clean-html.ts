import { backing, filterDeclarations, filterSheet, lacksSurface } from './css.ts'
import { createLightness, createRecolour, isDesigned, inkSurfaces } from './dark-mode.ts'
import { textOfHtml } from './html-to-text.ts'
import { resolveImages } from './images.ts'
import type { LinkFacts } from './links.ts'
import {
  findAll,
  nodesWithin,
  remove,
  removeAttribute,
  unwrap,
  type Transform,
  append,
  attributeOf,
  bodyOf,
  createElement,
  moveChildren,
  setAttribute,
  styleOf,
  parentOf,
  textOf,
  attributeNames,
  insertBefore,
  localName,
  type TransformContext,
  firstChild,
  hasAttribute,
  joinTexts,
  kindOf,
  setValue,
  valueOf,
  innerHtml,
  setText,
} from './message-dom.ts'
import { linkAreas, linkTexts, nameAnchors, prefixIds, rewriteLinks } from './message-links.ts'
import { limits, markAttribute, allowedAttributes, beginning } from './policy.ts'
import { foldQuotes } from './quotes.ts'
import { isClean, sanitise } from './sanitize.ts'

/**
 * Elements of a message; a long conversation with all its quotes has some ten thousand. Beyond it: the message is
 * shown as text.
 */
const maxElements = 40_000

/** Elements that the parser opens again in every block until they are closed (HTML, section 13.2.4.3). */
const formatting = /<(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/>]/gi

/** Elements made between two looks at their number; a second of context. Beyond it: the parser gets smaller parts. */
const maxAtOnce = 2_000_000

/**
 * Milliseconds of parsing. What is open is searched with each tag: ten thousand take seconds, where a large mail
 * takes a few hundredths. Beyond it: the message is shown as text.
 */
const parseTimeout = 1500

function countTags(html: string): number {
  let count = 0
  for (let at = html.indexOf('<'); at !== -1 && count <= maxElements; at = html.indexOf('<', at + 1))
    if (/[a-z]/i.test(html.charAt(at + 1))) count += 1
  return count
}

/**
 * Whether few tags become many elements: each of `<p>x<p>x` repeats all formatting that is open.
 * Only a parser knows what is open, so one is fed piece by piece and read after each.
 */
function explodes(html: string, opened: number, window: Window & typeof globalThis): boolean {
  const document = window.document.implementation.createHTMLDocument()
  const made = document.getElementsByTagName('*')
  // The shortest block with text is `<p>x`.
  const piece = Math.max(40, Math.floor((4 * maxAtOnce) / opened))
  const begun = performance.now()
  for (let at = 0; at < html.length; at += piece) {
    // From the prototype: a picture may be called `write`.
    Document.prototype.write.call(document, html.slice(at, at + piece))
    if (made.length > maxElements || performance.now() - begun > parseTimeout) return true
  }
  return false
}

/** Whether a mail has so many elements that there is no other purpose in them than to stop the page. */
function isTooMuch(html: string, window: Window & typeof globalThis): boolean {
  if (html.length > limits.html) return true
  const tags = countTags(html)
  if (tags > maxElements) return true
  const opened = html.match(formatting)?.length ?? 0
  return opened * tags > maxAtOnce && explodes(html, opened, window)
}

/** Goes with everything in it. */
const dropped = [
  ...[
    'script',
    'noscript',
    'template',
    'iframe',
    'frame',
    'frameset',
    'noframes',
    'object',
    'embed',
    'applet',
    'param',
  ],
  ...['base', 'meta', 'link', 'title', 'audio', 'video', 'source', 'track', 'picture > source', 'canvas', 'portal'],
  ...['svg', 'math', 'xml', 'input', 'select', 'datalist', 'textarea', 'keygen', 'dialog', 'map', 'area'],
  ...['bgsound', 'layer', 'ilayer', 'plaintext', 'xmp', 'listing', 'noembed', 'slot', 'selectedcontent', 'fencedframe'],
].join(',')

/** The text in it is part of the message. */
const unwrapped = ['button', 'form', 'fieldset', 'label', 'legend', 'marquee', 'blink', 'picture'].join(',')

/** Everything that could run, load, submit or embed, and every comment. */
const dropActive: Transform = (context) => {
  const { document } = context
  for (const element of findAll(document, 'base[href]')) context.base ??= attributeOf(element, 'href')
  for (const element of findAll(document, dropped)) remove(element)
  for (const element of findAll(document, unwrapped)) unwrap(element)
  // A mail that brings our own mark would pass for something we made.
  for (const element of findAll(document, `[${markAttribute}]`)) removeAttribute(element, markAttribute)
  for (const comment of nodesWithin(document, document, 0x80 /* NodeFilter.SHOW_COMMENT */)) remove(comment)
}

/** Only what is in the body is rendered; what the body itself says of colours and direction moves inside. */
const keepBody: Transform = ({ document }) => {
  const body = bodyOf(document)
  const inner = createElement(document, 'div')
  moveChildren(body, inner)
  const style = attributeOf(body, 'style')
  if (style !== null) setAttribute(inner, 'style', style)
  const own = styleOf(inner)
  const background = attributeOf(body, 'bgcolor')
  const text = attributeOf(body, 'text')
  if (own && background !== null) own.backgroundColor ||= background
  if (own && text !== null) own.color ||= text
  for (const name of ['dir', 'lang', 'class', 'id']) {
    const value = attributeOf(body, name)
    if (value !== null) setAttribute(inner, name, value)
  }
  setAttribute(inner, markAttribute, 'body')
  append(body, inner)
}

/** Background pictures by attribute and by style, before the style is filtered. */
const collectBackgrounds: Transform = ({ document, backgrounds }) => {
  for (const element of findAll(document, '[background], [style*="url(" i]')) {
    const url =
      /\burl\(\s*["']?([^"'()\s]{1,4000})/i.exec(styleOf(element)?.backgroundImage ?? '')?.[1] ??
      attributeOf(element, 'background')
    if (url && backgrounds.size < limits.pictures) backgrounds.set(element, url)
  }
}

/**
 * Elements with a colour of their own that are looked at for light text. Beyond it: no surface is put behind the
 * others.
 */
const maxShaded = 5000

/** Light text that stood on a picture is not read on white paper: the picture may be blocked, or not come. */
const backPictures: Transform = ({ document, window, backgrounds, recolour }) => {
  if (recolour) return
  const isLight = createLightness(window.document)
  const colourOf = (element: HTMLElement): string => styleOf(element)?.color || attributeOf(element, 'color') || ''
  const known = findAll(document, '[background], [style*="url(" i]').filter((element) => backgrounds.has(element))
  if (known.length === 0) return
  /** What has light text in it. Each element is added once: what is inside each other is not searched again and again. */
  const shaded = new Set<Node>()
  for (const element of findAll(document, '[style*="color" i], [color]').slice(0, maxShaded)) {
    if (!isLight(colourOf(element))) continue
    for (let node: Node | null = element; node && !shaded.has(node); node = parentOf(node)) shaded.add(node)
  }
  for (const element of known) {
    const style = styleOf(element)
    const bare = style && (lacksSurface(style) || (hasAttribute(element, 'background') && style.backgroundColor === ''))
    if (bare && !hasAttribute(element, 'bgcolor') && shaded.has(element)) style.backgroundColor = backing
  }
}

const colour = /^(?:#[0-9a-f]{3,8}|[a-z]{3,20})$/i

/** What `hidden` does, as a style that the frame keeps. */
const hidden = 'display: none !important'

function ancestorsOfAll(document: Document): number {
  const depths = new Map<Node | null, number>()
  let sum = 1
  for (const element of findAll(document, '*')) {
    const depth = (depths.get(parentOf(element)) ?? 0) + 1
    depths.set(element, depth)
    sum += depth
  }
  return sum
}

/** Style attributes property by property; style elements become rules for the frame's head. */
const filterStyles: Transform = (context) => {
  const { document, window, idPrefix, recolour } = context
  const isLight = recolour ? () => false : createLightness(window.document)
  const sheets = findAll(document, 'style')
  const budget = { rules: Math.min(limits.rules, Math.floor(limits.matches / ancestorsOfAll(document))) }
  const options = { idPrefix, budget, recolour, isLight }
  context.sheet = sheets.map((sheet) => filterSheet(textOf(sheet), window, options)).join('\n')
  for (const sheet of sheets) remove(sheet)

  for (const element of findAll(document, '[style], [hidden]')) {
    const declarations = styleOf(element)
    const style = declarations === null ? '' : filterDeclarations(declarations, { recolour, isLight })
    const whole = [style, attributeOf(element, 'hidden') === null ? '' : hidden]
      .filter((part) => part !== '')
      .join('; ')
    if (whole === '') removeAttribute(element, 'style')
    else setAttribute(element, 'style', whole)
  }
  for (const name of ['color', 'bgcolor']) {
    for (const element of findAll(document, `[${name}]`)) {
      const value = attributeOf(element, name)?.trim() ?? ''
      if (!colour.test(value) || (name === 'bgcolor' && recolour)) removeAttribute(element, name)
      else if (name === 'color' && recolour) setAttribute(element, name, recolour('color', value))
    }
  }
}

const kept = new Set(allowedAttributes)

/** A cell over a thousand columns makes a table that takes minutes to lay out; no layout needs more than these. */
const maxSpanned: readonly (readonly [string, number])[] = [
  ['colspan', 50],
  ['rowspan', 200],
  ['span', 50],
]

/** The same element with the attributes on the list: to remove a hundred thousand others, each is looked for among all. */
function replace(document: Document, element: Element): void {
  const copy = createElement(document, localName(element))
  for (const name of allowedAttributes) {
    const value = attributeOf(element, name)
    if (value !== null) setAttribute(copy, name, value)
  }
  moveChildren(element, copy)
  insertBefore(copy, element)
  remove(element)
}

/** Attributes by name: handlers, `srcset`, `background`, `ping`, `name` and whatever comes next are not on the list. */
const keepAttributes: Transform = ({ document }) => {
  for (const element of findAll(document, 'body *')) {
    const names = attributeNames(element)
    if (names.length > limits.attributes) replace(document, element)
    else for (const name of names) if (!kept.has(name)) removeAttribute(element, name)
  }
  for (const [name, max] of maxSpanned) {
    for (const element of findAll(document, `[${name}]`))
      if (!(Number(attributeOf(element, name)) <= max)) setAttribute(element, name, String(max))
  }
}

/** A parser drops the line end after `<pre>`, one at each reading: without any the message is read as it was written. */
const trimPre: Transform = ({ document }) => {
  for (const block of findAll(document, 'pre')) {
    joinTexts(block)
    const first = firstChild(block)
    if (first && kindOf(first) === 3 /* Node.TEXT_NODE */) setValue(first, valueOf(first).replace(/^\n+/, ''))
  }
}

interface CleanOptions {
  readonly images: 'blocked' | 'proxied'
  readonly imageUrl: (url: string) => string
  readonly cid: (cid: string) => string | undefined
  readonly theme: 'light' | 'dark'
  /** Of the dark surface, as red, green and blue from 0 to 255. */
  readonly darkSurface: readonly [number, number, number]
  /** Says what is behind "…". */
  readonly quoteLabel: string
}

export type Refusal =
  /** It was made to be read differently by two parsers. */
  | 'deceptive'
  /** It has more elements or characters than a page can take. */
  | 'too-large'
  /** Something failed while it was prepared. */
  | 'failed'

export interface Cleaned {
  /** Exactly what may be rendered. */
  readonly html: string
  /** Style rules for the frame's head. */
  readonly sheet: string
  /** Whether the mail brings its own surfaces and needs a light one below it. */
  readonly canvas: 'light' | 'dark'
  readonly blockedImages: number
  readonly trackers: number
  readonly links: readonly LinkFacts[]
  /** Why only the text of the message is shown; null when all of it is. */
  readonly refused: Refusal | null
}

/** In this order: what is active goes first, styles and addresses are judged, then pictures by those styles; marks come last. */
const transforms: readonly Transform[] = [
  linkAreas,
  dropActive,
  keepBody,
  collectBackgrounds,
  backPictures,
  filterStyles,
  inkSurfaces,
  nameAnchors,
  keepAttributes,
  prefixIds,
  rewriteLinks,
  linkTexts,
  resolveImages,
  foldQuotes,
  trimPre,
]

type Realm = Window & typeof globalThis

const idPrefix = 'mail-'

/** Opened as a body, so that a `<frameset>` of the mail cannot take the body's place. */
const parseInert = (html: string, window: Realm): Document =>
  new window.DOMParser().parseFromString(`<!doctype html><body>${html}`, 'text/html')

/** The text of a message and nothing else, through the sanitiser like all that is rendered. */
function refuse(
  text: string,
  { window, canvas, refused }: { readonly window: Realm; readonly canvas: 'light' | 'dark'; readonly refused: Refusal },
): Cleaned {
  const document = new window.DOMParser().parseFromString('', 'text/html')
  const block = createElement(document, 'pre')
  setText(block, beginning(text.trimStart(), limits.text))
  const around = createElement(document, 'div')
  around.append(block)
  return {
    html: sanitise(innerHtml(around), window),
    sheet: '',
    canvas,
    blockedImages: 0,
    trackers: 0,
    links: [],
    refused,
  }
}

function clean(html: string, window: Realm, options: CleanOptions): Cleaned {
  const document = parseInert(html, window)
  const canvas = options.theme === 'dark' && !isDesigned(document) ? 'dark' : 'light'
  const context: TransformContext = {
    ...options,
    window,
    document,
    idPrefix,
    recolour: canvas === 'dark' ? createRecolour(window.document, options.darkSurface) : undefined,
    base: null,
    backgrounds: new Map(),
    issued: new Set(),
    links: [],
    blockedImages: 0,
    trackers: 0,
    sheet: '',
  }
  for (const transform of transforms) transform(context)
  const sanitised = sanitise(innerHtml(bodyOf(document)), window)
  if (!isClean(sanitised, window, context.issued)) {
    return refuse(textOf(bodyOf(parseInert(sanitised, window))), { window, canvas, refused: 'deceptive' })
  }
  const { sheet, blockedImages, trackers, links } = context
  return { html: sanitised, sheet, canvas, blockedImages, trackers, links, refused: null }
}

/** A stranger's HTML → a string that may be rendered in the frame of `window`; its text where that fails. */
export function cleanHtml(html: string, window: Realm, options: CleanOptions): Cleaned {
  const canvas = options.theme
  if (isTooMuch(html, window)) return refuse(textOfHtml(html), { window, canvas, refused: 'too-large' })
  try {
    return clean(html, window, options)
  } catch {
    return refuse(textOfHtml(html), { window, canvas, refused: 'failed' })
  }
}
