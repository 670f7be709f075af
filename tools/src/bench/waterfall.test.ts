import { expect, test } from '@jest/globals'
import { depthOf, depthToRow, isCode, type Exchange } from './waterfall.ts'

const anExchange = (path: string, begun: number, ended: number, askedBy: readonly string[] = []): Exchange => ({
  path,
  begun,
  ended,
  bytes: 100,
  askedBy,
})

const main = anExchange('/releases/shell/js/main.js', 10, 60)
const page = anExchange('/releases/inbox/js/page.js', 10, 70)
const query = anExchange('/jmap/api', 80, 120, [main.path, page.path])

test('what is sent ahead is one round away, whoever runs it later', () => {
  expect(depthToRow([main, page, query], 130)).toBe(2)
})

test('a script that is asked for by a script is a round further', () => {
  const late = anExchange('/releases/inbox/js/page.js', 65, 110, [main.path])
  const mail = anExchange('/jmap/api', 115, 140, [main.path, late.path])
  expect(depthToRow([main, late, mail], 150)).toBe(3)
})

test('mail that waits for mail is a round further, mail beside it is not', () => {
  const beside = anExchange('/jmap/session', 81, 119, [main.path])
  const after = anExchange('/jmap/api', 121, 160, [main.path])
  expect(depthOf(beside, [main, query, beside])).toBe(2)
  expect(depthToRow([main, page, query, beside, after], 170)).toBe(3)
})

test('what comes after the row does not count', () => {
  const later = anExchange('/jmap/api', 200, 240, [main.path])
  expect(depthToRow([main, page, query, later], 150)).toBe(2)
})

test('the page itself and released files are code; mail, sessions and the registry are not', () => {
  const paths = ['/', '/inbox/m1', '/releases/inbox/1/x.js', '/jmap/api', '/api/session', '/registry/search']
  expect(paths.filter((path) => isCode({ path }))).toEqual(['/', '/inbox/m1', '/releases/inbox/1/x.js'])
})
