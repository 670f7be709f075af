import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { emit, on, onAny } from './bus.ts'
import { floodLimit, watchFloods, type Flood } from './floodgate.ts'

const saved = (key: string) => ({ key, emailId: `email-of-${key}` })

describe('the event bus', () => {
  test('a listener hears an event with its payload', () => {
    const heard = jest.fn()
    const stop = on('draft:saved', heard)
    emit('draft:saved', saved('a'))
    expect(heard).toHaveBeenCalledWith(saved('a'))
    stop()
  })

  test('a listener that has stopped hears nothing more', () => {
    const heard = jest.fn()
    on('draft:saved', heard)()
    emit('draft:saved', saved('b'))
    expect(heard).not.toHaveBeenCalled()
  })

  test('a late listener that asks for it hears the last event, and only the last', () => {
    emit('draft:saved', saved('first'))
    emit('draft:saved', saved('second'))
    const heard = jest.fn()
    const stop = on('draft:saved', heard, { replay: true })
    expect(heard.mock.calls).toEqual([[saved('second')]])
    stop()
  })

  test('a late listener that does not ask hears nothing of the past', () => {
    emit('draft:saved', saved('past'))
    const heard = jest.fn()
    on('draft:saved', heard)()
    expect(heard).not.toHaveBeenCalled()
  })

  test('an aborted signal ends the listening', () => {
    const heard = jest.fn()
    const controller = new AbortController()
    on('draft:saved', heard, { signal: controller.signal })
    controller.abort()
    emit('draft:saved', saved('c'))
    expect(heard).not.toHaveBeenCalled()
  })

  test('one listener that throws does not keep the next from hearing', () => {
    const reported = jest.fn((event: ErrorEvent) => event.preventDefault())
    window.addEventListener('error', reported)
    const heard = jest.fn()
    const stops = [
      on('draft:discarded', () => {
        throw new Error('a broken listener')
      }),
      on('draft:discarded', heard),
    ]
    emit('draft:discarded', { key: 'd' })
    expect(heard).toHaveBeenCalled()
    expect(reported).toHaveBeenCalled()
    for (const stop of stops) stop()
    window.removeEventListener('error', reported)
  })

  test('a widget without this package hears the event on window', () => {
    const heard = jest.fn()
    const listen = (event: Event) => heard((event as CustomEvent<unknown>).detail)
    window.addEventListener('atrium:draft:saved', listen)
    emit('draft:saved', saved('e'))
    expect(heard).toHaveBeenCalledWith(saved('e'))
    window.removeEventListener('atrium:draft:saved', listen)
  })
})

describe('a listener to any event', () => {
  test('receives every event by its name, also one dispatched on window by a script without this package', () => {
    const [any, own] = [jest.fn(), jest.fn()]
    const stops = [onAny(any), on('draft:saved', own)]
    emit('draft:saved', saved('any'))
    window.dispatchEvent(new CustomEvent('atrium:calendar:moved', { detail: 1 }))
    window.dispatchEvent(new CustomEvent('another-product', { detail: 2 }))
    window.dispatchEvent(new Event('resize'))
    expect(any.mock.calls).toEqual([['draft:saved', saved('any')], ['calendar:moved', 1]])
    expect(own).toHaveBeenCalledTimes(1)
    for (const stop of stops) stop()
  })

  test('leaves window as it was once the last one has stopped', () => {
    const [one, other] = [jest.fn(), jest.fn()]
    const [stopOne, stopOther] = [onAny(one), onAny(other)]
    stopOne()
    emit('draft:saved', saved('one left'))
    expect(one).not.toHaveBeenCalled()
    expect(other).toHaveBeenCalledTimes(1)
    stopOther()
    expect(window.dispatchEvent).toBe(EventTarget.prototype.dispatchEvent)
    emit('draft:saved', saved('none left'))
    expect(other).toHaveBeenCalledTimes(1)
  })
})

describe('a flood of events', () => {
  beforeEach(() => void jest.useFakeTimers())
  afterEach(() => void jest.useRealTimers())

  const changed = (number: number) => ({ accountId: `a${number}`, types: [] })
  const flood = (count: number) => {
    for (let number = 1; number <= count; number++) emit('mail:changed', changed(number))
    return () => jest.advanceTimersByTime(floodLimit.within)
  }

  test('is held back but for the last event, and told once with where it came from', () => {
    const [heard, told] = [jest.fn(), jest.fn<(flood: Flood) => void>()]
    const stops = [on('mail:changed', heard), watchFloods(told)]
    const pass = flood(floodLimit.events + 500)
    expect(heard).toHaveBeenCalledTimes(floodLimit.events)
    expect(told.mock.calls).toEqual([[{ event: 'mail:changed', trace: expect.any(Error) }]])
    expect(told.mock.calls[0]?.[0].trace.stack).toContain('bus.test.ts')
    pass()
    expect(heard).toHaveBeenCalledTimes(floodLimit.events + 1)
    expect(heard).toHaveBeenLastCalledWith(changed(floodLimit.events + 500))
    for (const stop of stops) stop()
  })

  test('does not touch events of another kind, and is over with its second', () => {
    const [others, heard] = [jest.fn(), jest.fn()]
    const stops = [on('draft:discarded', others), on('mail:changed', heard)]
    const pass = flood(floodLimit.events + 1)
    emit('draft:discarded', { key: 'other' })
    expect(others).toHaveBeenCalledTimes(1)
    pass()
    heard.mockClear()
    emit('mail:changed', changed(0))
    expect(heard.mock.calls).toEqual([[changed(0)]])
    for (const stop of stops) stop()
  })
})
