import { describe, expect, jest, test } from '@jest/globals'
import { AtriumError, type RegistryEntry, type ReleaseRecord } from '@atrium/protocol'
import { buildRelease, buildEntry } from './testing/release-builder.ts'
import { createRemoteLoader, type RemoteLoaderOptions } from './remote-loader.ts'
import { createSafeMode } from './safe-mode.ts'

const broken = (code: 'REMOTE_LOAD_FAILED' | 'REMOTE_THREW' | 'REMOTE_TIMEOUT' = 'REMOTE_LOAD_FAILED') =>
  new AtriumError(code, { subject: 'inbox', remedy: 'Retry.' })

const page = { default: () => null }
const current = buildRelease({ version: 'bbbbbbbbbbbb' })
const previous = buildRelease({ version: 'aaaaaaaaaaaa' })

type LoadModule = RemoteLoaderOptions['loadModule']

const createTestSafeMode = (byAddress: string[] = []) =>
  createSafeMode({ byAddress, storage: { getItem: () => null, setItem: () => undefined }, now: () => 0 })

const createLoader = (
  change: Partial<RemoteLoaderOptions> & { entry?: RegistryEntry; refreshed?: RegistryEntry } = {},
) => {
  const entry = change.entry ?? buildEntry(current, previous)
  return createRemoteLoader({
    registry: { find: () => Promise.resolve(entry), refresh: () => Promise.resolve(change.refreshed ?? entry) },
    loadModule: () => Promise.resolve(page),
    compatibility: { platforms: ['1.0.0'], contractsOf: () => [1], shapes: {} },
    safeMode: createTestSafeMode(),
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
    expect((await createLoader().load('inbox/page')).release).toBe(current)
  })

  test('takes the previous release when the current one does not load, and reports the failure', async () => {
    const onFailure = jest.fn()
    const loader = createLoader({ loadModule: failing([current]), onFailure })
    expect((await loader.load('inbox/page')).release).toBe(previous)
    expect(onFailure).toHaveBeenCalledWith(
      current,
      expect.objectContaining({ code: 'REMOTE_LOAD_FAILED' }),
      expect.anything(),
    )
  })

  test('takes what was released meanwhile when all that the page knows of is gone', async () => {
    const next = buildRelease({ version: 'cccccccccccc' })
    const loader = createLoader({ loadModule: failing([current, previous]), refreshed: buildEntry(next, current) })
    expect((await loader.load('inbox/page')).release).toBe(next)
  })

  test('fails with the error of the newest release when nothing loads', async () => {
    const loadModule: LoadModule = (_, release) =>
      Promise.reject(release === current ? broken('REMOTE_THREW') : broken('REMOTE_TIMEOUT'))
    await expect(createLoader({ loadModule }).load('inbox/page')).rejects.toMatchObject({ code: 'REMOTE_THREW' })
  })

  test('is a new attempt at every call', async () => {
    const loadModule = jest.fn<LoadModule>().mockRejectedValueOnce(broken()).mockResolvedValue(page)
    const loader = createLoader({ loadModule, entry: buildEntry(current) })
    await expect(loader.load('inbox/page')).rejects.toThrow()
    expect((await loader.load('inbox/page')).release).toBe(current)
  })

  test('says "offline" rather than "broken", and tries no predecessor', async () => {
    const loadModule = failing([current])
    await expect(createLoader({ loadModule, online: () => false }).load('inbox/page')).rejects.toMatchObject({
      code: 'REMOTE_OFFLINE',
    })
    expect(loadModule).toHaveBeenCalledTimes(1)
  })

  test('never gives up what is being developed', async () => {
    const written = buildRelease({ version: '000000000000' })
    const safeMode = createTestSafeMode()
    const loader = createLoader({ loadModule: failing([written]), entry: buildEntry(written), safeMode })
    for (let count = 0; count < 5; count++)
      await expect(loader.load('inbox/page')).rejects.toMatchObject({ code: 'REMOTE_LOAD_FAILED' })
    expect(safeMode.reasonFor('inbox')).toBeUndefined()
  })

  test('runs nothing of a remote that is switched off', async () => {
    const loadModule = failing([])
    const loader = createLoader({ loadModule, safeMode: createTestSafeMode(['inbox']) })
    await expect(loader.load('inbox/page')).rejects.toMatchObject({ code: 'REMOTE_DISABLED' })
    expect(loadModule).not.toHaveBeenCalled()
  })

  test('runs nothing of a remote that the operator has switched off, and requests again whether it still is', async () => {
    const loadModule = failing([])
    const off = { ...buildEntry(current), disabled: 'maintenance' }
    const loader = createLoader({ loadModule, entry: off, refreshed: buildEntry(current) })
    await expect(loader.load('inbox/page')).rejects.toMatchObject({
      code: 'REMOTE_DISABLED',
      subject: 'inbox (by the operator: maintenance)',
    })
    expect(loadModule).not.toHaveBeenCalled()
    expect((await loader.load('inbox/page')).release).toBe(current)
  })

  test('stops loading a remote that has failed with every release for the third time', async () => {
    const safeMode = createTestSafeMode()
    const loadModule = failing([current, previous])
    const loader = createLoader({ loadModule, safeMode })
    await expect(loader.load('inbox/page')).rejects.toMatchObject({ code: 'REMOTE_LOAD_FAILED' })
    await expect(loader.load('inbox/page')).rejects.toMatchObject({ code: 'REMOTE_LOAD_FAILED' })
    await expect(loader.load('inbox/page')).rejects.toMatchObject({ code: 'REMOTE_DISABLED' })
    expect(loadModule).toHaveBeenCalledTimes(6)
    await expect(loader.load('inbox/page')).rejects.toMatchObject({ code: 'REMOTE_DISABLED' })
    expect(loadModule).toHaveBeenCalledTimes(6)
  })

  test('leaves out versions that failed while rendering', async () => {
    const found = await createLoader().load('inbox/page', new Set([current.version]))
    expect(found.release).toBe(previous)
  })
})

