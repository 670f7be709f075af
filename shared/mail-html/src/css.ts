import { limits, markAttribute } from './policy.ts'

/** Longhands by name; a name that ends in `-` stands for all that begin so. */
const allowed: readonly string[] = [
  ...[
    'color',
    'background-color',
    'background-image',
    'background-clip',
    'opacity',
    'visibility',
    'display',
    'box-sizing',
    'direction',
    'cursor',
  ],
  ...['font-family', 'font-size', 'font-size-adjust', 'font-stretch', 'font-style', 'font-variant', 'font-weight'],
  ...['font-kerning', 'line-height', 'letter-spacing', 'word-spacing', 'word-break', 'word-wrap', 'overflow-wrap'],
  ...['text-align', 'text-align-last', 'text-decoration', 'text-decoration-', 'text-indent', 'text-transform'],
  ...[
    'text-overflow',
    'text-wrap-mode',
    'text-wrap-style',
    'white-space',
    'white-space-collapse',
    'hyphens',
    'tab-size',
    'vertical-align',
  ],
  ...['margin', 'margin-', 'padding', 'padding-', 'border', 'border-'],
  ...['width', 'height', 'min-width', 'min-height', 'max-width', 'max-height', 'aspect-ratio', 'object-fit'],
  ...['overflow', 'overflow-x', 'overflow-y', 'float', 'clear', 'table-layout', 'caption-side', 'empty-cells'],
  ...['list-style', 'list-style-type', 'list-style-position', 'quotes'],
  ...['flex', 'flex-', 'align-', 'justify-', 'place-', 'order', 'gap', 'row-gap', 'column-gap'],
  ...['column-count', 'column-width'],
]

/** Begins as an allowed one does, and loads something. */
const refused = new Set(['border-image', 'border-image-source', 'list-style-image'])

const names = new Set(allowed.filter((name) => !name.endsWith('-')))
const prefixes = allowed.filter((name) => name.endsWith('-'))

/**
 * Whether a mail may set the property. Nothing that loads (images, fonts), moves out of its place
 * (`position`, `transform`, `z-index`), moves by itself, or reaches beyond its box.
 */
const isAllowedProperty = (name: string): boolean =>
  !refused.has(name) && (names.has(name) || prefixes.some((prefix) => name.startsWith(prefix)))

const functions = new Set([
  'rgb',
  'rgba',
  'hsl',
  'hsla',
  'hwb',
  'lab',
  'lch',
  'oklab',
  'oklch',
  'calc',
  'min',
  'max',
  'clamp',
  'linear-gradient',
  'radial-gradient',
  'conic-gradient',
  'repeating-linear-gradient',
  'repeating-radial-gradient',
  'repeating-conic-gradient',
])

/** Characters of the value of a property. Beyond it: the property is dropped. */
const longest = 400

/** Units of the viewport: the frame is as high as its content, so content of `100vh` grows for ever. */
const viewportUnit = /\d(?:[sld]?v(?:w|h|i|b|min|max))\b/i

/**
 * Whether a value, as the browser writes it back, only says how something looks. A value that
 * still holds an escape or a comment was not understood, and is refused.
 */
