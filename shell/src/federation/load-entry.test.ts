import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { entryTimeout, loadEntry } from './load-entry.ts'

const script = (): HTMLScriptElement => {
  const found = document.head.querySelector('script')
  if (!found) throw new Error('No script was asked for')
  return found
}

const finish = (type: 'load' | 'error'): void => void script().dispatchEvent(new Event(type))
const container = { init: () => undefined, get: () => undefined }

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
    await expect(loading).resolves.toBe(container)
  })

  test('is asked for with integrity and in CORS mode, even where no hash is known', () => {
    void loadEntry('/remoteEntry.js', 'inbox_1').catch(() => undefined)
    expect(script().crossOrigin).toBe('anonymous')
    expect(script().integrity).toMatch(/^sha384-A{64}$/)
  })

  test('that cannot be fetched fails as a load', async () => {
    const loading = loadEntry('/remoteEntry.js', 'inbox_1')
    finish('error')
    await jest.advanceTimersByTimeAsync(600)
    finish('error')
    await expect(loading).rejects.toMatchObject({ code: 'REMOTE_LOAD_FAILED' })
  })

  test('that cannot be fetched once is asked for again under an address no cache lock holds', async () => {
    const loading = loadEntry('/remoteEntry.js', 'inbox_1')
    finish('error')
    await jest.advanceTimersByTimeAsync(600)
    expect(script().src).toEqual(expect.stringMatching(/remoteEntry\.js\?r=\d+$/))
    Reflect.set(globalThis, 'inbox_1', container)
    finish('load')
    await expect(loading).resolves.toBe(container)
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

  test('leaves no script tag behind', async () => {
    const loading = loadEntry('/remoteEntry.js', 'inbox_1')
    Reflect.set(globalThis, 'inbox_1', container)
    finish('load')
    await loading
    expect(document.head.querySelector('script')).toBeNull()
  })
})
