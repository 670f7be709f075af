import { beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Registry } from '@atrium/protocol'
import type { Store } from '@atrium/store'
import { changeGrant, listGrants, type Grant } from './grants.ts'
import { releaseBuilds } from './operations.ts'
import { changeRegistry, readRegistry } from './registry.ts'
import { historyText, statusText } from './status.ts'
import { buildFixture, folderStore, releaseContext, useFreshKeys } from '../testing/release-builder.ts'

beforeAll(useFreshKeys)

const policy = { connect: ['https://api.example'], trustedTypes: ['vue'] }
let store: Store
const release = (build: Parameters<typeof buildFixture>[0]) =>
  releaseBuilds(releaseContext(store), { folders: [buildFixture(build)], target: { channel: 'stable' } })
const change = (grant: Partial<Grant>, force = false) =>
  changeGrant(releaseContext(store, { force }), {
    remote: 'bookings',
    kind: 'connect',
    sources: ['https://api.example'],
    revoke: false,
    ...grant,
  })
const listings = async (): Promise<Registry['listings']> => (await readRegistry(store)).registry?.listings ?? {}
const grants = async () => (await listings())['shell']?.grants

beforeEach(async () => {
  store = folderStore()
  await release({ name: 'shell', platform: '2.2.0' })
  await release({ name: 'bookings', platform: '^2.2.0', policy })
})

test('what a remote requests is granted and taken back, and the history says so', async () => {
  expect(await grants()).toBeUndefined()
  await change({})
  await change({ kind: 'trustedTypes', sources: ['vue'] })
  expect(await grants()).toEqual({ bookings: policy })
  expect(await historyText(store, { limit: 50, page: 1 })).toContain(
    '  shell grant bookings connect: – → https://api.example\n',
  )
  await change({ revoke: true })
  expect(await grants()).toEqual({ bookings: { trustedTypes: ['vue'] } })
  await expect(change({ revoke: true })).rejects.toThrow('bookings was not granted connect https://api.example')
  await change({ revoke: true, kind: 'trustedTypes', sources: ['vue'] })
  expect(await grants()).toBeUndefined()
})

test('a release of the host keeps the grants, and one of the remote cannot change them', async () => {
  await change({})
  await release({ name: 'shell', text: 'two', platform: '2.2.0' })
  await release({
    name: 'bookings',
    text: 'two',
    platform: '^2.2.0',
    policy: { connect: ['https://api.example', 'https://evil.example'] },
  })
  expect(await grants()).toEqual({ bookings: { connect: ['https://api.example'] } })
})

test('what no release requests is refused, unless it is forced', async () => {
  const sources = ['https://other.example']
  await expect(change({ sources })).rejects.toThrow(
    'bookings does not request connect https://other.example. Requested: https://api.example.',
  )
  await change({ sources }, true)
  expect(await grants()).toEqual({ bookings: { connect: sources } })
})

test.each([
  [{ kind: 'script' }, '"script" is no kind of source'],
  [{ sources: ['*'] }, 'connect: "*" is no source here'],
  [{ sources: ["'unsafe-inline'"] }, 'is no source here'],
  [{ remote: 'nowhere' }, 'Unknown remote "nowhere"'],
  [{ remote: 'shell' }, 'Sources of the host are options of the gateway'],
])('%j is refused', async (grant, message) => {
  await expect(change(grant, true)).rejects.toThrow(message)
  expect(await grants()).toBeUndefined()
})

test('the list and status show what is granted, and what is only requested', async () => {
  await change({})
  for (const text of [await listGrants(store, undefined, false), await statusText(store)]) {
    expect(text).toMatch(/bookings +connect +https:\/\/api\.example +granted\n/)
    expect(text).toMatch(/bookings +trustedTypes +vue +requested, not granted\n/)
  }
  expect(JSON.parse(await listGrants(store, 'bookings', true))).toEqual({ connect: ['https://api.example'] })
})

test('a grant ends with its remote: another one of the same name does not inherit it', async () => {
  await change({})
  await changeRegistry(store, {
    command: 'retire',
    apply: async (before) => Object.fromEntries(Object.entries(before).filter(([name]) => name !== 'bookings')),
  })
  expect(await grants()).toBeUndefined()
})
