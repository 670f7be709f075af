import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Store } from '@atrium/store'
import { publish } from '../publish.ts'
import {
  buildFixture,
  folderStore,
  releaseContext,
  useFreshKeys,
  versionOf,
  type BuildFixture,
} from '../testing/release-builder.ts'
import { promote, releaseBuilds, rollback, switchRemote } from './operations.ts'
import { readRegistry } from './registry.ts'

beforeAll(useFreshKeys)

const stable = { channel: 'stable' } as const
const canary = { channel: 'canary', percent: 10, cohorts: [] } as const

const release = (store: Store, builds: readonly BuildFixture[], target: typeof stable | typeof canary = stable) =>
  releaseBuilds(releaseContext(store), { folders: builds.map(buildFixture), target })

const stableOf = async (store: Store, name: string) =>
  (await readRegistry(store)).registry?.listings[name]?.channels.stable

const bookings = (text: string, exports: readonly string[], more: BuildFixture = {}): BuildFixture => ({
  name: 'bookings',
  text,
  packageVersion: '1.2.0',
  exposes: ['./page', './next'],
  shapes: { './next': Object.fromEntries(exports.map((each) => [each, 'function' as const])) },
  ...more,
})
const settings = (more: BuildFixture = {}): BuildFixture => ({
  name: 'settings',
  text: 'settings',
  requires: { 'bookings/next': { range: '^1.0.0', exports: ['useNextBooking'] } },
  ...more,
})

/** `bookings` without and then with the export that stable `settings` uses. */
async function storeWithConsumer(): Promise<Store> {
  const store = folderStore()
  await release(store, [bookings('one', ['useToday'])])
  await release(store, [bookings('two', ['useToday', 'useNextBooking'])])
  await release(store, [settings()])
  return store
}

describe('what a release needs of others', () => {
  test('a rollback to a release without an export that a stable remote uses is refused, and names who needs it', async () => {
    const store = await storeWithConsumer()
    await expect(rollback(releaseContext(store), { name: 'bookings' })).rejects.toThrow(
      `settings ${versionOf('settings', 'settings')} (stable) needs useNextBooking of bookings/next, which bookings ${versionOf('one', 'bookings')} does not export`,
    )
    expect(await stableOf(store, 'bookings')).toBe(versionOf('two', 'bookings'))
    await rollback(releaseContext(store, { force: true }), { name: 'bookings' })
    expect(await stableOf(store, 'bookings')).toBe(versionOf('one', 'bookings'))
  })

  test('a release that would break a canary of another remote is refused before anything is uploaded', async () => {
    const store = folderStore()
    await release(store, [bookings('one', ['useNextBooking']), { name: 'settings', text: 'old' }])
    await release(store, [settings()], canary)
    const before = await store.list('')
    await expect(release(store, [bookings('next', ['useToday'])])).rejects.toThrow(
      /settings [0-9a-f]{12} \(canary\) needs useNextBooking/,
    )
    expect(await store.list('')).toEqual(before)
  })

  test('a promotion of a preview is checked against what is stable', async () => {
    const store = folderStore()
    await release(store, [bookings('one', ['useNextBooking'])])
    await releaseBuilds(releaseContext(store), {
      folders: [buildFixture(bookings('next', ['useToday']))],
      target: { channel: 'preview', label: 'next' },
    })
    await release(store, [settings()])
    await expect(promote(releaseContext(store), { name: 'bookings', preview: 'next', target: stable })).rejects.toThrow(
      /settings [0-9a-f]{12} \(stable\) needs useNextBooking/,
    )
  })

  test('a remote that others need is not switched off', async () => {
    const store = await storeWithConsumer()
    await expect(switchRemote(releaseContext(store), 'bookings', 'repair')).rejects.toThrow(
      /settings [0-9a-f]{12} \(stable\) needs bookings\/next, which would be gone/,
    )
    await switchRemote(releaseContext(store), 'settings', 'repair')
    await switchRemote(releaseContext(store), 'bookings', 'repair')
  })

  test('a remote is not released before what it needs, unless it does without', async () => {
    const store = folderStore()
    await expect(release(store, [settings()])).rejects.toThrow('needs bookings/next, which is not released')
    await release(store, [settings({ requires: { 'bookings/next': { range: '^1.0.0', optional: true } } })])
    await expect(release(store, [bookings('two', ['useNextBooking'], { packageVersion: '2.0.0' })])).rejects.toThrow(
      /needs bookings\/next \^1\.0\.0, bookings [0-9a-f]{12} is 2\.0\.0/,
    )
  })

  test('a consumer and its provider are released together', async () => {
    const store = folderStore()
    await release(store, [settings(), bookings('two', ['useNextBooking'])])
    expect(await stableOf(store, 'settings')).toBe(versionOf('settings', 'settings'))
  })

  test('without a list of exports, none that the module had may go', async () => {
    const store = folderStore()
    await release(store, [bookings('one', ['useToday', 'useNextBooking'])])
    await release(store, [settings({ requires: { 'bookings/next': { range: '*' } } })])
    await expect(release(store, [bookings('two', ['useToday'])])).rejects.toThrow('needs useNextBooking')
    await release(store, [bookings('three', ['useToday', 'useNextBooking', 'useMore'])])
  })

  test('a start is held to the same checks, and stores nothing that is refused', async () => {
    const store = await storeWithConsumer()
    const before = await store.list('')
    const folder = buildFixture(bookings('next', ['useToday']))
    await expect(publish(store.location, [{ name: 'bookings', folder }])).rejects.toThrow('needs useNextBooking')
    expect(await store.list('')).toEqual(before)
  })
})