describe('a release this host cannot work with', () => {
  test.each([
    ['of an unknown contract', { contract: 2 }],
    ['built for another platform', { platform: 2 }],
  ])('%s is refused before any of its code runs', async (_, change) => {
    const loadModule = failing([])
    const loader = createLoader({ loadModule, entry: buildEntry(buildRelease(change)) })
    await expect(loader.load('inbox/page')).rejects.toMatchObject({ code: 'REMOTE_CONTRACT_MISMATCH' })
    expect(loadModule).not.toHaveBeenCalled()
  })

  test('that does not list the module is not loaded', async () => {
    const loadModule = failing([])
    await expect(createLoader({ loadModule }).load('inbox/unread')).rejects.toMatchObject({
      code: 'REMOTE_EXPOSES_NOTHING',
    })
    expect(loadModule).not.toHaveBeenCalled()
  })

  test('that exposes the wrong thing is refused by the name of what is missing', async () => {
    const loader = createLoader({ loadModule: () => Promise.resolve({ page: 1 }) })
    await expect(loader.load('inbox/page')).rejects.toThrow(/lacks default/)
  })
})

test('whatever fails before a release is tried is reported, under a code', async () => {
  const onRefused = jest.fn<(remote: string, refusal: AtriumError) => void>()
  const registry = {
    find: () => Promise.reject(new SyntaxError('Unexpected token <')),
    refresh: () => Promise.reject(new Error()),
  }
  await expect(createLoader({ registry, onRefused }).load('inbox/page')).rejects.toMatchObject({ code: 'REMOTE_THREW' })
  expect(onRefused).toHaveBeenCalledWith('inbox', expect.objectContaining({ code: 'REMOTE_THREW' }))
})

test('a registry that does not respond switches no remote off', async () => {
  const safeMode = createTestSafeMode()
  const find = () => Promise.reject(new AtriumError('REGISTRY_UNREACHABLE', { subject: 'inbox', remedy: '' }))
  const loader = createLoader({ registry: { find, refresh: find }, safeMode })
  for (let count = 0; count < 5; count++)
    await expect(loader.load('inbox/page')).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' })
  expect(safeMode.reasonFor('inbox')).toBeUndefined()
})

test('what the registry cannot prove is reported, and nothing of it is tried', async () => {
  const error = new AtriumError('REGISTRY_UNSIGNED', { subject: 'it', remedy: '' })
  const onRefused = jest.fn<(remote: string, refusal: AtriumError) => void>()
  const loadModule = failing([])
  const registry = { find: () => Promise.reject(error), refresh: () => Promise.reject(error) }
  await expect(createLoader({ registry, loadModule, onRefused }).load('inbox/page')).rejects.toBe(error)
  expect([onRefused.mock.calls, jest.mocked(loadModule).mock.calls]).toEqual([[['inbox', error]], []])
})
