import type { RegistryHead } from '@atrium/protocol'
import { expect, test } from '@jest/globals'
import { expiryWatch } from './release-store.ts'

const day = 24 * 3_600_000
const buildHead = (serial: number, expires: number): RegistryHead => ({
  schema: 2,
  serial,
  size: 0,
  root: '',
  expires: new Date(expires).toISOString(),
})

test('a registry that is not signed again is logged once before and once after it expires, and so is the next one', () => {
  const lines: string[] = []
  let time = 0
  const watch = expiryWatch(
    (line) => void lines.push(line),
    () => time,
  )
  for (; time < 100 * day; time += day / 4) watch(buildHead(1, 90 * day))
  expect(lines).toEqual([
    expect.stringMatching(/serial 1\) expires on 1970-04-01, 30 days.*pnpm release refresh/),
    expect.stringMatching(/serial 1\) has expired on 1970-04-01.*pnpm release refresh/),
  ])
  watch(buildHead(2, time + 90 * day))
  time += 70 * day
  watch(buildHead(2, time + 20 * day))
  expect(lines.slice(2)).toEqual([expect.stringContaining('serial 2) expires')])
})