describe('a host on a new platform', () => {
  const names = Array.from({ length: 12 }, (_, index) => `remote-${index}`)
  const old = { platform: '^2.1.0' }
  const shell = (text: string, provides: string[]): BuildFixture => ({
    name: 'shell',
    text,
    platform: provides[0] ?? '',
    provides,
  })

  async function storeOfTwelve(): Promise<Store> {
    const store = folderStore()
    await release(store, [shell('two', ['2.1.0']), ...names.map((name) => ({ name, text: 'old', ...old }))])
    return store
  }

  test('that also provides the one before is released beside twelve remotes, which move one after another', async () => {
    const store = await storeOfTwelve()
    await release(store, [shell('three', ['3.0.0', '2.1.0'])])
    for (const name of names.slice(0, 6)) await release(store, [{ name, text: 'new', platform: '^3.0.0' }])
    expect(await Promise.all(names.map((name) => stableOf(store, name)))).toEqual(
      names.map((name, index) => versionOf(index < 6 ? 'new' : 'old', name)),
    )
    await expect(rollback(releaseContext(store), { name: 'shell' })).rejects.toThrow(
      /remote-0 [0-9a-f]{12} runs on platform \^3\.0\.0, shell [0-9a-f]{12} provides 2\.1\.0/,
    )
  })

  test('alone is refused, and names every remote that has not moved', async () => {
    const store = await storeOfTwelve()
    const refused = release(store, [shell('three', ['3.0.0'])])
    await expect(refused).rejects.toThrow('remote-0')
    await expect(refused).rejects.toThrow('remote-11')
  })

  test('is published by a start only with remotes that run on it', async () => {
    const store = await storeOfTwelve()
    const host = { name: 'shell', folder: buildFixture(shell('three', ['3.0.0'])) }
    await expect(publish(store.location, [host])).rejects.toThrow('runs on platform ^2.1.0')
    const moved = names.map((name) => ({ name, folder: buildFixture({ name, text: 'new', platform: '^3.0.0' }) }))
    await publish(store.location, [host, ...moved])
    expect(await stableOf(store, 'shell')).toBe(versionOf('three', 'shell'))
  })

  test('runs remotes of records that had a number', async () => {
    const store = folderStore()
    await release(store, [shell('two', ['2.1.0']), { name: 'inbox', platform: 2 }])
    await expect(release(store, [{ name: 'search', platform: 1 }])).rejects.toThrow('runs on platform ^1.0.0')
  })
})
