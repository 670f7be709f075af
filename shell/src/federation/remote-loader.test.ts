import { describe, expect, jest, test } from '@jest/globals'
import { AtriumError, type RegistryEntry, type ReleaseRecord } from '@atrium/protocol'
import { aRelease, anEntry } from './a-release.ts'
import { createRemoteLoader, type RemoteLoaderOptions } from './remote-loader.ts'
import { createSafeMode } from './safe-mode.ts'

const broken = (code: 'REMOTE_LOAD_FAILED' | 'REMOTE_THREW' | 'REMOTE_TIMEOUT' = 'REMOTE_LOAD_FAILED') =>
  new AtriumError(code, { subject: 'inbox', remedy: 'Retry.' })

const page = { default: () => null }
const current = aRelease({ version: 'bbbbbbbbbbbb' })
const previous = aRelease({ version: 'aaaaaaaaaaaa' })

type LoadModule = RemoteLoaderOptions['loadModule']

const aSafeMode = (byAddress: string[] = []) =>
  createSafeMode({ byAddress, storage: { getItem: () => null, setItem: () => undefined }, now: () => 0 })

const aLoader = (change: Partial<RemoteLoaderOptions> & { entry?: RegistryEntry; refreshed?: RegistryEntry } = {}) => {
  const entry = change.entry ?? anEntry(current, previous)
  return createRemoteLoader({
    registry: { find: () => Promise.resolve(entry), refresh: () => Promise.resolve(change.refreshed ?? entry) },
    loadModule: () => Promise.resolve(page),
    safeMode: aSafeMode(),
    online: () => true,
    onFailure: () => undefined,
    onRefused: () => undefined,
    ...change,
  })
}

/** Loads of these versions fail, all others bring a page. */
const failing = (versions: readonly ReleaseRecord[], error = broken()): LoadModule =>
  jest.fn<LoadModule>((_, release) => (versions.includes(release) ? Promise.reject(error) : Promise.resolve(page)))

