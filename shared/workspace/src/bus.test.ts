import { describe, expect, jest, test } from '@jest/globals'
import { emit, on } from './bus.ts'

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
