import { expect, test } from '@jest/globals'
import { atMost, atMostMore, isMissed, type Compared } from './bars.ts'

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
