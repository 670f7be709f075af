import { expect, test } from '@jest/globals'
import { combinations } from './ages.ts'

test('every two packages meet in every combination of their releases', () => {
  const names = Object.keys(combinations[0] ?? {})
  const pairs = names.flatMap((one, index) => names.slice(index + 1).map((other) => [one, other] as const))
  for (const [one, other] of pairs) {
    const met = new Set(combinations.map((ages) => `${ages[one]}${ages[other]}`))
    expect([one, other, met.size]).toEqual([one, other, 4])
  }
})
