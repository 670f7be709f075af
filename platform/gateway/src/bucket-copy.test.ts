import type { Listing, Registry } from '@atrium/protocol'
import { afterAll, beforeEach, expect, test } from '@jest/globals'
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createTempFolder, removeFolders } from './testing/temp-folder.ts'
import { buildRecord, remoteRelease } from './testing/release-builder.ts'
import { sweepCopy } from './bucket-copy.ts'

const day = 24 * 3_600_000
const startedAt = Date.UTC(2026, 0, 1)
const [one, two] = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb']
const vendor = (version: string): string => `vendor.${version.slice(0, 10)}.js`

let folder: string
beforeEach(() => {
  folder = createTempFolder()
  for (const version of [one, two]) {
    const record = {
      ...buildRecord(remoteRelease('inbox')),
      version,
      files: { [`js/${vendor(version)}`]: `sha384-${'A'.repeat(64)}` },
    }
    const signature = { key: 'A'.repeat(43), value: 'A'.repeat(86) }
    for (const [file, text] of [
      [`${version}/release.json`, JSON.stringify({ record, signature })],
      [`vendor/${vendor(version)}`, ''],
      [`vendor/${vendor(version)}.br`, ''],
    ]) {
      const place = path.join(folder, 'inbox', file ?? '')
      mkdirSync(path.dirname(place), { recursive: true })
      writeFileSync(place, text ?? '')
      utimesSync(place, startedAt / 1000, startedAt / 1000)
      utimesSync(path.dirname(place), startedAt / 1000, startedAt / 1000)
    }
  }
})
afterAll(removeFolders)

const listed = (...versions: string[]): Registry['listings'] => ({
  inbox: { releases: Object.fromEntries(versions.map((version) => [version, ''])) } as Listing,
})
const left = (below = 'inbox'): string[] => readdirSync(path.join(folder, below)).sort()

test('what left the registry stays for tabs that are open, and goes after a week, with the libraries that it alone needs', () => {
  sweepCopy(listed(one, two), { folder, now: startedAt + 30 * day })
  sweepCopy(listed(two), { folder, now: startedAt + 36 * day })
  expect(left()).toEqual([one, two, 'vendor'])
  expect(left('inbox/vendor')).toHaveLength(4)
  sweepCopy(listed(two), { folder, now: startedAt + 38 * day })
  expect([left(), left('inbox/vendor')]).toEqual([
    [two, 'vendor'],
    [vendor(two), `${vendor(two)}.br`],
  ])
})

test('a remote that is not listed any more goes too', () => {
  sweepCopy({}, { folder, now: startedAt + 8 * day })
  expect([left(), left('inbox/vendor')]).toEqual([['vendor'], []])
})
