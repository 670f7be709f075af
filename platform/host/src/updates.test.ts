import { beforeEach, describe, expect, jest, test } from '@jest/globals'
import { AtriumError, type DirectoryEntry, type InspectedRemote } from '@atrium/protocol'
import { createStore, type StoreApi } from 'zustand'
import type { KnownEntry } from './registry-client.ts'
import type { OffReason } from './safe-mode.ts'
import { buildEntry, buildRelease } from './testing/release-builder.ts'
import { createUpdates, servedHostVersion, type UpdatesOptions } from './updates.ts'

const [first, second] = [buildRelease({ version: 'aaaaaaaaaaaa' }), buildRelease({ version: 'bbbbbbbbbbbb' })]
const rendered = (version: string): InspectedRemote => ({
  name: 'inbox',
  version,
  base: '',
  modules: [],
  mounted: 1,
  milliseconds: 0,
  failure: null,
})

const itemOf = (name: string, en = name): DirectoryEntry => ({
  name,
  navigation: { title: { en }, icon: 'puzzle', order: 1 },
})

/** A registry at serial 1 of which the page shows the second release of `inbox`. */
class FakeRegistry {
  serial = 1
  next = 1
  off: string[] = []
  entry: KnownEntry = buildEntry(second, first)
  readonly known = new Set<string>()
  readonly peek = jest.fn<(remote: string) => Promise<KnownEntry>>(async () => this.entry)
  directory: DirectoryEntry[] = [itemOf('inbox')]
  readonly renew = jest.fn((remote: string) => void this.known.add(remote))

  /** A change of the registry, and what the server says of `inbox` from then on. */
  change(entry: KnownEntry): void {
    this.next += 1
    this.entry = entry
  }
}

let registry: FakeRegistry
let directory: StoreApi<readonly DirectoryEntry[]>
let deferred: string[]
let off: Record<string, OffReason>
const setByOperator = jest.fn(
  (remote: string, why: string | undefined) => void (why !== undefined || delete off[remote]),
)

const createTestUpdates = (change: Partial<UpdatesOptions> = {}) =>
  createUpdates({
    registry: {
      check: async () => void (registry.serial = registry.next),
      serial: () => registry.serial,
      switchedOff: () => registry.off,
      outdated: () => (registry.serial > 1 && !registry.known.has('inbox') ? ['inbox'] : []),
      find: async () => registry.entry,
      peek: registry.peek,
      renew: registry.renew,
      directory: async () => registry.directory,
    },
    directory,
    safeMode: { off: createStore(() => off), setByOperator },
    inUse: () => [rendered('bbbbbbbbbbbb')],
    shouldDefer: (remote) => deferred.includes(remote),
    hostVersion: '',
    servedHostVersion: async () => undefined,
    ...change,
  })

beforeEach(() => {
  registry = new FakeRegistry()
  directory = createStore<readonly DirectoryEntry[]>(() => registry.directory)
  deferred = []
  off = {}
  setByOperator.mockClear()
})

test('a remote that is deferred stays as it is, and is adopted at the next navigation', () => {
  const outdated = new Set(['inbox', 'compose'])
  const renew = jest.fn((remote: string) => void outdated.delete(remote))
  const updates = createTestUpdates({
    registry: {
      ...registry,
      serial: () => 1,
      switchedOff: () => [],
      check: async () => undefined,
      find: registry.peek,
      directory: async () => registry.directory,
      outdated: () => [...outdated],
      renew,
    },
  })
  deferred = ['compose']
  updates.adopt()
  expect(updates.generations.getState()).toEqual({ inbox: 1 })
  deferred = []
  updates.adopt()
  expect(updates.generations.getState()).toEqual({ inbox: 1, compose: 1 })
  expect(renew.mock.calls).toEqual([['inbox'], ['compose']])
})

