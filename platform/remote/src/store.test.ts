import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { defineEvents, emit, on } from './events.ts'
import { claimSingleton, showToast, workspace, wrongStateFields } from './store.ts'

declare module '@atrium/protocol/register' {
  interface EventMap {
    'page:turned': { readonly key: string }
  }
}

defineEvents({ 'page:turned': { key: 'string' } })

/** As code does that no type checker has seen. */
const untyped = (value: unknown) => value as never

const reported = jest.fn()
beforeEach(() => {
  reported.mockClear()
  globalThis.reportError = reported
})
afterEach(() => workspace.setState({ toasts: [] }))

describe('what any remote may write', () => {
  test('a field of the wrong shape is refused where it is written, and nothing of the change is taken', () => {
    expect(() => workspace.setState(untyped({ online: false, selection: null }))).toThrow(
      /shape it promises: selection/,
    )
    expect(workspace.getState()).toMatchObject({ online: true, selection: { ids: [] } })
    expect(() => showToast(untyped({ tone: 'neutral', text: {} }))).toThrow(
      expect.objectContaining({ code: 'STATE_SHAPE_WRONG' }),
    )
    expect(workspace.getState().toasts).toEqual([])
  })

  test('the state can be changed, not replaced', () => {
    workspace.setState(untyped({}), untyped(true))
    expect(workspace.getState().toasts).toEqual([])
  })

  test('a listener that throws stops neither the writer nor the others', () => {
    const broken = new Error('A listener that throws')
    const stop = workspace.subscribe(() => {
      throw broken
    })
    const received = jest.fn()
    const end = workspace.subscribe(received)
    workspace.setState({ railCollapsed: true })
    expect(received).toHaveBeenCalledTimes(1)
    expect(reported).toHaveBeenCalledWith(broken)
    stop()
    end()
  })
})

describe('what any remote may send', () => {
  test('an event of the wrong shape is refused where it is sent', () => {
    const received = jest.fn()
    const stop = on('page:turned', received)
    expect(() => emit('page:turned', untyped(null))).toThrow(expect.objectContaining({ code: 'EVENT_SHAPE_WRONG' }))
    expect(received).not.toHaveBeenCalled()
    stop()
  })

  test('what comes past the bus is not received when its shape is wrong', () => {
    const received = jest.fn()
    const stop = on('page:turned', received)
    window.dispatchEvent(new CustomEvent('atrium:page:turned', { detail: null }))
    expect(received).not.toHaveBeenCalled()
    expect(reported).toHaveBeenCalledWith(expect.objectContaining({ code: 'EVENT_SHAPE_WRONG' }))
    window.dispatchEvent(new CustomEvent('atrium:page:turned', { detail: { key: 'd1' } }))
    expect(received).toHaveBeenCalledWith({ key: 'd1' })
    stop()
  })
})

test('a change of the store is checked field by field', () => {
  expect(wrongStateFields({ online: false, unsaved: ['draft-1'] })).toEqual([])
  const action = { label: 'Undo', run: () => undefined }
  expect(wrongStateFields({ toasts: [{ id: 't', tone: 'danger', text: 'Not sent', action }] })).toEqual([])
  expect(wrongStateFields(untyped({ theme: 'purple', selection: null, online: true }))).toEqual(['theme', 'selection'])
  expect(wrongStateFields(untyped({ toasts: [{ id: 't', tone: 'neutral', text: {} }] }))).toEqual(['toasts'])
})

test('a second copy of a singleton is refused by name', () => {
  claimSingleton('@example/store')
  expect(() => claimSingleton('@example/store')).toThrow(/SECOND_COPY|twice.*@example\/store/)
})
