import { readFileSync } from 'node:fs'
import path from 'node:path'
import { limitsPage, readLimits } from '@atrium/tools'
import { expect, test } from '@jest/globals'
import { root } from './source-files.ts'

const limits = readLimits(root)

const placesWithout = (part: 'meaning' | 'beyond'): string[] =>
  limits.filter((limit) => limit[part] === '').map(({ name, file }) => `${file}: ${name}`)

test('the limits of the code are found', () => {
  expect(limits.length).toBeGreaterThan(200)
})

test('docs/limits.md is what pnpm limits writes', () => {
  expect(readFileSync(path.join(root, 'docs/limits.md'), 'utf8')).toBe(limitsPage(limits))
})

test('every limit has a comment that says what is bounded', () => {
  expect(placesWithout('meaning')).toEqual([])
})

test('every limit says what happens beyond it ("Beyond it: …")', () => {
  expect(placesWithout('beyond')).toEqual([])
})
