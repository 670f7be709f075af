import { expect, test } from '@jest/globals'
import { depthAt, depthOf, type Exchange } from './network.ts'

const exchange = (path: string, begun: number, ended: number, requestedBy: readonly string[] = []): Exchange => ({
  path,
  begun,
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
