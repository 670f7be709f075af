import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Store } from '@atrium/store'
import { registrySigners } from '../keys.ts'
import { commands } from './command.ts'
import { changeTeam, releaseBuilds } from './operations.ts'
import { promoteFromStore } from './other-store.ts'
import { readRegistry } from './registry.ts'
import { readRelease } from './uploads.ts'
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
let [staging, production]: Store[] = []
let stagingKeys: string[]

/** As where that environment's registry is written: each has a key of its own. */
async function withRegistryKey<Result>(pem: string, work: () => Promise<Result>): Promise<Result> {
  const before = process.env['ATRIUM_REGISTRY_KEY']
  process.env['ATRIUM_REGISTRY_KEY'] = pem
  try {
    return await work()
  } finally {
    process.env['ATRIUM_REGISTRY_KEY'] = before
  }
}

const stagingKey = newKey()
const release = (text: string, about: Parameters<typeof buildFixture>[0] = {}) =>
  withRegistryKey(stagingKey, () =>
    releaseBuilds(releaseContext(staging), { folders: [buildFixture({ text, ...about })], target: stable }),
  )

beforeEach(async () => {
  ;[staging, production] = [folderStore(), folderStore()]
  stagingKeys = await withRegistryKey(stagingKey, async () => registrySigners().map(({ key }) => key))
  await release('one')
})

const promotion = (more: object = {}) => ({ name: 'inbox', from: staging!, keys: stagingKeys, target: stable, ...more })
const promoteHere = (more: object = {}, context: object = {}) =>
  promoteFromStore(releaseContext(production, context), promotion(more))
const stableHere = async () => (await readRegistry(production!)).registry?.listings['inbox']?.channels.stable

test('the same bytes and the same signature are released, and the history says where they come from', async () => {
  await promoteHere()
  expect(await stableHere()).toBe(versionOf('one'))
  const [there, here] = await Promise.all(
    [staging!, production!].map((store) => readRelease(store, 'inbox', versionOf('one'))),
  )
  expect(here).toEqual(there)
  for (const file of ['remoteEntry.js', 'js/page.js']) {
    const [one, other] = [staging!, production!].map((store) =>
      readFileSync(path.join(store.location, 'inbox', versionOf('one'), file)),
    )
    expect(other).toEqual(one)
  }
  expect(await production!.read(`maps/inbox/${versionOf('one')}/js/page.js.map`)).toBeDefined()
  expect((await historyOf(production!))[0]?.command).toMatch(/^promote from .+ \(serial \d+\)$/)
})

test('an earlier version that is still in a channel is promoted by name, and one that is in none is refused', async () => {
  await release('two')
  await promoteHere({ version: versionOf('one') })
  expect(await stableHere()).toBe(versionOf('one'))
  await expect(promoteHere({ version: 'abcdefabcdef' })).rejects.toThrow('is in no channel of')
})

test('a registry that is not signed with a trusted key is refused', async () => {
  await expect(promoteHere({ keys: undefined })).rejects.toThrow('signed by')
  expect(await production!.list('')).toEqual([])
})

test('a file that was changed in the other store is refused, and nothing is written', async () => {
  const file = path.join(staging!.location, 'inbox', versionOf('one'), 'js/page.js')
  rmSync(file)
  writeFileSync(file, 'stolen()')
  await expect(promoteHere()).rejects.toThrow('differs from the file that was built')
  expect(await production!.list('')).toEqual([])
})

test('a team whose key is not one of the package’s here is refused', async () => {
  await promoteHere()
  const before = process.env['ATRIUM_TEAM_KEY']
  process.env['ATRIUM_TEAM_KEY'] = newKey()
  await withRegistryKey(stagingKey, async () => {
    const { teamSigner } = await import('../keys.ts')
    const keys = (await readRegistry(staging!)).registry?.listings['inbox']?.keys ?? []
    await changeTeam(releaseContext(staging), 'inbox', [...keys, teamSigner('inbox').key])
  })
  await release('two')
  process.env['ATRIUM_TEAM_KEY'] = before
  await expect(promoteHere()).rejects.toThrow('inbox is released with the key')
  expect(await stableHere()).toBe(versionOf('one'))
})

test('what would not work together here is refused before anything is uploaded', async () => {
  await withRegistryKey(stagingKey, () =>
    releaseBuilds(releaseContext(staging), {
      folders: [buildFixture({ name: 'search', exposes: ['./box'] })],
      target: stable,
    }),
  )
  await release('two', { requires: { 'search/box': { range: '^1.0.0' } } })
  await expect(promoteHere()).rejects.toThrow('needs search/box')
  expect(await production!.list('inbox/')).toEqual([])
})

test('what a gateway of the other environment has halted needs --force', async () => {
  const halt = { remote: 'inbox', version: versionOf('one'), at: '2026-11-21T10:00:00.000Z', reason: '9 of 40 failed' }
  await staging!.replace('care.json', Buffer.from(JSON.stringify({ stopped: [halt] })), null)
  await expect(promoteHere()).rejects.toThrow('was halted in')
  await promoteHere({}, { force: true })
  expect(await stableHere()).toBe(versionOf('one'))
})

test('a host that trusts only the other environment’s registry key is refused', async () => {
  await release('one', { name: 'shell' })
  await expect(promoteHere({ name: 'shell' })).rejects.toThrow('trusts the registry key')
  await withRegistryKey(stagingKey, () => promoteHere({ name: 'shell' }))
  expect((await withRegistryKey(stagingKey, () => readRegistry(production!))).registry?.listings['shell']).toBeDefined()
})

test('interrupted at any step, no release is half in force, and the next attempt completes it', async () => {
  for (let step = 1; ; step++) {
    const store = folderStore()
    let steps = 0
    const fail = <Work extends (...given: never[]) => Promise<unknown>>(work: Work) =>
      (async (...given: Parameters<Work>) => {
        if (++steps === step) throw new Error('killed')
        return work(...given)
      }) as Work
    const mortal = { ...store, write: fail(store.write), replace: fail(store.replace) }
    const ended = await promoteFromStore(releaseContext(mortal), promotion()).then(
      () => true,
      () => false,
    )
    if (ended) {
      expect(step).toBeGreaterThan(5)
      return
    }
    const listing = (await readRegistry(store)).registry?.listings['inbox']
    if (listing) await readRelease(store, 'inbox', listing.channels.stable)
    await promoteFromStore(releaseContext(store), promotion())
    expect((await readRegistry(store)).registry?.listings['inbox']?.channels.stable).toBe(versionOf('one'))
  }
})

test('the command takes the store, and refuses its options without it', async () => {
  const context = releaseContext(production)
  await commands['promote']?.(context, { 'from-store': staging!.location, 'from-keys': stagingKeys.join(',') }, [
    'inbox',
  ])
  expect(await stableHere()).toBe(versionOf('one'))
  await expect(commands['promote']?.(context, { to: versionOf('one') }, ['inbox'])).rejects.toThrow('need --from-store')
})