describe('loading a remote', () => {
  test('takes the current release', async () => {
    expect((await aLoader().load('inbox/page')).release).toBe(current)
  })

  test('takes the previous release when the current one does not load, and reports the failure', async () => {
    const onFailure = jest.fn()
    const loader = aLoader({ loadModule: failing([current]), onFailure })
    expect((await loader.load('inbox/page')).release).toBe(previous)
    expect(onFailure).toHaveBeenCalledWith(current, expect.objectContaining({ code: 'REMOTE_LOAD_FAILED' }), expect.anything())
  })

  test('takes what was released meanwhile when all that the page knows of is gone', async () => {
    const next = aRelease({ version: 'cccccccccccc' })
    const loader = aLoader({ loadModule: failing([current, previous]), refreshed: anEntry(next, current) })
    expect((await loader.load('inbox/page')).release).toBe(next)
  })

  test('fails with the error of the newest release when nothing loads', async () => {
    const loadModule: LoadModule = (_, release) =>
      Promise.reject(release === current ? broken('REMOTE_THREW') : broken('REMOTE_TIMEOUT'))
    await expect(aLoader({ loadModule }).load('inbox/page')).rejects.toMatchObject({ code: 'REMOTE_THREW' })
  })

  test('is a new attempt at every call', async () => {
    const loadModule = jest.fn<LoadModule>().mockRejectedValueOnce(broken()).mockResolvedValue(page)
    const loader = aLoader({ loadModule, entry: anEntry(current) })
    await expect(loader.load('inbox/page')).rejects.toThrow()
    expect((await loader.load('inbox/page')).release).toBe(current)
  })

  test('says "offline" rather than "broken", and tries no predecessor', async () => {
    const loadModule = failing([current])
    await expect(aLoader({ loadModule, online: () => false }).load('inbox/page')).rejects.toMatchObject({
      code: 'REMOTE_OFFLINE',
    })
    expect(loadModule).toHaveBeenCalledTimes(1)
  })

  test('never gives up what somebody is writing just now', async () => {
    const written = aRelease({ version: '000000000000' })
    const safeMode = aSafeMode()
    const loader = aLoader({ loadModule: failing([written]), entry: anEntry(written), safeMode })
    for (let count = 0; count < 5; count++) await expect(loader.load('inbox/page')).rejects.toMatchObject({ code: 'REMOTE_LOAD_FAILED' })
    expect(safeMode.reasonFor('inbox')).toBeUndefined()
  })

  test('runs nothing of a remote that is switched off', async () => {
    const loadModule = failing([])
    const loader = aLoader({ loadModule, safeMode: aSafeMode(['inbox']) })
    await expect(loader.load('inbox/page')).rejects.toMatchObject({ code: 'REMOTE_DISABLED' })
    expect(loadModule).not.toHaveBeenCalled()
  })

  test('runs nothing of a remote that the operator has switched off, and asks anew whether it still is', async () => {
    const loadModule = failing([])
    const off = { ...anEntry(current), disabled: 'maintenance' }
    const loader = aLoader({ loadModule, entry: off, refreshed: anEntry(current) })
    await expect(loader.load('inbox/page')).rejects.toMatchObject({ code: 'REMOTE_DISABLED' })
    expect(loadModule).not.toHaveBeenCalled()
    expect((await loader.load('inbox/page')).release).toBe(current)
  })

  test('leaves a remote alone that has failed with every release for the third time', async () => {
    const safeMode = aSafeMode()
    const loadModule = failing([current, previous])
    const loader = aLoader({ loadModule, safeMode })
    await expect(loader.load('inbox/page')).rejects.toMatchObject({ code: 'REMOTE_LOAD_FAILED' })
    await expect(loader.load('inbox/page')).rejects.toMatchObject({ code: 'REMOTE_LOAD_FAILED' })
    await expect(loader.load('inbox/page')).rejects.toMatchObject({ code: 'REMOTE_DISABLED' })
    expect(loadModule).toHaveBeenCalledTimes(6)
    await expect(loader.load('inbox/page')).rejects.toMatchObject({ code: 'REMOTE_DISABLED' })
    expect(loadModule).toHaveBeenCalledTimes(6)
  })

  test('leaves out versions that failed while drawing', async () => {
    const found = await aLoader().load('inbox/page', new Set([current.version]))
    expect(found.release).toBe(previous)
  })
})

describe('a release this host cannot work with', () => {
  test.each([
    ['of an unknown contract', { contract: 2 }],
    ['built for another platform', { platform: 2 }],
  ])('%s is refused before any of its code runs', async (_, change) => {
    const loadModule = failing([])
    const loader = aLoader({ loadModule, entry: anEntry(aRelease(change)) })
    await expect(loader.load('inbox/page')).rejects.toMatchObject({ code: 'REMOTE_CONTRACT_MISMATCH' })
    expect(loadModule).not.toHaveBeenCalled()
  })

  test('that does not list the module is not asked for it', async () => {
    const loadModule = failing([])
    await expect(aLoader({ loadModule }).load('inbox/unread')).rejects.toMatchObject({ code: 'REMOTE_EXPOSES_NOTHING' })
    expect(loadModule).not.toHaveBeenCalled()
  })

  test('that exposes the wrong thing is refused by the name of what is missing', async () => {
    const loader = aLoader({ loadModule: () => Promise.resolve({ page: 1 }) })
    await expect(loader.load('inbox/page')).rejects.toThrow(/lacks default/)
  })
})

test('what the registry cannot prove is told, and nothing of it is tried', async () => {
  const error = new AtriumError('REGISTRY_UNSIGNED', { subject: 'it', remedy: '' })
  const onRefused = jest.fn<(remote: string, refusal: AtriumError) => void>()
  const loadModule = failing([])
  const registry = { find: () => Promise.reject(error), refresh: () => Promise.reject(error) }
  await expect(aLoader({ registry, loadModule, onRefused }).load('inbox/page')).rejects.toBe(error)
  expect([onRefused.mock.calls, jest.mocked(loadModule).mock.calls]).toEqual([[['inbox', error]], []])
})