describe('a user who stays in a remote', () => {
  test.each<[string, KnownEntry]>([
    ['was rolled back', buildEntry(first)],
    ['was switched off', { ...buildEntry(second, first), disabled: 'maintenance' }],
  ])('loses a release that %s', async (_, entry) => {
    const updates = createTestUpdates()
    registry.change(entry)
    await updates.check()
    expect([registry.renew.mock.calls, updates.generations.getState()]).toEqual([[['inbox']], { inbox: 1 }])
  })

  test('loses a canary that was stopped, for which the registry does not change', async () => {
    registry.entry = { ...buildEntry(second, first), onTrial: true }
    const updates = createTestUpdates()
    await updates.check()
    expect(updates.generations.getState()).toEqual({})
    registry.peek.mockResolvedValue(buildEntry(first))
    await updates.check()
    expect(updates.generations.getState()).toEqual({ inbox: 1 })
  })

  test('keeps a release that a newer one has followed, and its entry is requested once', async () => {
    const updates = createTestUpdates()
    registry.change(buildEntry(buildRelease({ version: 'cccccccccccc' }), second))
    await updates.check()
    await updates.check()
    expect([updates.generations.getState(), registry.peek.mock.calls.length]).toEqual([{}, 1])
  })

  test('keeps a withdrawn release as long as some work is not stored', async () => {
    const updates = createTestUpdates()
    registry.change(buildEntry(first))
    deferred = ['inbox']
    await updates.check()
    updates.replaceWithdrawn()
    expect(updates.generations.getState()).toEqual({})
    deferred = []
    updates.replaceWithdrawn()
    updates.replaceWithdrawn()
    expect(updates.generations.getState()).toEqual({ inbox: 1 })
  })

  test('notices a withdrawal after a request that failed', async () => {
    const updates = createTestUpdates()
    registry.change(buildEntry(first))
    registry.peek.mockRejectedValueOnce(new AtriumError('REGISTRY_UNREACHABLE', { subject: 'inbox', remedy: '' }))
    await updates.check()
    expect(updates.generations.getState()).toEqual({})
    await updates.check()
    expect(updates.generations.getState()).toEqual({ inbox: 1 })
  })

  test('loses a remote that the configuration of the gateway switches off, without a new registry', async () => {
    const updates = createTestUpdates()
    await updates.check()
    expect(registry.peek).not.toHaveBeenCalled()
    registry.off = ['inbox']
    registry.entry = { ...registry.entry, disabled: 'maintenance' }
    await updates.check()
    await updates.check()
    expect([registry.peek.mock.calls.length, updates.generations.getState()]).toEqual([1, { inbox: 1 }])
  })

  test('gets it back when the configuration switches it on', async () => {
    registry.off = ['inbox']
    registry.entry = { ...registry.entry, disabled: 'maintenance' }
    off = { inbox: 'operator' }
    const updates = createTestUpdates({ inUse: () => [] })
    await updates.check()
    registry.off = []
    registry.entry = buildEntry(second)
    await updates.check()
    expect([setByOperator.mock.calls, updates.generations.getState()]).toEqual([[['inbox', undefined]], { inbox: 1 }])
  })

  test('loses a remote that is listed no more', async () => {
    const updates = createTestUpdates()
    registry.change(registry.entry)
    registry.peek.mockRejectedValueOnce(new AtriumError('REMOTE_UNKNOWN', { subject: 'inbox', remedy: '' }))
    await updates.check()
    expect(updates.generations.getState()).toEqual({ inbox: 1 })
  })

  test('keeps a retired remote until its grace is over, and loses it then without a new registry', async () => {
    jest.useFakeTimers({ now: Date.parse('2026-06-01T12:00:00Z') })
    const updates = createTestUpdates()
    registry.change({ ...registry.entry, retired: '2026-06-02T12:00:00.000Z' })
    await updates.check()
    jest.setSystemTime(Date.parse('2026-06-02T11:59:00Z'))
    await updates.check()
    expect([registry.peek.mock.calls.length, updates.generations.getState()]).toEqual([1, {}])
    registry.peek.mockRejectedValueOnce(new AtriumError('REMOTE_UNKNOWN', { subject: 'inbox', remedy: '' }))
    jest.setSystemTime(Date.parse('2026-06-02T12:00:00Z'))
    await updates.check()
    expect(updates.generations.getState()).toEqual({ inbox: 1 })
    jest.useRealTimers()
  })

  test('gets back what the operator has switched on again', async () => {
    off = { inbox: 'operator' }
    const updates = createTestUpdates({ inUse: () => [] })
    registry.change(buildEntry(second))
    await updates.check()
    expect([setByOperator.mock.calls, updates.generations.getState()]).toEqual([[['inbox', undefined]], { inbox: 1 }])
  })
})

