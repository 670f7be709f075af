/** Longer values are not read. */
const longest = 400

/** Pixels that one unit is taken for, where it depends on what is around it. */
const pixels: Readonly<Record<string, number>> = { '': 1, px: 1, pt: 1.33, em: 16, rem: 16, ch: 8, ex: 8, '%': 8, vw: 10, vh: 10, cm: 38, mm: 3.8, in: 96, pc: 16 }

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
    if (/^matrix$/i.test(name)) return isNothing(numbers[0] ?? 1) || isNothing(numbers[3] ?? 1) || numbers.slice(4).some(isFarAway)
    return /^translate/i.test(name) && numbers.some(isFarAway)
  })

/** CSS 2.1 §11.1.2: top, right, bottom, left. */
const clipsAll = (value: string): boolean => {
  const [top = 0, right = 0, bottom = 0, left = 0] = lengthsIn(value)
  return /^rect/i.test(value) && !/auto/i.test(value) && (right - left <= 1 || bottom - top <= 1)
}

const clipsPath = (value: string): boolean => {
  const percents = [...value.matchAll(/(\d{1,20}(?:\.\d{1,20})?)%/g)].map(([, number]) => Number(number))
  if (/^inset\(/i.test(value)) return percents.some((percent) => percent >= 50) || lengthsIn(value).some((length) => length >= 5000)
  if (/^(?:circle|ellipse)\(/i.test(value)) return (lengthsIn(value)[0] ?? 1) <= 1
  return /^polygon\(/i.test(value) && lengthsIn(value).every((length) => length === 0)
}

const valueOf = (style: CSSStyleDeclaration, property: string): string => {
  const value = style.getPropertyValue(property).trim()
  return value.length > longest ? '' : value
}

const isMoved = (style: CSSStyleDeclaration): boolean =>
  /^(?:absolute|fixed|relative|sticky)$/i.test(valueOf(style, 'position')) &&
  ['top', 'right', 'bottom', 'left', 'inset-inline-start', 'inset-inline-end', 'inset-block-start', 'inset-block-end'].some((side) =>
    lengthsIn(valueOf(style, side)).some(isFarAway),
  )

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
