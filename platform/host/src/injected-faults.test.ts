import { describe, expect, jest, test } from '@jest/globals'
import type { RegistryEntry } from '@atrium/protocol'
import { buildRelease, buildEntry } from './testing/release-builder.ts'
import { createFaultInjector, isDevelopment } from './inspector-source.ts'

const page = { default: () => null }
const release = buildRelease()
const entry = buildEntry(release)

describe('injected faults', () => {
  test('are for pages with something of a dev server in them', () => {
    const buildBoot = (...unsigned: RegistryEntry[]) => ({
      registry: { signed: null, entries: [], unsigned, directory: [] },
    })
    const override = { remote: 'search', base: 'http://127.0.0.1:4103/' }
    expect(isDevelopment(buildBoot())).toBe(false)
    expect(isDevelopment(buildBoot(entry))).toBe(true)
    expect(isDevelopment({ ...buildBoot(), overrides: [override] })).toBe(true)
    expect(isDevelopment({ ...buildBoot(), overrides: [{ ...override, refused: 'not local' }] })).toBe(false)
  })

  test.each([
    ['kill', 'REMOTE_LOAD_FAILED'],
    ['corrupt', 'REMOTE_REFUSED'],
  ] as const)('%s fails as the real thing does, until it is healed', async (fault, code) => {
    const injector = createFaultInjector(() => Promise.resolve(page))
    injector.inject('inbox', fault)
    await expect(injector.loadModule(entry, release, 'page')).rejects.toMatchObject({ code })
    injector.inject('inbox', null)
    await expect(injector.loadModule(entry, release, 'page')).resolves.toBe(page)
  })

  test('slow responds late', async () => {
    jest.useFakeTimers()
    const injector = createFaultInjector(() => Promise.resolve(page))
    injector.inject('inbox', 'slow')
    const arrived = jest.fn()
    void injector.loadModule(entry, release, 'page').then(arrived)
    await jest.advanceTimersByTimeAsync(3_000)
    expect(arrived).not.toHaveBeenCalled()
    await jest.advanceTimersByTimeAsync(2_000)
    expect(arrived).toHaveBeenCalledWith(page)
    jest.useRealTimers()
  })
})
