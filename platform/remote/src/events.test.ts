import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { defineEvents, emit, floodLimit, on, onAny, watchFloods, type Flood } from './events.ts'

declare module '@atrium/protocol/register' {
  interface EventMap {
    'note:saved': { readonly key: string; readonly noteId: string }
    'note:removed': { readonly key: string }
    'notes:changed': { readonly book: string; readonly types: readonly string[] }
  }
}

defineEvents({
  'note:saved': { key: 'string', noteId: 'string' },
  'note:removed': { key: 'string' },
  'notes:changed': { book: 'string', types: 'strings' },
})

const saved = (key: string) => ({ key, noteId: `note-${key}` })

describe('the event bus', () => {
  test('a listener receives an event with its payload', () => {
    const received = jest.fn()
    const stop = on('note:saved', received)
    emit('note:saved', saved('a'))
    expect(received).toHaveBeenCalledWith(saved('a'))
    stop()
  })

  test('a listener that has stopped receives nothing more', () => {
    const received = jest.fn()
    on('note:saved', received)()
    emit('note:saved', saved('b'))
    expect(received).not.toHaveBeenCalled()
  })

  test('a late listener can opt in to receive the last event, and only the last', () => {
    emit('note:saved', saved('first'))
    emit('note:saved', saved('second'))
    const received = jest.fn()
    const stop = on('note:saved', received, { replay: true })
    expect(received.mock.calls).toEqual([[saved('second')]])
    stop()
  })

  test('the last events of so many kinds are kept, whatever names are made at run time', () => {
    const emitAny = emit as (name: string, detail: object) => void
    const onAny = on as (name: string, listener: (detail: unknown) => void, options: object) => () => void
    for (let kind = 0; kind < 600; kind++) emitAny(`made:up-${kind}`, { kind })
    const received = jest.fn()
    for (const kind of [0, 99, 599]) onAny(`made:up-${kind}`, received, { replay: true })()
    expect(received.mock.calls).toEqual([[{ kind: 599 }]])
  })

  test('a late listener that does not ask receives nothing of the past', () => {
    emit('note:saved', saved('past'))
    const received = jest.fn()
    on('note:saved', received)()
    expect(received).not.toHaveBeenCalled()
  })

  test('an aborted signal ends the listening', () => {
    const received = jest.fn()
    const controller = new AbortController()
    on('note:saved', received, { signal: controller.signal })
    controller.abort()
    emit('note:saved', saved('c'))
    expect(received).not.toHaveBeenCalled()
  })

  test('one listener that throws does not keep the next from hearing', () => {
    const reported = jest.fn((event: ErrorEvent) => event.preventDefault())
    window.addEventListener('error', reported)
    const received = jest.fn()
    const stops = [
      on('note:removed', () => {
        throw new Error('a broken listener')
      }),
      on('note:removed', received),
    ]
    emit('note:removed', { key: 'd' })
    expect(received).toHaveBeenCalled()
    expect(reported).toHaveBeenCalled()
    for (const stop of stops) stop()
    window.removeEventListener('error', reported)
  })

  test('a widget without this package receives the event on window', () => {
    const received = jest.fn()
    const listen = (event: Event) => received((event as CustomEvent<unknown>).detail)
    window.addEventListener('atrium:note:saved', listen)
    emit('note:saved', saved('e'))
    expect(received).toHaveBeenCalledWith(saved('e'))
    window.removeEventListener('atrium:note:saved', listen)
  })
})

describe('a flood of events', () => {
  beforeEach(() => void jest.useFakeTimers())
  afterEach(() => void jest.useRealTimers())

  const changed = (number: number) => ({ book: `b${number}`, types: [] })
  const flood = (count: number) => {
    for (let number = 1; number <= count; number++) emit('notes:changed', changed(number))
    return () => jest.advanceTimersByTime(floodLimit.within)
  }

  test('is held back but for the last event, and reported once with where it came from', () => {
    const [received, reported] = [jest.fn(), jest.fn<(flood: Flood) => void>()]
    const stops = [on('notes:changed', received), watchFloods(reported)]
    const pass = flood(floodLimit.events + 500)
    expect(received).toHaveBeenCalledTimes(floodLimit.events)
    expect(reported.mock.calls).toEqual([[{ event: 'notes:changed', trace: expect.any(Error) }]])
    expect(reported.mock.calls[0]?.[0].trace.stack).toContain('events.test.ts')
    pass()
    expect(received).toHaveBeenCalledTimes(floodLimit.events + 1)
    expect(received).toHaveBeenLastCalledWith(changed(floodLimit.events + 500))
    for (const stop of stops) stop()
  })

  test('does not touch events of another kind, and is over with its second', () => {
    const [others, received] = [jest.fn(), jest.fn()]
    const stops = [on('note:removed', others), on('notes:changed', received)]
    const pass = flood(floodLimit.events + 1)
    emit('note:removed', { key: 'other' })
    expect(others).toHaveBeenCalledTimes(1)
    pass()
    received.mockClear()
    emit('notes:changed', changed(0))
    expect(received.mock.calls).toEqual([[changed(0)]])
    for (const stop of stops) stop()
  })
})

describe('a listener for events of every kind', () => {
  test('receives them with their name, and one that throws stops no other', () => {
    const reported = jest.fn()
    globalThis.reportError = reported
    const received = jest.fn()
    const broken = new Error('a broken listener')
    const stops = [
      onAny(() => {
        throw broken
      }),
      onAny(received),
    ]
    emit('note:removed', { key: 'f' })
    expect(received.mock.calls).toEqual([['note:removed', { key: 'f' }]])
    expect(reported).toHaveBeenCalledWith(broken)
    for (const stop of stops) stop()
    emit('note:removed', { key: 'g' })
    expect(received).toHaveBeenCalledTimes(1)
  })

  test('receives what a script without this package dispatches, and leaves window as it was afterwards', () => {
    const received = jest.fn()
    const stop = onAny(received)
    window.dispatchEvent(new CustomEvent('atrium:calendar:moved', { detail: 1 }))
    window.dispatchEvent(new CustomEvent('another-product', { detail: 2 }))
    window.dispatchEvent(new Event('resize'))
    expect(received.mock.calls).toEqual([['calendar:moved', 1]])
    stop()
    expect(window.dispatchEvent).toBe(EventTarget.prototype.dispatchEvent)
  })
})
