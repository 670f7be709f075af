import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import path from 'node:path'

type Theme = 'light' | 'dark'
type Rgb = readonly [number, number, number]

const read = (file: string): string => readFileSync(path.join(import.meta.dirname, '../../shared/ui/src', file), 'utf8')

/** Custom properties of the first rule of a stylesheet, `light-dark()` resolved. */
function declarations(css: string, theme: Theme): Map<string, string> {
  const body = css.slice(css.indexOf('{') + 1, css.indexOf('\n}'))
  const found = new Map<string, string>()
  for (const [, name = '', value = ''] of body.matchAll(/--([\w-]+):\s*([^;]+);/g)) {
    const pair = /^light-dark\((oklch\([^)]*\)+),\s*(oklch\([^)]*\)+)\)$/.exec(value)
    found.set(name, (theme === 'light' ? pair?.[1] : pair?.[2]) ?? value)
  }
  return found
}

/** OKLCH to linear sRGB (Ottosson 2020), as CSS Color 4 has it. Out of gamut is cut off, as on a screen. */
function linearRgb(color: string): Rgb {
  const [l = 0, c = 0, h = 0] = (/^oklch\(([\d.\s]+)\)$/.exec(color)?.[1] ?? '').split(/\s+/).map(Number)
  if (!/^oklch\([\d.]+ [\d.]+ [\d.]+\)$/.test(color)) throw new Error(`Not a plain oklch() colour: ${color}`)
  const hue = (h * Math.PI) / 180
  const a = c * Math.cos(hue)
  const b = c * Math.sin(hue)
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  const cut = (value: number): number => Math.min(1, Math.max(0, value))
  return [
    cut(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    cut(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    cut(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ]
}

/** WCAG 2.2: relative luminance is taken of linear sRGB. */
function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [one, other]
    .map(linearRgb)
    .map(([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b)
    .sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

const grounds = ['surface-0', 'surface-1', 'surface-2', 'surface-float']
const inks = ['ink-1', 'ink-2', 'ink-3', 'accent-strong', 'danger', 'success', 'warning']
const text: [string, string][] = [
  ...inks.flatMap((ink) => grounds.map((ground): [string, string] => [ink, ground])),
  ...['ink-1', 'ink-2', 'ink-3', 'accent-strong'].map((ink): [string, string] => [ink, 'accent-soft']),
  ['accent-on', 'accent'],
  ['accent-on', 'accent-hover'],
  ['danger-on', 'danger-fill'],
  ['danger-on', 'danger-fill-hover'],
  ...['danger', 'success', 'warning'].map((tone): [string, string] => [tone, `${tone}-soft`]),
  ...['danger-soft', 'success-soft', 'warning-soft'].map((soft): [string, string] => ['ink-1', soft]),
  ['ink-1', 'surface-3'],
  ['ink-2', 'surface-3'],
  ['ink-1', 'highlight'],
  ['ink-1', 'surface-raised'],
  ...['on', 'muted', 'accent', 'success', 'danger'].map((sign): [string, string] => [`inverse-${sign}`, 'inverse']),
]
const controls: [string, string][] = [
  ...['border-control', 'focus', 'accent', 'danger-fill'].flatMap((sign) =>
    grounds.slice(0, 2).map((ground): [string, string] => [sign, ground]),
  ),
  ['star', 'surface-1'],
]

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  const tokens = declarations(read('tokens.css'), theme)
  const ratio = ([front, back]: [string, string]): number =>
    contrast(tokens.get(front) ?? front, tokens.get(back) ?? back)

  test.each(text)('text in %s can be read on %s', (...pair) => {
    expect(ratio(pair)).toBeGreaterThanOrEqual(4.5)
  })

  test.each(controls)('%s can be seen on %s', (...pair) => {
    expect(ratio(pair)).toBeGreaterThanOrEqual(3)
  })

  test('initials can be read on the colour of any address', () => {
    const avatar = declarations(read('avatar.module.css'), theme)
    const worst = Math.min(
      ...Array.from({ length: 360 }, (_, hue) => {
        const [ink = '', back = ''] = ['ink', 'back'].map((name) =>
          avatar.get(name)?.replace('var(--hue)', String(hue)),
        )
        return contrast(ink, back)
      }),
    )
    expect(worst).toBeGreaterThanOrEqual(4.5)
  })
})

test('the arithmetic agrees with known ratios', () => {
  expect(contrast('oklch(1 0 0)', 'oklch(0 0 0)')).toBeCloseTo(21, 1)
  // #767676 on white, the lightest grey that passes: 4.54
  expect(contrast('oklch(0.5657 0 0)', 'oklch(1 0 0)')).toBeCloseTo(4.54, 1)
})
