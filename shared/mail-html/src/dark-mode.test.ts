import { expect, test } from '@jest/globals'
import { readableOn } from './dark-mode.ts'

const dark = [27, 29, 33] as const

test('black text on a dark surface becomes as bright as other text, light text stays', () => {
  expect(readableOn(dark, [0, 0, 0])).toEqual([236, 236, 236])
  expect(readableOn(dark, [51, 51, 51]).every((part) => part > 180)).toBe(true)
  expect(readableOn(dark, [250, 250, 210])).toEqual([250, 250, 210])
})

test('a dark colour keeps its hue and becomes light enough', () => {
  const [red, green, blue] = readableOn(dark, [0, 0, 128])
  expect(blue).toBeGreaterThan(red)
  expect(red).toBe(green)
  expect(blue).toBeGreaterThan(128)
})
