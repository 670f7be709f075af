import { isFarAway } from './css.ts'
import {
  attributeOf,
  bodyOf,
  contains,
  findAll,
  innerHtml,
  localName,
  remove,
  removeAttribute,
  setAttribute,
  type Transform,
  type TransformContext,
} from './message-dom.ts'
import { markAttribute, limits } from './policy.ts'
import { sanitise } from './sanitize.ts'

type Realm = Window & typeof globalThis

/** What an element does to the pictures in it. */
interface Sight {
  readonly hidden: boolean
  /** Of the element within all that it is in, 0 to 1. */
  readonly opacity: number
  /** Pixels, where the mail says how wide or high the content may be; null where the content decides. */
  readonly width: number | null
  readonly height: number | null
}

const open: Sight = { hidden: false, opacity: 1, width: null, height: null }

/** Pixels: a picture this narrow or low shows nothing, nor does one this small both ways. */
const line = 1
const dot = 3
/** Pixels of a message whose own width is not known, to judge shares of it. */
const usualWidth = 600

/** `10px`, `50%`, `calc(50% - 1px)`, `min(1px, 100%)` in pixels; null for a word, or a share of something unknown. */
function lengthOf(value: string, whole: number | null): number | null {
  const parts = [...value.matchAll(/(-|- )?(\d{1,20}(?:\.\d{0,20})?(?:e[+-]?\d{1,3})?)(px|%)/gi)].map(
    ([, minus, number, unit]) => {
      const size = unit === '%' ? ((whole ?? usualWidth) * Number(number)) / 100 : Number(number)
      return minus === undefined ? size : -size
    },
  )
  if (parts.length === 0) return null
  if (/^min\(|^clamp\(/i.test(value)) return Math.min(...parts)
  if (/^max\(/i.test(value)) return Math.max(...parts)
  if (/^calc\(/i.test(value)) return parts.reduce((sum, part) => sum + part, 0)
  const share = value.endsWith('%')
  // Half of what the content decides is what the content decides; a hundredth is nothing.
  return share && whole === null && Number.parseFloat(value) >= 1 ? null : (parts[0] ?? null)
}

const smallest = (...lengths: readonly (number | null)[]): number | null =>
  lengths.reduce((least, one) => (least === null || (one !== null && one < least) ? one : least), null)

const shifts = [
  'marginTop',
  'marginRight',
  'marginBottom',
  'marginLeft',
  'paddingTop',
  'paddingLeft',
  'paddingRight',
  'textIndent',
] as const

const isShiftedAway = (style: CSSStyleDeclaration): boolean =>
  shifts.some((name) => isFarAway(lengthOf(style[name], null) ?? 0))

const clips = (overflow: string): boolean => overflow !== '' && overflow !== 'visible'

/** Judges elements by their computed style, each one once, after what it is in. */
class Judge {
  readonly #window: Realm
  readonly #known = new Map<Element, Sight>()

  constructor(window: Realm) {
    this.#window = window
  }

  /** Of an element that contains pictures. */
  #around(element: Element | null): Sight {
    // The root is ours, and hidden while this is judged.
    if (element === null || element === this.#window.document.documentElement) return open
    const known = this.#known.get(element)
    if (known) return known
    const within = this.#around(element.parentElement)
    const style = this.#window.getComputedStyle(element)
    const width = smallest(lengthOf(style.width, within.width), lengthOf(style.maxWidth, within.width))
    const height = smallest(lengthOf(style.height, within.height), lengthOf(style.maxHeight, within.height))
    const clipped =
      (clips(style.overflowX) && width !== null && width <= line) ||
      (clips(style.overflowY) && height !== null && height <= line)
    const sight = {
      hidden: within.hidden || clipped || style.display === 'none' || isShiftedAway(style),
      opacity: within.opacity * Number(style.opacity === '' ? 1 : style.opacity),
      width: width ?? within.width,
      height,
    }
    this.#known.set(element, sight)
    return sight
  }

  isVisible(picture: Element): boolean {
    const around = this.#around(picture.parentElement)
    const style = this.#window.getComputedStyle(picture)
    if (around.hidden || style.display === 'none' || isShiftedAway(style)) return false
    if (style.visibility === 'hidden' || style.visibility === 'collapse') return false
    if (around.opacity * Number(style.opacity === '' ? 1 : style.opacity) < 0.05) return false
    const width = smallest(lengthOf(style.width, around.width), lengthOf(style.maxWidth, around.width))
    const height = smallest(lengthOf(style.height, around.height), lengthOf(style.maxHeight, around.height))
    if ((width !== null && width <= line) || (height !== null && height <= line)) return false
    return width === null || height === null || width > dot || height > dot
  }
}

/**
 * The marks of the pictures that a person can see, by the computed style of each picture and of all
 * it is in. The message stands in the frame's own document for that, without any picture's address
 * and without being shown, and what was there before is put back in the same task.
 * @param html From the sanitiser; pictures are marked by `markAttribute`.
 * @param sheet The message's rules, filtered.
 */
function visiblePictures(html: string, sheet: string, window: Realm): ReadonlySet<string> {
  const { document } = window
  const { documentElement: root, head, body } = document
  const [ownHead, ownBody, style] = [
    document.createElement('head'),
    document.createElement('body'),
    document.createElement('style'),
  ]
  style.textContent = `img { max-width: 100% }\n${sheet}`
  ownHead.append(style)
  ownBody.innerHTML = html
  const display = root.style.getPropertyValue('display')
  // In what is not displayed a computed length is the one that was said, not the one that came of it.
  root.style.setProperty('display', 'none', 'important')
  root.replaceChild(ownHead, head)
  root.replaceChild(ownBody, body)
  try {
    const judge = new Judge(window)
    const visible = [...ownBody.querySelectorAll(`[${markAttribute}^="picture-"]`)].filter((picture) =>
      judge.isVisible(picture),
    )
    return new Set(visible.map((picture) => picture.getAttribute(markAttribute) ?? ''))
  } finally {
    root.replaceChild(head, ownHead)
    root.replaceChild(body, ownBody)
    root.style.removeProperty('display')
    if (display !== '') root.style.setProperty('display', display)
  }
}

const raster = /^data:image\/(?:png|gif|jpe?g|webp|bmp|x-icon|avif);base64,[a-z0-9+/=\s]+$/i

function absolute(source: string): string | null {
  if (source.length > limits.href) return null
  const cleaned = source.trim().replace(/[\t\n\r]/g, '')
  const full = cleaned.startsWith('//') ? `https:${cleaned}` : cleaned
  if (!/^https?:\/\//i.test(full)) return null
  try {
    return new URL(full).href
  } catch {
    return null
  }
}

function issue(image: Element, url: string, context: TransformContext): void {
  context.issued.add(url)
  setAttribute(image, 'src', url)
}

/** A picture of the message itself gets its source here. @returns the URL of one that is elsewhere, else null. */
function resolveOwn(image: Element, context: TransformContext): string | null {
  const source = attributeOf(image, 'src') ?? ''
  removeAttribute(image, 'src')
  const content = /^\s*cid:(.+)$/is.exec(source.slice(0, limits.href))?.[1]?.trim()
  const url = content === undefined ? undefined : context.cid(content)
  if (url !== undefined) issue(image, url, context)
  else if (raster.test(source.trim())) issue(image, source.trim(), context)
  else return absolute(source)
  return null
}

const tiny = /^\s*0*[01](?:\.\d{0,9})?(?:px|%)?\s*$/

/** By its attributes, for a browser that does not count them as style. */
const isTiny = (image: Element): boolean =>
  ['width', 'height'].some((name) => tiny.test(attributeOf(image, name) ?? 'auto'))

/** A picture that no one can see is there to tell the sender that the mail was opened. */
function drop(image: Element, context: TransformContext): void {
  context.trackers += 1
  remove(image)
}

function show(image: Element, url: string, context: TransformContext): void {
  if (context.images === 'proxied') return issue(image, context.imageUrl(url), context)
  context.blockedImages += 1
  setAttribute(image, markAttribute, 'blocked')
}

/**
 * Pictures of the message itself by their `cid:`, others not at all or through the proxy. Invisible
 * ones never, whether others are allowed or not. No other element may have a source. Backgrounds of the
 * message likewise, behind their element.
 */
export const resolveImages: Transform = (context) => {
  const backgrounds = resolveBackgrounds(context)
  const remote: (readonly [Element, string])[] = []
  const own: Element[] = []
  for (const element of findAll(context.document, '[src]')) {
    if (localName(element) !== 'img') removeAttribute(element, 'src')
    else {
      const url = resolveOwn(element, context)
      if (url === null) own.push(element)
      else if (remote.length < limits.pictures) remote.push([element, url])
    }
  }
  const judged = [...remote, ...backgrounds]
  if (judged.length === 0) return
  const marks = judged.map(([element]) => attributeOf(element, markAttribute))
  for (const [index, [element]] of judged.entries()) setAttribute(element, markAttribute, `picture-${index}`)
  const visible = visiblePictures(sanitise(withoutSources(context, own), context.window), context.sheet, context.window)
  for (const [index, [element, url]] of judged.entries()) {
    const mark = marks[index] ?? null
    if (mark === null) removeAttribute(element, markAttribute)
    else setAttribute(element, markAttribute, mark)
    const isSeen = visible.has(`picture-${index}`)
    if (index >= remote.length) showBackground(element, isSeen ? url : null, context)
    else if (isTiny(element) || !isSeen) drop(element, context)
    else show(element, url, context)
  }
}

/** Backgrounds of the message itself get their picture here. @returns those that are elsewhere, with their URLs. */
function resolveBackgrounds(context: TransformContext): (readonly [Element, string])[] {
  const remote: (readonly [Element, string])[] = []
  for (const [element, source] of context.backgrounds) {
    if (!contains(bodyOf(context.document), element)) continue
    const cid = /^cid:(.+)$/is.exec(source)?.[1]
    const own = cid === undefined ? undefined : context.cid(cid)
    const url = cid === undefined ? absolute(source) : null
    if (own !== undefined) placeBackground(element, own, context)
    else if (url !== null) remote.push([element, url])
  }
  return remote
}

/** Behind its element, as large as that: a picture for a wider mail than this is not cut to its corner. */
function placeBackground(element: Element, url: string, context: TransformContext): void {
  if (!/^[^"\\()\s]+$/.test(url)) return
  context.issued.add(url)
  const style = attributeOf(element, 'style')
  setAttribute(
    element,
    'style',
    `${style === null ? '' : `${style}; `}background-image: url("${url}"); background-size: cover`,
  )
}

function showBackground(element: Element, url: string | null, context: TransformContext): void {
  if (url === null) context.trackers += 1
  else if (context.images === 'proxied') placeBackground(element, context.imageUrl(url), context)
  else context.blockedImages += 1
}

/** The message as markup, in which no picture has an address: nothing loads while it is judged. */
function withoutSources({ document }: TransformContext, pictures: readonly Element[]): string {
  const sources = pictures.map((image) => attributeOf(image, 'src'))
  for (const image of pictures) removeAttribute(image, 'src')
  const html = innerHtml(bodyOf(document))
  for (const [index, image] of pictures.entries()) {
    const source = sources[index] ?? null
    if (source !== null) setAttribute(image, 'src', source)
  }
  return html
}
