import type { Recolour } from './css.ts'
import { attributeOf, findAll, hasAttribute, styleOf, textOf, setAttribute, type Transform } from './message-dom.ts'
import { limits } from './policy.ts'

type Rgb = readonly [number, number, number]

function channel(value: number): number {
  const part = value / 255
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
}

/** WCAG 2.2, relative luminance. */
const luminance = ([red, green, blue]: Rgb): number =>
  0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue)

function contrast(one: Rgb, other: Rgb): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function towardsWhite(colour: Rgb, share: number): Rgb {
  const [red, green, blue] = colour.map((value) => Math.round(value + (255 - value) * share)) as [
    number,
    number,
    number,
  ]
  return [red, green, blue]
}

/** WCAG 2.2, success criterion 1.4.3. */
const enough = 4.5

/** Black text is the text's own colour, not a choice of black: greys change sides. */
function turned(colour: Rgb): Rgb {
  const [red, green, blue] = colour
  if (Math.max(...colour) - Math.min(...colour) > 16) return colour
  return [236 - Math.round(red * 0.6), 236 - Math.round(green * 0.6), 236 - Math.round(blue * 0.6)]
}

/** A colour that can be read on a dark surface: the same hue, as little lighter as is enough. */
export function readableOn(surface: Rgb, given: Rgb): Rgb {
  const colour = contrast(given, surface) >= enough ? given : turned(given)
  for (let share = 0; share <= 1; share += 0.1) {
    const lighter = towardsWhite(colour, share)
    if (contrast(lighter, surface) >= enough) return lighter
  }
  return [255, 255, 255]
}

function parse(text: string): Rgb | null {
  const parts = /^rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)/.exec(text)
  return parts ? [Number(parts[1]), Number(parts[2]), Number(parts[3])] : null
}

/** Any notation of a colour in numbers: the browser knows them all. */
function createReader(document: Document): (value: string) => Rgb | null {
  const probe = document.createElement('span')
  return (value) => {
    probe.style.color = ''
    probe.style.color = value
    if (probe.style.color === '') return null
    document.body.append(probe)
    const computed = document.defaultView?.getComputedStyle(probe).color ?? ''
    probe.remove()
    return parse(computed)
  }
}

/** Text of the frame where a mail says nothing of it, and what takes its place on a dark surface of the mail's own. */
const ink: Rgb = [28, 30, 33]
const paper: Rgb = [255, 255, 255]

/** For a surface without a colour for its text: white where the frame's own text could not be read on it. */
function createInk(document: Document): (surface: string) => string | null {
  const read = createReader(document)
  return (surface) => {
    const colour = /^(?:rgba|hsla)|\/|transparent/i.test(surface.trim()) ? null : read(surface)
    if (!colour || contrast(ink, colour) >= enough || contrast(paper, colour) <= contrast(ink, colour)) return null
    return '#ffffff'
  }
}

/** Whether text of a colour cannot be read on white paper. Of the first thousand colours; others count as dark. */
export function createLightness(document: Document): (colour: string) => boolean {
  const read = createReader(document)
  const known = new Map<string, boolean>()
  return (colour) => {
    const before = known.get(colour)
    if (before !== undefined || known.size >= limits.colours) return before ?? false
    const value = read(colour)
    const light = value !== null && contrast(value, paper) < 2.5
    known.set(colour, light)
    return light
  }
}

/**
 * For a mail on a dark surface: text in colours too dark to read is made lighter. What cannot be
 * understood takes the colour of the text around it.
 */
export function createRecolour(document: Document, surface: Rgb): Recolour {
  const read = createReader(document)
  const known = new Map<string, string>()
  return (property, value) => {
    // Only white ones are left here (see `isDesigned`): paper, which is dark now.
    if (property === 'background-color') return 'transparent'
    if (property !== 'color') return value
    const before = known.get(value)
    if (before !== undefined) return before
    const colour = known.size < limits.colours ? read(value) : null
    const after = colour
      ? `#${readableOn(surface, colour)
          .map((part) => part.toString(16).padStart(2, '0'))
          .join('')}`
      : 'inherit'
    known.set(value, after)
    return after
  }
}

const plain = /^(?:#f{3}(?:f{3})?|white|transparent|none|initial|inherit|rgba\(0, 0, 0, 0\)|rgb\(255, 255, 255\))?$/i

const paints = (element: HTMLElement): boolean =>
  !plain.test(attributeOf(element, 'bgcolor')?.trim() ?? '') ||
  hasAttribute(element, 'background') ||
  !plain.test(styleOf(element)?.backgroundColor ?? '') ||
  !['', 'none', 'initial'].includes(styleOf(element)?.backgroundImage ?? '')

const sheetPaints = /background(?:-color|-image)?\s*:\s*(?!#f{3}\b|#f{6}\b|white|none|transparent|initial|inherit)/i

/** Whether a mail paints surfaces of its own, so that its colours only work as they are. */
export const isDesigned = (document: Document): boolean =>
  findAll(document, 'style').some((sheet) => sheetPaints.test(textOf(sheet))) ||
  findAll(document, '[bgcolor], [background], [style*="background" i]').some(paints)

/** A dark surface that says nothing of its text would have ours, which is dark as well. */
export const inkSurfaces: Transform = ({ document, window, recolour }) => {
  if (recolour) return
  const inkOn = createInk(window.document)
  const known = new Map<string, string | null>()
  for (const element of findAll(document, '[style*="background-color"], [bgcolor]')) {
    const style = styleOf(element)
    if (!style || style.color !== '' || hasAttribute(element, 'color')) continue
    const surface = style.backgroundColor || attributeOf(element, 'bgcolor') || ''
    if (!known.has(surface)) known.set(surface, known.size < limits.colours ? inkOn(surface) : null)
    const ink = known.get(surface) ?? null
    if (ink !== null)
      setAttribute(element, 'style', `${attributeOf(element, 'style') ?? ''}; color: ${ink}`.replace(/^; /, ''))
  }
}
