import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { containerTimeout, entryTimeout, loadEntry, setEntryTimeout } from './entry-script.ts'

const script = (): HTMLScriptElement => {
  const found = document.head.querySelector('script')
  if (!found) throw new Error('No script was requested')
  return found
}

const finish = (type: 'load' | 'error'): void => void script().dispatchEvent(new Event(type))
/** Each test has an address of its own: what failed is remembered for the page's life. */
let address = ''
let count = 0
const load = (remote = address) => loadEntry({ url: `${address}/remoteEntry.js`, globalName: 'inbox_1', remote })
const container = { init: () => undefined, get: (name: string) => `factory of ${name}` }

/** Whether this is the container, seen through the guard that precedes it. */
const expectContainer = async (loading: ReturnType<typeof loadEntry>): Promise<void> =>
  expect(await (await loading).get('./page')).toBe('factory of ./page')

describe('the entry of a remote', () => {
  beforeEach(() => {
    jest.useFakeTimers()
    address = `/remote-${++count}`
  })
  afterEach(() => {
    jest.useRealTimers()
    document.head.replaceChildren()
    Reflect.deleteProperty(globalThis, 'inbox_1')
  })

  test('yields the container it defines', async () => {
    const loading = load()
    Reflect.set(globalThis, 'inbox_1', container)
    finish('load')
    await expectContainer(loading)
  })

  test('is requested with integrity and in CORS mode, even where no hash is known', () => {
    void load().catch(() => undefined)
    expect(script().crossOrigin).toBe('anonymous')
    expect(script().integrity).toMatch(/^sha384-A{64}$/)
  })

  test('that cannot be fetched fails as a load', async () => {
    const loading = load()
    const failed = expect(loading).rejects.toMatchObject({ code: 'REMOTE_LOAD_FAILED' })
    finish('error')
    await jest.advanceTimersByTimeAsync(450)
    finish('error')
    await jest.advanceTimersByTimeAsync(1_800)
    finish('error')
    await failed
  })

  test('that cannot be fetched once is requested again at an address that no cache lock holds', async () => {
    const loading = load()
    finish('error')
    await jest.advanceTimersByTimeAsync(600)
    expect(script().src).toEqual(expect.stringMatching(/remoteEntry\.js\?r=\d+$/))
    Reflect.set(globalThis, 'inbox_1', container)
    finish('load')
    await expectContainer(loading)
  })

  test('that hung is requested at a new address by the next attempt, and the hung one is not waited for', async () => {
    const first = load()
    const failed = expect(first).rejects.toMatchObject({ code: 'REMOTE_TIMEOUT' })
    expect(script().src).toMatch(/remoteEntry\.js$/)
    await jest.advanceTimersByTimeAsync(entryTimeout)
    await failed
    const second = load()
    expect(script().src).toMatch(/remoteEntry\.js\?r=\d+$/)
    Reflect.set(globalThis, 'inbox_1', container)
    finish('load')
    await expectContainer(second)
  })

  test('has twice the time after each timeout, so that it loads over a slow line', async () => {
    for (const timeout of [entryTimeout, 2 * entryTimeout, 4 * entryTimeout, 4 * entryTimeout]) {
      const ended = jest.fn()
      void load().catch(ended)
      await jest.advanceTimersByTimeAsync(timeout - 1)
      expect(ended).not.toHaveBeenCalled()
      await jest.advanceTimersByTimeAsync(1)
      expect(ended).toHaveBeenCalledWith(expect.objectContaining({ code: 'REMOTE_TIMEOUT' }))
    }
  })

  test('has the time that the host gives this remote', async () => {
    setEntryTimeout((remote) => (remote === 'calendar' ? 60_000 : undefined))
    const [ended, endedInTime] = [jest.fn(), jest.fn()]
    void load('calendar').catch(ended)
    void load('inbox').catch(endedInTime)
    await jest.advanceTimersByTimeAsync(entryTimeout)
    expect([ended.mock.calls.length, endedInTime.mock.calls.length]).toEqual([0, 1])
    await jest.advanceTimersByTimeAsync(60_000 - entryTimeout)
    expect(ended).toHaveBeenCalledTimes(1)
    setEntryTimeout(entryTimeout)
  })

  test('that throws fails as such, with what it threw as the cause', async () => {
    const loading = load()
    const error = new Error('broken at import')
    window.dispatchEvent(new ErrorEvent('error', { error, filename: `http://localhost${address}/remoteEntry.js` }))
    finish('load')
    await expect(loading).rejects.toMatchObject({ code: 'REMOTE_THREW', cause: error })
  })

  test('that never arrives is given up within a time a user accepts', async () => {
    const loading = load()
    loading.catch(() => undefined)
    await jest.advanceTimersByTimeAsync(entryTimeout)
    await expect(loading).rejects.toMatchObject({ code: 'REMOTE_TIMEOUT' })
  })

  test('whose container never returns is given up, and what it throws is passed on', async () => {
    const loading = load()
    const broken = new Error('broken in get')
    const get = (): never => {
      throw broken
    }
    Reflect.set(globalThis, 'inbox_1', { init: () => new Promise(() => undefined), get })
    finish('load')
    const guarded = await loading
    await expect(guarded.get('./page')).rejects.toBe(broken)
    const failed = expect(guarded.init({} as never, [], {} as never)).rejects.toMatchObject({ code: 'REMOTE_TIMEOUT' })
    await jest.advanceTimersByTimeAsync(containerTimeout)
    await failed
  })

  test('leaves no script tag behind', async () => {
    const loading = load()
    Reflect.set(globalThis, 'inbox_1', container)
    finish('load')
    await loading
    expect(document.head.querySelector('script')).toBeNull()
  })

  test('has more time on a line on which the ones before took long, until it is fast again', async () => {
    const arrive = async (after: number): Promise<void> => {
      address = `/remote-${++count}`
      const loading = load()
      await jest.advanceTimersByTimeAsync(after)
      Reflect.set(globalThis, 'inbox_1', container)
      finish('load')
      await loading
    }
    await arrive(3000)
    address = `/remote-${++count}`
    const ended = jest.fn()
    void load().catch(ended)
    await jest.advanceTimersByTimeAsync(17_000)
    expect(ended).not.toHaveBeenCalled()
    await jest.advanceTimersByTimeAsync(2000)
    expect(ended).toHaveBeenCalledTimes(1)
    for (let entry = 0; entry < 5; entry++) await arrive(100)
    address = `/remote-${++count}`
    const endedInTime = jest.fn()
    void load().catch(endedInTime)
    await jest.advanceTimersByTimeAsync(entryTimeout)
    expect(endedInTime).toHaveBeenCalledTimes(1)
  })
})
