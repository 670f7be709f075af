import { utimesSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { ChangeRecord, Listing } from '@atrium/protocol'
import type { Store } from '@atrium/store'
import {
  buildFixture,
  folderStore,
  historyOf,
  releaseContext,
  useFreshKeys,
  versionOf,
  type BuildFixture,
} from '../testing/release-builder.ts'
import { collectGarbage } from './garbage.ts'
import { promote, releaseBuilds } from './operations.ts'
import { readRegistry, type Target } from './registry.ts'
import { retire } from './retirement.ts'
import { historyJson, historyText, statusText } from './status.ts'

beforeAll(useFreshKeys)

const start = Date.parse('2026-06-01T12:00:00Z')
const hour = 3_600_000

let store: Store
beforeEach(() => {
  jest.useFakeTimers({ now: start, doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'queueMicrotask'] })
  store = folderStore()
})
afterEach(() => void jest.useRealTimers())

const release = (build: BuildFixture, target: Target = { channel: 'stable' }) =>
  releaseBuilds(releaseContext(store), { folders: [buildFixture(build)], target })

const listingOf = async (name: string): Promise<Listing | undefined> =>
  (await readRegistry(store)).registry?.listings[name]

describe('a retired remote', () => {
  test('has a grace for open tabs, is shown by status and recorded with its reason', async () => {
    await release({ name: 'bookings' })
    await retire(releaseContext(store, { reason: 'replaced by calendar' }), { name: 'bookings', grace: 24 * hour })
    expect((await listingOf('bookings'))?.retired).toBe('2026-06-02T12:00:00.000Z')
    expect(await statusText(store)).toContain('retired: open tabs until 2026-06-02 12:00')
    expect((await historyOf(store))[0]).toMatchObject({
      command: 'retire',
      reason: 'replaced by calendar',
      moves: [{ name: 'bookings', what: 'retired', to: '2026-06-02T12:00:00.000Z' }],
    })
  })

  test.each<[string, Target | undefined]>([
    ['stable', undefined],
    ['canary', { channel: 'canary', percent: 5, cohorts: [] }],
    ['preview next', { channel: 'preview', label: 'next' }],
  ])('is refused while another one needs it in %s', async (channel, target) => {
    const requires = { 'bookings/next': { range: '^1.0.0' } }
    await release({ name: 'bookings', exposes: ['./page', './next'], packageVersion: '1.2.0' })
    if (target) await release({ name: 'settings', text: 'before' })
    await release({ name: 'settings', requires }, target)
    const needing = `settings ${versionOf('one', 'settings')} (${channel}) needs bookings/next, which would be gone`
    await expect(retire(releaseContext(store), { name: 'bookings', grace: 0 })).rejects.toThrow(needing)
    expect((await listingOf('bookings'))?.retired).toBeUndefined()
  })

  test('stays retired when its channels change, and comes back with another release', async () => {
    await release({ name: 'bookings' })
    await release({ name: 'bookings', text: 'two' }, { channel: 'canary', percent: 5, cohorts: [] })
    await retire(releaseContext(store), { name: 'bookings', grace: 0 })
    await promote(releaseContext(store), { name: 'bookings', target: { channel: 'stable' } })
    expect((await listingOf('bookings'))?.retired).toBeDefined()
    await release({ name: 'bookings', text: 'two' })
    expect((await listingOf('bookings'))?.retired).toBeUndefined()
  })

  test('leaves registry and store with gc, when it has been retired for long enough', async () => {
    await release({ name: 'bookings' })
    await release({ name: 'inbox' })
    await retire(releaseContext(store), { name: 'bookings', grace: 0 })
    for (const file of await store.list(''))
      utimesSync(path.join(store.location, file.path), start / 1000, start / 1000)
    jest.setSystemTime(start + 29 * 24 * hour)
    await collectGarbage(releaseContext(store), 30)
    expect(await listingOf('bookings')).toBeDefined()
    jest.setSystemTime(start + 31 * 24 * hour)
    const dry = releaseContext(store, { dryRun: true })
    await collectGarbage(dry, 30)
    expect(dry.output).toContain(`would remove bookings ${versionOf('one', 'bookings')}`)
    expect(await listingOf('bookings')).toBeDefined()
    await collectGarbage(releaseContext(store), 30)
    expect(await listingOf('bookings')).toBeUndefined()
    expect(await store.list('bookings/')).toEqual([])
    expect(await store.list('inbox/')).not.toEqual([])
  })

  test('is not the host', async () => {
    await expect(retire(releaseContext(store), { name: 'shell', grace: 0 })).rejects.toThrow('cannot be retired')
  })
})

describe('the history', () => {
  beforeEach(async () => {
    for (const [index, name] of ['inbox', 'search', 'inbox', 'inbox'].entries()) {
      jest.setSystemTime(start + index * hour)
      await release({ name, text: `text ${index}` })
    }
  })

  test('has pages, and says where older changes are', async () => {
    const first = await historyText(store, { limit: 3, page: 1 })
    expect(first.match(/ by /g)).toHaveLength(3)
    expect(first).toContain('Older changes: --page 2')
    const second = await historyText(store, { limit: 3, page: 2 })
    expect(second).toContain(`stable: – → ${versionOf('text 0', 'inbox')}`)
    expect(second).not.toContain('Older changes')
    expect(await historyText(store, { limit: 3, page: 3 })).toBe('No changes on page 3.\n')
  })

  test('of one remote pages through its own changes', async () => {
    const versionsOn = async (page: number): Promise<unknown> => {
      const changes = JSON.parse(await historyJson(store, { name: 'inbox', limit: 2, page })) as ChangeRecord[]
      return changes.map(({ moves }) => moves.find(({ what }) => what === 'stable')?.to)
    }
    const version = (index: number) => versionOf(`text ${index}`, 'inbox')
    expect(await versionsOn(1)).toEqual([version(3), version(2)])
    expect(await versionsOn(2)).toEqual([version(0)])
  })

  test('shows a halted canary on the page of its time', async () => {
    const stopped = [
      {
        remote: 'inbox',
        version: versionOf('text 2', 'inbox'),
        at: new Date(start + 1).toISOString(),
        reason: 'it failed',
      },
    ]
    await store.replace('care.json', Buffer.from(JSON.stringify({ stopped })), null)
    expect(await historyText(store, { limit: 2, page: 1 })).not.toContain('it failed')
    expect(await historyText(store, { limit: 2, page: 2 })).toContain('it failed')
  })
})
