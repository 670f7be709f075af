import { expect, test } from '@jest/globals'
import { fisher, rankSumTest } from './canary.ts'

test("Fisher's test gives the known figures", () => {
  // The lady tasting tea (Fisher, 1935): four of four, 1 in 70; three of four, 17 in 70.
  expect(fisher({ hits: 4, of: 4 }, { hits: 0, of: 4 })).toBeCloseTo(1 / 70, 10)
  expect(fisher({ hits: 3, of: 4 }, { hits: 1, of: 4 })).toBeCloseTo(17 / 70, 10)
  expect(fisher({ hits: 0, of: 10 }, { hits: 5, of: 10 })).toBe(1)
  expect(fisher({ hits: 0, of: 0 }, { hits: 1, of: 100 })).toBe(1)
})

test('the rank sum test distinguishes shifted values from equal ones', () => {
  const values = Array.from({ length: 30 }, (_, index) => index)
  expect(rankSumTest(values, values)).toBeGreaterThan(0.4)
  expect(
    rankSumTest(
      values.map((value) => value + 20),
      values,
    ),
  ).toBeLessThan(0.001)
  expect(
    rankSumTest(
      values,
      values.map((value) => value + 20),
    ),
  ).toBeGreaterThan(0.99)
  expect(rankSumTest([1, 1, 1], [1, 1, 1])).toBeGreaterThan(0.4)
})
