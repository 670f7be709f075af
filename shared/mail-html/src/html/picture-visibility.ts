import { isFarAway } from '../css/out-of-sight.ts'
import { markAttribute } from './allowed.ts'

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
const lengthOf = (value: string, whole: number | null): number | null => {
  const parts = [...value.matchAll(/(-|- )?(\d{1,20}(?:\.\d{0,20})?(?:e[+-]?\d{1,3})?)(px|%)/gi)].map(([, minus, number, unit]) => {
    const size = unit === '%' ? ((whole ?? usualWidth) * Number(number)) / 100 : Number(number)
    return minus === undefined ? size : -size
  })
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

const shifts = ['marginTop', 'marginRight', 'marginBottom', 'marginLeft', 'paddingTop', 'paddingLeft', 'paddingRight', 'textIndent'] as const

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
      (clips(style.overflowX) && width !== null && width <= line) || (clips(style.overflowY) && height !== null && height <= line)
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
export const visiblePictures = (html: string, sheet: string, window: Realm): ReadonlySet<string> => {
  const { document } = window
  const { documentElement: root, head, body } = document
  const [ownHead, ownBody, style] = [document.createElement('head'), document.createElement('body'), document.createElement('style')]
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
    const visible = [...ownBody.querySelectorAll(`img[${markAttribute}]`)].filter((picture) => judge.isVisible(picture))
    return new Set(visible.map((picture) => picture.getAttribute(markAttribute) ?? ''))
  } finally {
    root.replaceChild(head, ownHead)
    root.replaceChild(body, ownBody)
    root.style.removeProperty('display')
    if (display !== '') root.style.setProperty('display', display)
  }
}
