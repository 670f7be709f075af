import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { clearUnsaved, markUnsaved } from '@atrium/remote'
import { updateInterval, watchForUpdates } from './updates.ts'

const check = jest.fn(() => Promise.resolve())
const replaceWithdrawn = jest.fn()
let watch: ReturnType<typeof watchForUpdates>

const show = (state: 'visible' | 'hidden'): void => {
  jest.spyOn(document, 'visibilityState', 'get').mockReturnValue(state)
  document.dispatchEvent(new Event('visibilitychange'))
}

describe('news of releases', () => {
  beforeEach(() => {
    jest.useFakeTimers()
    check.mockClear()
    replaceWithdrawn.mockClear()
    watch = watchForUpdates({ check, replaceWithdrawn })
  })
  afterEach(() => {
    watch.stop()
    jest.useRealTimers()
  })

  test('are requested several times a minute', () => {
    jest.advanceTimersByTime(3 * (updateInterval.every + updateInterval.jitter))
    expect(check.mock.calls.length).toBeGreaterThanOrEqual(3)
    expect(check.mock.calls.length).toBeLessThanOrEqual(5)
  })

  test('are requested when the user returns, also after the clock was set back by a day', () => {
    jest.setSystemTime(Date.now() - 24 * 3_600_000)
    show('hidden')
    jest.advanceTimersByTime(updateInterval.every + updateInterval.jitter)
    check.mockClear()
    show('visible')
    expect(check).toHaveBeenCalledTimes(1)
  })

  test('are requested when the connection is back', () => {
    window.dispatchEvent(new Event('online'))
    expect(check).toHaveBeenCalledTimes(1)
  })

  test('are requested when the user returns, but not each time', () => {
    show('visible')
    expect(check).not.toHaveBeenCalled()
    jest.advanceTimersByTime(updateInterval.atLeast)
    show('visible')
    show('visible')
    expect(check).toHaveBeenCalledTimes(1)
  })

  test('are not requested by a hidden tab', () => {
    show('hidden')
    jest.advanceTimersByTime(2 * updateInterval.every)
    expect(check).not.toHaveBeenCalled()
  })

  test('are requested when the user navigates, but not each time', () => {
    watch.checkSoon()
    expect(check).not.toHaveBeenCalled()
    jest.advanceTimersByTime(updateInterval.atLeast)
    watch.checkSoon()
    watch.checkSoon()
    expect(check).toHaveBeenCalledTimes(1)
  })

  test('that had to wait are applied once the work is stored, or the focus has left', () => {
    markUnsaved('draft')
    replaceWithdrawn.mockClear()
    clearUnsaved('draft')
    expect(replaceWithdrawn).toHaveBeenCalledTimes(1)
    document.body.dispatchEvent(new FocusEvent('focusout', { bubbles: true }))
    expect(replaceWithdrawn).toHaveBeenCalledTimes(1)
    jest.advanceTimersByTime(1)
    expect(replaceWithdrawn).toHaveBeenCalledTimes(2)
  })

  test('are not requested once the watching has ended', () => {
    watch.stop()
    window.dispatchEvent(new Event('online'))
    jest.advanceTimersByTime(2 * updateInterval.every)
    expect(check).not.toHaveBeenCalled()
    expect(jest.getTimerCount()).toBe(0)
  })
})
