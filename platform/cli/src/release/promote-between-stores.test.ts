import { beforeEach, describe, expect, test } from '@jest/globals'
import { storeLayout, type Store } from '@atrium/store'
import { trustedKeys } from '../keys.ts'
import {
  buildFixture,
  folderStore,
  historyOf,
  newKey,
  releaseContext,
  useFreshKeys,
  versionOf,
  type RecordedContext,
} from '../testing/release-builder.ts'
import { releaseBuilds } from './operations.ts'
import { promoteBetweenStores } from './promote-between-stores.ts'
import { readRegistry, type Target } from './registry.ts'
import { retire } from './retirement.ts'
import { readRelease } from './uploads.ts'

const stable: Target = { channel: 'stable' }

let staging: Store
let production: RecordedContext
let stagingKeys: readonly string[]
let productionKey: string

/** Releases into staging, whose registry has a key of its own. The team's key is the same in both. */
async function releaseInStaging(text: string, target = stable): Promise<void> {
  const { ATRIUM_REGISTRY_KEY: here } = process.env
  process.env['ATRIUM_REGISTRY_KEY'] = stagingKey
  await releaseBuilds(releaseContext(staging), { folders: [buildFixture({ text, library: 'shared code' })], target })
  process.env['ATRIUM_REGISTRY_KEY'] = here
}
let stagingKey: string

beforeEach(async () => {
  useFreshKeys()
  staging = folderStore()
  production = releaseContext()
  productionKey = process.env['ATRIUM_REGISTRY_KEY'] ?? ''
  stagingKey = newKey()
  process.env['ATRIUM_REGISTRY_KEY'] = stagingKey
  stagingKeys = trustedKeys()
  process.env['ATRIUM_REGISTRY_KEY'] = productionKey
})

const promoteToProduction = (more: { version?: string; target?: Target } = {}, context = production) =>
  promoteBetweenStores(context, { name: 'inbox', from: staging, keys: stagingKeys, target: stable, ...more })

describe('a release of another environment', () => {
  test('is released with the same bytes and the same signature, and history says where it comes from', async () => {
    await releaseInStaging('one')
    // The team has no part in it: its key is not here.
    process.env['ATRIUM_TEAM_KEY'] = newKey()
    await promoteToProduction()
    const [there, here] = [staging, production.store]
    const version = versionOf('one')
    expect(await readRelease(here, 'inbox', version)).toEqual(await readRelease(there, 'inbox', version))
    const paths = (await there.list('inbox/')).map(({ path }) => path)
    expect((await here.list('inbox/')).map(({ path }) => path)).toEqual(paths)
    for (const file of paths) expect((await here.read(file))?.bytes).toEqual((await there.read(file))?.bytes)
    expect(await here.list(storeLayout.mapFolder('inbox', version))).toHaveLength(
      (await there.list(storeLayout.mapFolder('inbox', version))).length,
    )
    expect((await readRegistry(here)).registry?.listings['inbox']?.channels.stable).toBe(version)
    expect(await historyOf(here)).toMatchObject([{ command: 'promote', reason: `as in ${there.location}` }])
  })

  test('can be a version in one of its channels, and a canary here', async () => {
    await releaseInStaging('one')
    await promoteToProduction()
    await releaseInStaging('two', { channel: 'preview', label: 'next' })
    await promoteToProduction({
      version: versionOf('two'),
      target: { channel: 'canary', percent: 5, cohorts: [] },
    })
    expect((await readRegistry(production.store)).registry?.listings['inbox']?.channels).toMatchObject({
      stable: versionOf('one'),
      canary: { version: versionOf('two'), percent: 5 },
    })
  })

  test.each([
    ['a registry signed by a key that is not trusted', { keys: undefined }, 'is not signed by a key'],
    ['a version in no channel there', { version: 'aaaaaaaaaaaa' }, 'is in no channel'],
    ['a remote that is not there', { name: 'search' }, 'Unknown remote "search"'],
    ['the host, which trusts the keys it was built with', { name: 'shell' }, 'Build and release it'],
  ])('is not found or refused: %s', async (_, change, message) => {
    await releaseInStaging('one')
    await expect(
      promoteBetweenStores(production, { name: 'inbox', from: staging, keys: stagingKeys, target: stable, ...change }),
    ).rejects.toThrow(message)
    expect(await production.store.list('')).toEqual([])
  })

  test('is refused when a file or the record was changed there, and when another team has the name here', async () => {
    await releaseInStaging('one')
    const page = `${storeLayout.releaseFolder('inbox', versionOf('one'))}js/page.js`
    const bytes = (await staging.read(page))?.bytes ?? Buffer.of()
    await staging.write(page, Buffer.from('globalThis.inbox = "forged"'))
    await expect(promoteToProduction()).rejects.toThrow('differs from the file that was built')
    await staging.write(page, bytes)
    const record = `${storeLayout.releaseFolder('inbox', versionOf('one'))}record.json`
    const text = (await staging.read(record))?.bytes.toString() ?? ''
    await staging.write(record, Buffer.from(text.replace('"contract":1', '"contract":7')))
    await expect(promoteToProduction()).rejects.toThrow('is not the one that its team has signed')
    await staging.write(record, Buffer.from(text))
    process.env['ATRIUM_TEAM_KEY'] = newKey()
    await releaseBuilds(production, { folders: [buildFixture({ text: 'theirs' })], target: stable })
    await expect(promoteToProduction()).rejects.toThrow('is released with the key')
  })

  test('needs --force when a gateway there has halted it', async () => {
    await releaseInStaging('one')
    const halt = {
      remote: 'inbox',
      version: versionOf('one'),
      at: '2026-11-21T10:00:00.000Z',
      reason: '9 of 40 failed',
    }
    await staging.replace(storeLayout.stoppedCanaries, Buffer.from(JSON.stringify({ stopped: [halt] })), null)
    await expect(promoteToProduction()).rejects.toThrow(`halted in ${staging.location}: 9 of 40 failed`)
    expect(await production.store.list('')).toEqual([])
    await promoteToProduction({}, releaseContext(production.store, { force: true }))
    expect((await readRegistry(production.store)).registry?.listings['inbox']?.channels.stable).toBe(versionOf('one'))
  })

  test('is refused when it is retired there, unless that is overruled', async () => {
    await releaseInStaging('one')
    process.env['ATRIUM_REGISTRY_KEY'] = stagingKey
    await retire(releaseContext(staging), { name: 'inbox', grace: 0 })
    process.env['ATRIUM_REGISTRY_KEY'] = productionKey
    await expect(promoteToProduction()).rejects.toThrow('inbox is retired in')
    await promoteToProduction({}, { ...production, force: true })
    expect((await readRegistry(production.store)).registry?.listings['inbox']?.channels.stable).toBe(versionOf('one'))
  })

  test('killed half-way continues with the next call', async () => {
    await releaseInStaging('one')
    const { store } = production
    let left = 2
    const broken: Store = {
      ...store,
      location: store.location,
      read: (file) => store.read(file),
      list: (prefix) => store.list(prefix),
      replace: (...given) => store.replace(...given),
      write: (...given) => {
        if (left-- <= 0) throw new Error('killed')
        return store.write(...given)
      },
    }
    await expect(promoteToProduction({}, { ...production, store: broken })).rejects.toThrow('killed')
    expect(await store.read(storeLayout.registry)).toBeUndefined()
    await promoteToProduction()
    expect((await readRegistry(store)).registry?.listings['inbox']?.channels.stable).toBe(versionOf('one'))
  })
})
