import { expect, test } from '@jest/globals'
import { ratio, summarise, atMost, atMostMore, isMissed, type Compared } from './figures.ts'

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

const even = (value: number) => ({ median: value, low: value, high: value })
const compared = (federated: number, single: number): Compared => ({
  name: 'bytes',
  unit: 'KB',
  federated: even(federated),
  single: even(single),
  ratio: even(federated / single),
})

test('a bar is met at its edge and missed above it', () => {
  expect(isMissed(atMost(1.1)(compared(110, 100)))).toBe(false)
  expect(isMissed(atMost(1.1)(compared(111, 100)))).toBe(true)
})

test('a count may be some more than that of one application', () => {
  expect(isMissed(atMostMore(4)(compared(16, 12)))).toBe(false)
  expect(isMissed(atMostMore(4)(compared(17, 12)))).toBe(true)
  expect(isMissed(atMostMore(0)(compared(4, 3)))).toBe(true)
})
