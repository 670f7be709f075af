import { expect, test } from '@jest/globals'
import { combinations } from './ages.ts'

test('every two pieces meet in every combination of their releases', () => {
  const pieces = Object.keys(combinations[0] ?? {})
  const pairs = pieces.flatMap((one, index) => pieces.slice(index + 1).map((other) => [one, other] as const))
  for (const [one, other] of pairs) {
    const met = new Set(combinations.map((ages) => `${ages[one]}${ages[other]}`))
    expect([one, other, met.size]).toEqual([one, other, 4])
  }
})