export function isSafeValue(value: string): boolean {
  if (value === '' || value.length > longest) return false
  // Strings stand in font names only; what is in them is not read.
  const bare = value.replace(/"[^"\\]*"|'[^'\\]*'/g, '')
  if (/[\\"'<>{};@!]|\/\*|\*\//.test(bare)) return false
  if (viewportUnit.test(bare)) return false
  for (const [, name] of bare.matchAll(/([\w-]*)\(/g)) if (!functions.has((name ?? '').toLowerCase())) return false
  return true
}

/** Characters of a value that is measured. Beyond it: it is not read. */
const longestLength = 400

/** Pixels that one unit is taken for, where it depends on what is around it. */
const pixels: Readonly<Record<string, number>> = {
  '': 1,
  px: 1,
  pt: 1.33,
  em: 16,
  rem: 16,
  ch: 8,
  ex: 8,
  '%': 8,
  vw: 10,
  vh: 10,
  cm: 38,
  mm: 3.8,
  in: 96,
  pc: 16,
}

/** Every length in a value, in pixels as far as its unit says. */
const lengthsIn = (value: string): number[] =>
  [...value.matchAll(/(-?(?:\d{1,20}(?:\.\d{0,20})?|\.\d{1,20})(?:e[+-]?\d{1,3})?)([a-z%]{0,4})/gi)].map(
    ([, number, unit]) => Number(number) * (pixels[(unit ?? '').toLowerCase()] ?? 1),
  )

/** Pixels beyond which a message does not reach. */
export const isFarAway = (length: number): boolean => length <= -500 || length >= 5000

const isNothing = (scale: number): boolean => Math.abs(scale) <= 0.03

/** `scale(0)`, `matrix(0, …)`, `translateX(-9999px)`. */
const transformsAway = (value: string): boolean =>
  [...value.matchAll(/([a-z\d]{1,20})\(([^()]{0,200})\)/gi)].some(([, name = '', list = '']) => {
    const numbers = lengthsIn(list)
    if (/^scale/i.test(name)) return numbers.some(isNothing)
    if (/^matrix$/i.test(name))
      return isNothing(numbers[0] ?? 1) || isNothing(numbers[3] ?? 1) || numbers.slice(4).some(isFarAway)
    return /^translate/i.test(name) && numbers.some(isFarAway)
  })

/** CSS 2.1 §11.1.2: top, right, bottom, left. */
function clipsAll(value: string): boolean {
  const [top = 0, right = 0, bottom = 0, left = 0] = lengthsIn(value)
  return /^rect/i.test(value) && !/auto/i.test(value) && (right - left <= 1 || bottom - top <= 1)
}

function clipsPath(value: string): boolean {
  const percents = [...value.matchAll(/(\d{1,20}(?:\.\d{1,20})?)%/g)].map(([, number]) => Number(number))
  if (/^inset\(/i.test(value))
    return percents.some((percent) => percent >= 50) || lengthsIn(value).some((length) => length >= 5000)
  if (/^(?:circle|ellipse)\(/i.test(value)) return (lengthsIn(value)[0] ?? 1) <= 1
  return /^polygon\(/i.test(value) && lengthsIn(value).every((length) => length === 0)
}

function valueOf(style: CSSStyleDeclaration, property: string): string {
  const value = style.getPropertyValue(property).trim()
  return value.length > longestLength ? '' : value
}

const isMoved = (style: CSSStyleDeclaration): boolean =>
  /^(?:absolute|fixed|relative|sticky)$/i.test(valueOf(style, 'position')) &&
  [
    'top',
    'right',
    'bottom',
    'left',
    'inset-inline-start',
    'inset-inline-end',
    'inset-block-start',
    'inset-block-end',
  ].some((side) => lengthsIn(valueOf(style, side)).some(isFarAway))

/**
 * Whether a mail hides something by properties that it may not set here (position, clip, transform,
 * filter). What it hides stays hidden, so that it neither appears nor loads.
 */
export const isOutOfSight = (style: CSSStyleDeclaration): boolean =>
  isMoved(style) ||
  clipsAll(valueOf(style, 'clip')) ||
  clipsPath(valueOf(style, 'clip-path')) ||
  transformsAway(valueOf(style, 'transform')) ||
  lengthsIn(valueOf(style, 'scale')).some(isNothing) ||
  lengthsIn(valueOf(style, 'translate')).some(isFarAway) ||
  lengthsIn(valueOf(style, 'zoom')).some(isNothing) ||
  /opacity\(\s*0?(?:\.0\d*)?%?\s*\)/i.test(valueOf(style, 'filter')) ||
  valueOf(style, 'content-visibility') === 'hidden'

/** Changes a colour of the text, or gives it back; for dark surfaces. */
export type Recolour = (property: string, value: string) => string

const unchanged: Recolour = (_, value) => value

/** What stands in for a background picture under light text: white and black are both readable on it (WCAG 2.2, 1.4.3). */
export const backing = '#757575'

/** Whether a background is a picture, which is not here or not yet, and no colour is below it. */
export const lacksSurface = (style: CSSStyleDeclaration): boolean =>
  /url\(|image-set/i.test(style.backgroundImage) &&
  /^(?:|initial|transparent|rgba\(0, 0, 0, 0\))$/.test(style.backgroundColor)

interface FilterOptions {
  readonly recolour?: Recolour | undefined
  /** Whether text of a colour cannot be read on white. Default: none is. */
  readonly isLight?: (colour: string) => boolean
}

/**
 * Declarations as text, property by property. The browser's own parser has read them: what is
 * judged here is what it would act on, whatever escapes or comments the mail was written with.
 * What a mail moves or clips out of sight is hidden.
 */
export function filterDeclarations(
  style: CSSStyleDeclaration,
  { recolour = unchanged, isLight = () => false }: FilterOptions = {},
): string {
  const kept: string[] = []
  const onPicture = lacksSurface(style) && style.color !== '' && isLight(style.color)
  for (let index = 0; index < style.length; index += 1) {
    const property = (style[index] ?? '').toLowerCase()
    // By name first: of a hundred thousand custom properties each value is looked for among all.
    if (!isAllowedProperty(property)) continue
    const value = style.getPropertyValue(property)
    if (!isSafeValue(value) || (onPicture && property === 'background-color')) continue
    const important = style.getPropertyPriority(property) === 'important' ? ' !important' : ''
    kept.push(`${property}: ${recolour(property, value)}${important}`)
  }
  if (onPicture) kept.push(`background-color: ${backing}`)
  if (isOutOfSight(style)) kept.push('display: none !important')
  return kept.join('; ')
}

interface SheetOptions extends FilterOptions {
  readonly idPrefix: string
  /** Selectors that all sheets of the message may still have; each one that is read is counted. */
  readonly budget: { rules: number }
}

/** Ids in the document carry a prefix; selectors must say the same. */
const prefixed = (selector: string, prefix: string): string =>
  selector
    .replace(/#((?:[\w-]|\\.|[^\x00-\x7f])+)/g, (_, id: string) => `#${prefix}${id}`)
    // The body of the mail is an element within ours, and counts like the element it was (`body.dark p`).
    .replace(/(^|[\s>+,(])body(?![\w-])/gi, `$1div:where([${markAttribute}="body"])`)

/** Selectors that look at all siblings or all descendants of each element: time grows with the square of the elements. */
const looksFar = /[~{}<;@]|:has|\bof\b|:nth-last|:last-of|:only-of|:nth-(?:last-)?of/i

const isPlainSelector = (selector: string): boolean =>
  selector.length <= limits.selector && !looksFar.test(selector.replace(/~=/g, '='))

/** Conditions of a media query that depend on nothing but the width of the message. */
const isPlainMedia = (media: string): boolean =>
  /^[\w\s(),:.<>=-]*$/.test(media) && !/prefers|scripting|hover|pointer|resolution|device/i.test(media)

function ruleText(rule: CSSRule, options: SheetOptions): string {
  const { idPrefix, budget } = options
  if (budget.rules <= 0) return ''
  if (rule.type === 1) {
    const { selectorText, style } = rule as CSSStyleRule
    budget.rules -= selectorText.split(',').length
    if (!isPlainSelector(selectorText) || budget.rules < 0) return ''
    const declarations = filterDeclarations(style, options)
    return declarations === '' ? '' : `${prefixed(selectorText, idPrefix)} { ${declarations} }`
  }
  if (rule.type !== 4) return ''
  budget.rules -= 1
  const { media, cssRules } = rule as CSSMediaRule
  if (media.mediaText.length > limits.selector || !isPlainMedia(media.mediaText)) return ''
  const inner = rulesText(cssRules, options)
  return inner.trim() === '' ? '' : `@media ${media.mediaText} {\n${inner}\n}`
}

function rulesText(rules: CSSRuleList, options: SheetOptions): string {
  const texts: string[] = []
  for (const rule of rules) {
    if (options.budget.rules <= 0) break
    const text = ruleText(rule, options)
    if (text !== '') texts.push(text)
  }
  return texts.join('\n')
}

/**
 * A stylesheet of the mail, read by the browser's parser and written again: style rules and media
 * queries by width, nothing else (no `@import`, `@font-face`, `@keyframes`). A constructed
 * stylesheet loads nothing. Without that interface the mail goes without its stylesheet.
 */
export function filterSheet(text: string, window: Window & typeof globalThis, options: SheetOptions): string {
  try {
    const sheet = new window.CSSStyleSheet()
    sheet.replaceSync(text)
    return rulesText(sheet.cssRules, options)
  } catch {
    return ''
  }
}
