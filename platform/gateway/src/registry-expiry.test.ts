import type { RegistryHead } from '@atrium/protocol'
import { expect, test } from '@jest/globals'
import { expiryWatch } from './release-store.ts'

const day = 24 * 3_600_000
const aHead = (serial: number, expires: number): RegistryHead => ({
  schema: 2,
  serial,
  size: 0,
  root: '',
  expires: new Date(expires).toISOString(),
})

test('a registry that nobody signs again is told of once near its end and once after it, and the next one anew', () => {
  const lines: string[] = []
  let time = 0
  const watch = expiryWatch(
    (line) => void lines.push(line),
    () => time,
  )
  for (; time < 100 * day; time += day / 4) watch(aHead(1, 90 * day))
  expect(lines).toEqual([
    expect.stringMatching(/serial 1\) expires on 1970-04-01, 30 days.*pnpm release refresh/),
    expect.stringMatching(/serial 1\) has expired on 1970-04-01.*pnpm release refresh/),
  ])
  watch(aHead(2, time + 90 * day))
  time += 70 * day
  watch(aHead(2, time + 20 * day))
  expect(lines.slice(2)).toEqual([expect.stringContaining('serial 2) expires')])
})
