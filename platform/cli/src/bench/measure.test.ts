import { expect, test } from '@jest/globals'
import {
  atMost,
  atMostMore,
  depthAt,
  depthOf,
  isMissed,
  ratio,
  summarise,
  type Compared,
  type Exchange,
} from './measure.ts'

const exchange = (path: string, startedAt: number, ended: number, requestedBy: readonly string[] = []): Exchange => ({
  path,
  startedAt,
  ended,
  bytes: 100,
  requestedBy,
})

const isData = (path: string): boolean => path.startsWith('/jmap/')

const main = exchange('/releases/shell/js/main.js', 10, 60)
const page = exchange('/releases/inbox/js/page.js', 10, 70)
const query = exchange('/jmap/api', 80, 120, [main.path, page.path])

test('what is preloaded is one round trip away, whichever script runs it later', () => {
  expect(depthAt(130, [main, page, query], isData)).toBe(2)
})

test('a script that a script requests is one round trip further', () => {
  const late = exchange('/releases/inbox/js/page.js', 65, 110, [main.path])
  const mail = exchange('/jmap/api', 115, 140, [main.path, late.path])
  expect(depthAt(150, [main, late, mail], isData)).toBe(3)
})

test('data that waits for data is one round trip further, parallel data is not', () => {
  const beside = exchange('/jmap/session', 81, 119, [main.path])
  const after = exchange('/jmap/api', 121, 160, [main.path])
  expect(depthOf(beside, [main, query, beside], isData)).toBe(2)
  expect(depthAt(170, [main, page, query, beside, after], isData)).toBe(3)
})

test('what comes after the page is ready does not count', () => {
  const later = exchange('/jmap/api', 200, 240, [main.path])
  expect(depthAt(150, [main, page, query, later], isData)).toBe(2)
})

test('the median of an even number of values is between two of them', () => {
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
