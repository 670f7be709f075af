import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { emit, on } from './bus.ts'
import { workspace } from './store.ts'
import { showToast } from './toasts.ts'

/** As code does that no type checker has seen. */
const untyped = (value: unknown) => value as never

const told = jest.fn()
beforeEach(() => {
  told.mockClear()
  globalThis.reportError = told
})
afterEach(() => workspace.setState({ toasts: [] }))

describe('what any remote may write', () => {
  test('a field of the wrong shape is refused where it is written, and nothing of the change is taken', () => {
    expect(() => workspace.setState(untyped({ online: false, selection: null }))).toThrow(/shape of it: selection/)
    expect(workspace.getState()).toMatchObject({ online: true, selection: { ids: [] } })
    expect(() => showToast(untyped({ tone: 'neutral', text: {} }))).toThrow(expect.objectContaining({ code: 'STATE_SHAPE_WRONG' }))
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
    const heard = jest.fn()
    const end = workspace.subscribe(heard)
    workspace.setState({ railCollapsed: true })
    expect(heard).toHaveBeenCalledTimes(1)
    expect(told).toHaveBeenCalledWith(broken)
    stop()
    end()
  })
})

describe('what any remote may send', () => {
  test('an event of the wrong shape is refused where it is sent', () => {
    const heard = jest.fn()
    const stop = on('mail:changed', heard)
    expect(() => emit('mail:changed', untyped(null))).toThrow(expect.objectContaining({ code: 'EVENT_SHAPE_WRONG' }))
    expect(heard).not.toHaveBeenCalled()
    stop()
  })

  test('what comes past the bus is not heard when its shape is wrong', () => {
    const heard = jest.fn()
    const stop = on('draft:discarded', heard)
    window.dispatchEvent(new CustomEvent('atrium:draft:discarded', { detail: null }))
    expect(heard).not.toHaveBeenCalled()
    expect(told).toHaveBeenCalledWith(expect.objectContaining({ code: 'EVENT_SHAPE_WRONG' }))
    window.dispatchEvent(new CustomEvent('atrium:draft:discarded', { detail: { key: 'd1' } }))
    expect(heard).toHaveBeenCalledWith({ key: 'd1' })
    stop()
  })
})
