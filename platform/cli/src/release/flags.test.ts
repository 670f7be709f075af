import { beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Store } from '@atrium/store'
import { flagsIn, listFlags, setFlag, sharePercent } from './flags.ts'
import { releaseBuilds } from './operations.ts'
import { readRegistry } from './registry.ts'
import { historyText, statusJson, statusText } from './status.ts'
import { buildFixture, folderStore, releaseContext, useFreshKeys } from '../testing/release-builder.ts'

beforeAll(useFreshKeys)

let store: Store
const release = (text: string) =>
  releaseBuilds(releaseContext(store), {
    folders: [buildFixture({ name: 'shell', text, platform: '2.2.0' })],
    target: { channel: 'stable' },
  })
const flags = async () => flagsIn((await readRegistry(store)).registry?.listings ?? {})

beforeEach(async () => {
  store = folderStore()
  await release('one')
})

test('a flag is declared, changed and removed, and the history says what it was', async () => {
  await setFlag(releaseContext(store), 'newList', { percent: 20, cohorts: ['beta'] })
  expect(await flags()).toEqual({ newList: { percent: 20, cohorts: ['beta'] } })
  await setFlag(releaseContext(store, { reason: 'no complaints' }), 'newList', { percent: 100, cohorts: [] })
  expect(await historyText(store, { limit: 50, page: 1 })).toContain(
    ': no complaints\n  shell flag newList: 20 % beta → on\n',
  )
  await setFlag(releaseContext(store), 'newList', undefined)
  expect(await flags()).toEqual({})
  await expect(setFlag(releaseContext(store), 'newList', undefined)).rejects.toThrow('Unknown flag "newList"')
})

test('a release of the host keeps the flags', async () => {
  await setFlag(releaseContext(store), 'newList', { percent: 0, cohorts: [] })
  await release('two')
  expect(await flags()).toEqual({ newList: { percent: 0, cohorts: [] } })
})

test('status and the list show each flag and for whom it is on', async () => {
  expect(await listFlags(store, false)).toContain('No flags.')
  await setFlag(releaseContext(store), 'newList', { percent: 20, cohorts: ['beta'] })
  await setFlag(releaseContext(store), 'quick', { percent: 0, cohorts: [] })
  for (const text of [await listFlags(store, false), await statusText(store)]) {
    expect(text).toMatch(/newList +20 % beta/)
    expect(text).toMatch(/quick +off/)
  }
  const both = { newList: { percent: 20, cohorts: ['beta'] }, quick: { percent: 0, cohorts: [] } }
  expect(JSON.parse(await listFlags(store, true))).toEqual(both)
  expect(JSON.parse(await statusJson(store))).toMatchObject({ flags: both })
})

test('what is no name or value of a flag is refused', async () => {
  expect(['on', 'off', '12.5%', '3'].map(sharePercent)).toEqual([100, 0, 12.5, 3])
  for (const wrong of ['yes', '101%', '-1', '']) expect(() => sharePercent(wrong)).toThrow(/no value of a flag/)
  await expect(setFlag(releaseContext(store), '__proto__', { percent: 100, cohorts: [] })).rejects.toThrow(
    'must start with a lower-case letter',
  )
})
