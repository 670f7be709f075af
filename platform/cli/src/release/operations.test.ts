import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Channels } from '@atrium/protocol'
import { openStore, type Store } from '@atrium/store'
import { startBucket } from '@atrium/store/testing'
import { checkBudgets, releaseBuilds } from './operations.ts'
import { readBuild } from './uploads.ts'
import { readRegistry } from './registry.ts'
import {
  buildFixture,
  folderStore,
  historyOf,
  newKey,
  releaseContext,
  useFreshKeys,
  versionOf,
} from '../testing/release-builder.ts'

beforeAll(useFreshKeys)

const stable = { channel: 'stable' } as const
const release = (store: Store, text: string, name = 'inbox') =>
  releaseBuilds(releaseContext(store), { folders: [buildFixture({ name, text })], target: stable })

const channelsOf = async (store: Store, name = 'inbox'): Promise<Channels | undefined> =>
  (await readRegistry(store)).registry?.listings[name]?.channels

describe('a release', () => {
  test('becomes stable, and the stable one its fallback', async () => {
    const store = folderStore()
    await release(store, 'one')
    expect(await channelsOf(store)).toEqual({ stable: versionOf('one'), previews: {} })
    await release(store, 'two')
    expect(await channelsOf(store)).toEqual({ stable: versionOf('two'), previous: versionOf('one'), previews: {} })
  })

  test('of the same bytes changes nothing', async () => {
    const work = releaseContext()
    await release(work.store, 'one')
    const before = (await work.store.read('registry.json'))?.tag
    await releaseBuilds(work, { folders: [buildFixture({ text: 'one' })], target: stable })
    expect(work.output).toEqual([`inbox: already released as ${versionOf('one')}. Nothing to do.`])
    expect((await work.store.read('registry.json'))?.tag).toBe(before)
  })

  test('in a dry run is reported, and leaves the store as it is', async () => {
    const store = folderStore()
    await release(store, 'one')
    const before = await store.list('')
    const work = releaseContext(store, { dryRun: true })
    await releaseBuilds(work, { folders: [buildFixture({ text: 'two' })], target: stable })
    expect(work.output).toEqual([
      `inbox ${versionOf('two')}: would upload 4 of 4 files`,
      `would change inbox stable: ${versionOf('one')} → ${versionOf('two')}`,
    ])
    expect(await store.list('')).toEqual(before)
  })

  test('stores source maps apart from served files', async () => {
    const store = folderStore()
    await release(store, 'one')
    const files = (await store.list('')).map((file) => file.path)
    expect(files.filter((file) => file.endsWith('.map'))).toEqual([`maps/inbox/${versionOf('one')}/js/page.js.map`])
  })

  test('goes to a canary or a preview beside what is stable', async () => {
    const store = folderStore()
    await release(store, 'one')
    await releaseBuilds(releaseContext(store), {
      folders: [buildFixture({ text: 'two' })],
      target: { channel: 'canary', percent: 5, cohorts: ['beta'] },
    })
    await releaseBuilds(releaseContext(store), {
      folders: [buildFixture({ text: 'three' })],
      target: { channel: 'preview', label: 'new-list' },
    })
    expect(await channelsOf(store)).toEqual({
      stable: versionOf('one'),
      canary: { version: versionOf('two'), percent: 5, cohorts: ['beta'] },
      previews: { 'new-list': versionOf('three') },
    })
  })

  test('without a stable one cannot start as a canary', async () => {
    const target = { channel: 'canary', percent: 5, cohorts: [] } as const
    await expect(releaseBuilds(releaseContext(), { folders: [buildFixture()], target })).rejects.toThrow(
      'No stable release yet',
    )
  })

  test('of a build that was changed by hand is refused', async () => {
    const folder = buildFixture()
    writeFileSync(path.join(folder, 'js/page.js'), 'stolen()')
    await expect(releaseBuilds(releaseContext(), { folders: [folder], target: stable })).rejects.toThrow(
      'differs from the file that was built',
    )
  })

  test('with force restores what was changed in the store', async () => {
    const store = folderStore()
    await release(store, 'one')
    const file = `inbox/${versionOf('one')}/remoteEntry.js`
    const bytes = (await store.read(file))?.bytes ?? Buffer.of()
    await store.write(file, Buffer.from('stolen()'))
    await release(store, 'one')
    expect((await store.read(file))?.bytes.toString()).toBe('stolen()')
    await releaseBuilds(releaseContext(store, { force: true }), {
      folders: [buildFixture({ text: 'one' })],
      target: stable,
    })
    expect((await store.read(file))?.bytes.equals(bytes)).toBe(true)
  })

  test('over its budget is refused', async () => {
    const build = readBuild(buildFixture())
    await expect(checkBudgets([build], { inbox: 0.01 })).rejects.toThrow('over its budget of 0.01 KB')
    await expect(checkBudgets([build], { '*': 0.01 })).rejects.toThrow('over its budget of 0.01 KB')
    await checkBudgets([build], { inbox: 1, search: 0, '*': 0 })
    await checkBudgets([build], { search: 0 })
    // One application of all packages is none of them.
    await checkBudgets([{ ...build, budget: 'local' }], { inbox: 0, local: 1 })
  })
})

