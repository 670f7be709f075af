import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { registryInterval, watchRegistry } from './watch-registry.ts'

const check = jest.fn(() => Promise.resolve())
let stop: () => void

const show = (state: 'visible' | 'hidden'): void => {
  jest.spyOn(document, 'visibilityState', 'get').mockReturnValue(state)
  document.dispatchEvent(new Event('visibilitychange'))
}

describe('news of releases', () => {
  beforeEach(() => {
    jest.useFakeTimers()
    check.mockClear()
    stop = watchRegistry(check)
  })
  afterEach(() => {
    stop()
    jest.useRealTimers()
  })

  test('are asked for every five minutes, about', () => {
    jest.advanceTimersByTime(3 * (registryInterval.every + registryInterval.jitter))
    expect(check.mock.calls.length).toBeGreaterThanOrEqual(3)
    expect(check.mock.calls.length).toBeLessThanOrEqual(5)
  })

  test('are asked for when the connection is back', () => {
    window.dispatchEvent(new Event('online'))
    expect(check).toHaveBeenCalledTimes(1)
  })

  test('are asked for when the person comes back, but not at every glance', () => {
    show('visible')
    expect(check).not.toHaveBeenCalled()
    jest.advanceTimersByTime(registryInterval.atLeast)
    show('visible')
    show('visible')
    expect(check).toHaveBeenCalledTimes(1)
  })

  test('are not asked for by a tab nobody sees', () => {
    show('hidden')
    jest.advanceTimersByTime(2 * registryInterval.every)
    expect(check).not.toHaveBeenCalled()
  })

  test('are not asked for once the watching has ended', () => {
    stop()
    window.dispatchEvent(new Event('online'))
    jest.advanceTimersByTime(2 * registryInterval.every)
    expect(check).not.toHaveBeenCalled()
    expect(jest.getTimerCount()).toBe(0)
  })
})
