import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { answerTimeout, entryTimeout, loadEntry } from './load-entry.ts'

const script = (): HTMLScriptElement => {
  const found = document.head.querySelector('script')
  if (!found) throw new Error('No script was asked for')
  return found
}

const finish = (type: 'load' | 'error'): void => void script().dispatchEvent(new Event(type))
const container = { init: () => undefined, get: (name: string) => `factory of ${name}` }

/** Whether this is the container, seen through the guard that stands before it. */
const expectContainer = async (loading: ReturnType<typeof loadEntry>): Promise<void> =>
  expect(await (await loading).get('./page')).toBe('factory of ./page')

describe('the entry of a remote', () => {
  beforeEach(() => void jest.useFakeTimers())
  afterEach(() => {
    jest.useRealTimers()
    document.head.replaceChildren()
    Reflect.deleteProperty(globalThis, 'inbox_1')
  })

  test('yields the container it defines', async () => {
    const loading = loadEntry('/remoteEntry.js', 'inbox_1')
    Reflect.set(globalThis, 'inbox_1', container)
    finish('load')
    await expectContainer(loading)
  })

  test('is asked for with integrity and in CORS mode, even where no hash is known', () => {
    void loadEntry('/remoteEntry.js', 'inbox_1').catch(() => undefined)
    expect(script().crossOrigin).toBe('anonymous')
    expect(script().integrity).toMatch(/^sha384-A{64}$/)
  })

  test('that cannot be fetched fails as a load', async () => {
    const loading = loadEntry('/remoteEntry.js', 'inbox_1')
    const failed = expect(loading).rejects.toMatchObject({ code: 'REMOTE_LOAD_FAILED' })
    finish('error')
    await jest.advanceTimersByTimeAsync(450)
    finish('error')
    await jest.advanceTimersByTimeAsync(1_800)
    finish('error')
    await failed
  })

  test('that cannot be fetched once is asked for again under an address no cache lock holds', async () => {
    const loading = loadEntry('/remoteEntry.js', 'inbox_1')
    finish('error')
    await jest.advanceTimersByTimeAsync(600)
    expect(script().src).toEqual(expect.stringMatching(/remoteEntry\.js\?r=\d+$/))
    Reflect.set(globalThis, 'inbox_1', container)
    finish('load')
    await expectContainer(loading)
  })

  test('that throws is told apart, with what it threw as the cause', async () => {
    const loading = loadEntry('/remoteEntry.js', 'inbox_1')
    const error = new Error('broken at import')
    window.dispatchEvent(new ErrorEvent('error', { error, filename: 'http://localhost/remoteEntry.js' }))
    finish('load')
    await expect(loading).rejects.toMatchObject({ code: 'REMOTE_THREW', cause: error })
  })

  test('that never answers is given up in a time a person accepts', async () => {
    const loading = loadEntry('/remoteEntry.js', 'inbox_1')
    loading.catch(() => undefined)
    await jest.advanceTimersByTimeAsync(entryTimeout)
    await expect(loading).rejects.toMatchObject({ code: 'REMOTE_TIMEOUT' })
  })

  test('whose container never answers is given up, and what it throws is passed on', async () => {
    const loading = loadEntry('/remoteEntry.js', 'inbox_1')
    const broken = new Error('broken in get')
    const get = (): never => {
      throw broken
    }
    Reflect.set(globalThis, 'inbox_1', { init: () => new Promise(() => undefined), get })
    finish('load')
    const guarded = await loading
    await expect(guarded.get('./page')).rejects.toBe(broken)
    const failed = expect(guarded.init({} as never, [], {} as never)).rejects.toMatchObject({ code: 'REMOTE_TIMEOUT' })
    await jest.advanceTimersByTimeAsync(answerTimeout)
    await failed
  })

  test('leaves no script tag behind', async () => {
    const loading = loadEntry('/remoteEntry.js', 'inbox_1')
    Reflect.set(globalThis, 'inbox_1', container)
    finish('load')
    await loading
    expect(document.head.querySelector('script')).toBeNull()
  })
})