describe('the directory of a page that stays open', () => {
  test('gains a remote that was released later, and loses one that was retired and does not run here', async () => {
    registry.directory = [itemOf('inbox'), itemOf('search')]
    directory.setState(registry.directory, true)
    const updates = createTestUpdates()
    registry.change(registry.entry)
    registry.directory = [itemOf('inbox'), itemOf('bookings')]
    await updates.check()
    expect(directory.getState()).toEqual([itemOf('inbox'), itemOf('bookings')])
    expect(registry.renew.mock.calls).toEqual([['bookings']])
  })

  test('keeps the places of a release that runs, until a newer one is adopted', async () => {
    const updates = createTestUpdates()
    registry.change(buildEntry(buildRelease({ version: 'cccccccccccc' }), second))
    registry.directory = [itemOf('inbox', 'New inbox')]
    await updates.check()
    expect(directory.getState()).toEqual([itemOf('inbox')])
    updates.adopt()
    const later = createTestUpdates({ inUse: () => [] })
    registry.change(registry.entry)
    await later.check()
    expect(directory.getState()).toEqual([itemOf('inbox', 'New inbox')])
  })

  test('keeps the release of a remote that waits for unsaved work, though it does not run at the moment', async () => {
    const updates = createTestUpdates({ inUse: () => [] })
    deferred = ['inbox']
    registry.change(buildEntry(buildRelease({ version: 'cccccccccccc' }), second))
    registry.directory = [itemOf('inbox', 'New inbox'), itemOf('bookings')]
    await updates.check()
    expect(directory.getState()).toEqual([itemOf('inbox'), itemOf('bookings')])
    expect(registry.renew.mock.calls).toEqual([['bookings']])
  })

  test('keeps a retired remote that runs here', async () => {
    const updates = createTestUpdates()
    registry.change({ ...registry.entry, retired: new Date(Date.now() + 60_000).toISOString() })
    registry.directory = [itemOf('bookings')]
    await updates.check()
    expect(directory.getState()).toEqual([itemOf('bookings'), itemOf('inbox')])
  })

  test('is not requested while the registry is the same, and again after a failure', async () => {
    const request = jest.fn<() => Promise<DirectoryEntry[]>>(async () => [itemOf('bookings')])
    const updates = createTestUpdates()
    await updates.check()
    expect(directory.getState()).toEqual([itemOf('inbox')])
    request.mockRejectedValueOnce(new Error('no connection'))
    const failing = createUpdates({
      registry: {
        ...registry,
        check: async () => void (registry.serial = 2),
        serial: () => registry.serial,
        switchedOff: () => [],
        outdated: () => [],
        find: registry.peek,
        directory: request,
      },
      directory,
      safeMode: { off: createStore(() => off), setByOperator },
      inUse: () => [],
      shouldDefer: () => false,
      hostVersion: '',
      servedHostVersion: async () => undefined,
    })
    await failing.check()
    expect(directory.getState()).toEqual([itemOf('inbox')])
    await failing.check()
    await failing.check()
    expect([directory.getState(), request.mock.calls.length]).toEqual([[itemOf('bookings')], 2])
  })
})

describe('a newer release of the host', () => {
  test('is noticed when the registry has changed, and nothing is requested before', async () => {
    const served = jest.fn(async () => 'bbbbbbbbbbbb')
    const updates = createTestUpdates({ hostVersion: 'aaaaaaaaaaaa', servedHostVersion: served })
    await updates.check()
    expect([updates.newHost.getState(), served.mock.calls.length]).toEqual([false, 0])
    registry.change(registry.entry)
    await updates.check()
    await updates.check()
    expect([updates.newHost.getState(), served.mock.calls.length]).toEqual([true, 1])
  })

  test('is looked for again when the page could not be read', async () => {
    const served = jest.fn<() => Promise<string | undefined>>(async () => 'bbbbbbbbbbbb')
    served.mockResolvedValueOnce(undefined)
    const updates = createTestUpdates({ hostVersion: 'aaaaaaaaaaaa', servedHostVersion: served })
    registry.change(registry.entry)
    await updates.check()
    expect(updates.newHost.getState()).toBe(false)
    await updates.check()
    expect(updates.newHost.getState()).toBe(true)
  })

  test('is read from the page that the gateway serves', async () => {
    const page = '<script src="/mail/releases/shell/0123456789ab/js/main.js"></script>'
    globalThis.fetch = async () => ({ ok: true, text: async () => page }) as Response
    expect(await servedHostVersion('shell')).toBe('0123456789ab')
    globalThis.fetch = async () => ({ ok: false, text: async () => page }) as Response
    expect(await servedHostVersion('shell')).toBeUndefined()
  })
})
