import { beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Store } from '@atrium/store'
import { publish } from './publish.ts'
import { promote, releaseBuilds, rollback } from './release/operations.ts'
import { readRegistry } from './release/registry.ts'
import {
  buildFixture,
  folderStore,
  newKey,
  releaseContext,
  useFreshKeys,
  versionOf,
} from './testing/release-builder.ts'

beforeAll(useFreshKeys)
let store: Store
beforeEach(() => {
  store = folderStore()
})

const start = (text: string, disabled?: string) =>
  publish(store.location, [{ name: 'inbox', folder: buildFixture({ text }), disabled }])
const listing = async (name = 'inbox') => (await readRegistry(store)).registry?.listings[name]
const serial = async () => (await readRegistry(store)).registry?.signed.head.serial

test('a start with nothing new changes nothing', async () => {
  await start('one')
  const before = await serial()
  await start('one')
  expect(await serial()).toBe(before)
})

test('a start publishes what was built again', async () => {
  await start('one')
  await start('two')
  expect((await listing())?.channels).toEqual({ stable: versionOf('two'), previous: versionOf('one'), previews: {} })
  await start('one')
  expect((await listing())?.channels.stable).toBe(versionOf('one'))
})

test('a start keeps a rollback', async () => {
  await start('one')
  await start('two')
  await rollback(releaseContext(store), { name: 'inbox' })
  await start('two')
  expect((await listing())?.channels.stable).toBe(versionOf('one'))
})

test('a start keeps a canary', async () => {
  await start('one')
  const canary = { channel: 'canary', percent: 5, cohorts: [] } as const
  await releaseBuilds(releaseContext(store), { folders: [buildFixture({ text: 'two' })], target: canary })
  await start('two')
  expect((await listing())?.channels).toMatchObject({ stable: versionOf('one'), canary: { version: versionOf('two') } })
  await promote(releaseContext(store), { name: 'inbox', target: { channel: 'stable' } })
  await start('two')
  expect((await listing())?.channels.stable).toBe(versionOf('two'))
})

test('a start removes its own packages that are gone, never what others have released', async () => {
  await start('one')
  await releaseBuilds(releaseContext(store), {
    folders: [buildFixture({ name: 'calendar' })],
    target: { channel: 'stable' },
  })
  await publish(store.location, [{ name: 'search', folder: buildFixture({ name: 'search' }) }])
  expect(Object.keys((await readRegistry(store)).registry?.listings ?? {}).sort()).toEqual(['calendar', 'search'])
})

test("a remote is off as long as this installation's list says so", async () => {
  await start('one', 'under repair')
  expect(await listing()).toHaveProperty('disabled', 'under repair')
  await start('one')
  expect(await listing()).not.toHaveProperty('disabled')
})

test('a team with another key signs its releases again', async () => {
  await start('one')
  await start('two')
  const before = process.env['ATRIUM_TEAM_KEY']
  process.env['ATRIUM_TEAM_KEY'] = newKey()
  const old = (await listing())?.keys
  await start('two')
  process.env['ATRIUM_TEAM_KEY'] = before
  expect((await listing())?.keys).not.toEqual(old)
  expect((await listing())?.channels).toEqual({ stable: versionOf('two'), previous: versionOf('one'), previews: {} })
})

test('a store signed with other keys gets a new registry', async () => {
  await start('one')
  const before = process.env['ATRIUM_REGISTRY_KEY']
  process.env['ATRIUM_REGISTRY_KEY'] = newKey()
  await start('two')
  expect((await listing())?.channels).toEqual({ stable: versionOf('two'), previews: {} })
  process.env['ATRIUM_REGISTRY_KEY'] = before
})
