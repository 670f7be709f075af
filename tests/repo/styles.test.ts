import { describe, expect, test } from '@jest/globals'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8').replaceAll(/\/\*.*?\*\//gs, '')
const files = globSync(['{platform,shared,remotes}/*/src/**/*.{css,tsx}', 'shell/src/**/*.{css,tsx}'], { cwd: root })
const sheets = files.filter((file) => file.endsWith('.css'))
const tokens = 'shared/ui/src/tokens.css'
/** The reports of `atrium` are pages of their own, with colours of their own. */
const palettes = [tokens, 'platform/cli/src/report/report.css']

/** Names of custom properties that a text gives a value: `--size:` in CSS, `'--size':` in a style object. */
const declared = (text: string): string[] => [...text.matchAll(/(--[\w-]+)'?\s*\]?:/g)].map(([, name = '']) => name)

/** An avatar's colours are made from its hue (contrast.test.ts looks at them); found text is marked in its own yellow. */
const colourful = ['avatar.module.css']

const known = new Set(files.flatMap((file) => declared(read(file))))

test('there are stylesheets to look at', () => {
  expect(sheets.length).toBeGreaterThan(20)
  expect(sheets).toContain(tokens)
})

describe.each(sheets)('%s', (file) => {
  const css = read(file)

  test('uses no custom property that is set nowhere', () => {
    const used = [...css.matchAll(/var\((--[\w-]+)\s*\)/g)].map(([, name = '']) => name)
    expect(used.filter((name) => !known.has(name))).toEqual([])
  })

  test('takes its colours from the tokens', () => {
    if (palettes.includes(file)) return
    if (colourful.some((name) => file.endsWith(name))) return
    expect(css.match(/#[\da-f]{3,8}\b|\b(?:rgb|hsl|oklch|oklab|lch|lab|hwb)a?\(/gi) ?? []).toEqual([])
  })

  test('follows the direction of reading', () => {
    const physical =
      /(?<=^|[;{]\s*|^\s+)(?:(?:margin|padding|border)-(?:left|right)(?:-\w+)?\s*:|(?:left|right)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right))/gm
    expect((css.match(physical) ?? []).map((found) => found.trim())).toEqual([])
  })
})