describe('two teams at once', () => {
  test.each([
    [
      'a folder',
      async () => ({
        open: (
          (store) => () =>
            openStore(store.location)
        )(folderStore()),
        close: async () => {},
      }),
    ],
    [
      'a bucket',
      async () =>
        startBucket().then((bucket) => ({
          open: () => openStore(bucket.location, { environment: bucket.environment }),
          close: bucket.close,
        })),
    ],
  ])('both succeed in %s', async (_, make) => {
    const { open, close } = await make()
    await Promise.all(['compose', 'inbox', 'search', 'settings'].map((name) => release(open(), 'one', name)))
    for (const name of ['compose', 'inbox', 'search', 'settings'])
      expect((await channelsOf(open(), name))?.stable).toBe(versionOf('one', name))
    expect((await historyOf(open())).map(({ moves }) => moves[0]?.name).sort()).toEqual([
      'compose',
      'inbox',
      'search',
      'settings',
    ])
    await close()
  })

  test('with the same remote: the second one is refused', async () => {
    const store = folderStore()
    await release(store, 'one')
    const slow: Store = {
      ...store,
      // The other one comes and goes while this one uploads.
      write: async (file, bytes) => {
        if (file.endsWith('remoteEntry.js')) await release(store, 'theirs')
        await store.write(file, bytes)
      },
    }
    await expect(
      releaseBuilds(releaseContext(slow), { folders: [buildFixture({ text: 'mine' })], target: stable }),
    ).rejects.toThrow('changed by another release')
    expect((await channelsOf(store))?.stable).toBe(versionOf('theirs'))
  })
})

describe('contracts', () => {
  const shell = (accepts: Record<string, number[]>, text = 'shell') => buildFixture({ name: 'shell', text, accepts })

  test('a remote that no host in use accepts is refused', async () => {
    const store = folderStore()
    await releaseBuilds(releaseContext(store), {
      folders: [shell({ inbox: [1, 2] }), buildFixture({ contract: 2 })],
      target: stable,
    })
    const newer = { folders: [buildFixture({ text: 'two', contract: 3 })], target: stable }
    await expect(releaseBuilds(releaseContext(store), newer)).rejects.toThrow(
      /has contract 3, shell [0-9a-f]{12} accepts 1, 2/,
    )
    expect((await channelsOf(store))?.stable).toBe(versionOf('one'))
    await releaseBuilds(releaseContext(store, { force: true }), newer)
    expect((await channelsOf(store))?.stable).toBe(versionOf('two'))
  })

  test('a host that does not accept a remote in use is refused', async () => {
    const store = folderStore()
    await releaseBuilds(releaseContext(store), { folders: [shell({ inbox: [1] }), buildFixture()], target: stable })
    await expect(
      releaseBuilds(releaseContext(store), { folders: [shell({ inbox: [2] }, 'next')], target: stable }),
    ).rejects.toThrow('has contract 1')
  })

  test('a remote for another platform is refused', async () => {
    const store = folderStore()
    await releaseBuilds(releaseContext(store), { folders: [shell({})], target: stable })
    await expect(
      releaseBuilds(releaseContext(store), { folders: [buildFixture({ platform: 2 })], target: stable }),
    ).rejects.toThrow('runs on platform ^2.0.0, shell')
  })
})

describe('keys', () => {
  test('a registry signed with another key is refused', async () => {
    const store = folderStore()
    await release(store, 'one')
    const before = process.env['ATRIUM_REGISTRY_KEY']
    process.env['ATRIUM_REGISTRY_KEY'] = newKey()
    await expect(release(store, 'two')).rejects.toMatchObject({
      code: 'REGISTRY_UNSIGNED',
      message: expect.stringContaining('trusted are'),
    })
    process.env['ATRIUM_REGISTRY_KEY'] = before
  })

  test("a remote is not released with another team's key", async () => {
    const store = folderStore()
    await release(store, 'one')
    const before = process.env['ATRIUM_TEAM_KEY']
    process.env['ATRIUM_TEAM_KEY'] = newKey()
    await expect(release(store, 'two')).rejects.toThrow('ATRIUM_TEAM_KEY_FILE')
    process.env['ATRIUM_TEAM_KEY'] = before
  })

  test('listings that were not signed are refused', async () => {
    const store = folderStore()
    await release(store, 'one')
    const file = await store.read('registry.json')
    const text = file?.bytes.toString().replace('/releases/inbox/', '/releases/other/') ?? ''
    await store.replace('registry.json', Buffer.from(text), file?.tag ?? null)
    await expect(release(store, 'two')).rejects.toMatchObject({ code: 'REGISTRY_INVALID' })
  })
})
