import { expect, test } from '@jest/globals'
import { ratio, summarise } from './statistics.ts'

test('the middle of an even number of values lies between two of them', () => {
  expect(summarise([4, 1, 3, 2])).toEqual({ median: 2.5, low: 1.75, high: 3.25 })
})

test('one slow run does not move the median', () => {
  expect(summarise([10, 11, 12, 900, 9]).median).toBe(11)
})

test('a ratio is that of the medians, with its own spread', () => {
  expect(ratio([20, 22, 24], [10, 11, 12])).toEqual({ median: 2, low: 21 / 11, high: 23 / 11 })
})

test('no values make no number', () => {
  expect(summarise([]).median).toBeNaN()
})
