import { beforeEach, describe, expect, test } from '@jest/globals'
import { safeStorage } from './browser-storage.ts'
import { createSafeMode, failureLimit, type SafeModeOptions } from './safe-mode.ts'

let time = 0
const createTestSafeMode = (change: Partial<SafeModeOptions> = {}) =>
  createSafeMode({ byAddress: [], storage: sessionStorage, now: () => time, ...change })

beforeEach(() => {
  sessionStorage.clear()
  time = 1_000_000
})

describe('safe mode', () => {
  test('the third failure of one module within five minutes switches its remote off', () => {
    const safeMode = createTestSafeMode()
    expect(safeMode.failed('inbox/page', 'REMOTE_THREW')).toBe(false)
    expect(safeMode.failed('inbox/page', 'REMOTE_THREW')).toBe(false)
    expect(safeMode.reasonFor('inbox')).toBeUndefined()
    expect(safeMode.failed('inbox/page', 'REMOTE_THREW')).toBe(true)
    expect(safeMode.reasonFor('inbox')).toBe('failures')
  })

  test('three modules of one remote that fail together are one accident, not three', () => {
    const safeMode = createTestSafeMode()
    for (const name of ['inbox/page', 'inbox/folders', 'inbox/unread']) safeMode.failed(name, 'REMOTE_LOAD_FAILED')
    expect(safeMode.reasonFor('inbox')).toBeUndefined()
  })

  test('failures that lie further apart do not add up', () => {
    const safeMode = createTestSafeMode()
    for (let count = 0; count < 5; count++) {
      safeMode.failed('inbox/page', 'REMOTE_THREW')
      time += failureLimit.within
    }
    expect(safeMode.reasonFor('inbox')).toBeUndefined()
  })

  test('being offline does not count', () => {
    const safeMode = createTestSafeMode()
    for (let count = 0; count < 5; count++) safeMode.failed('inbox/page', 'REMOTE_OFFLINE')
    expect(safeMode.reasonFor('inbox')).toBeUndefined()
  })

  test('outlives a reload of the tab, until it is switched on again', () => {
    const before = createTestSafeMode()
    for (let count = 0; count < failureLimit.failures; count++) before.failed('search/box', 'REMOTE_THREW')
    const after = createTestSafeMode()
    expect(after.off.getState()).toEqual({ search: 'failures' })
    after.switchOn('search')
    expect(after.off.getState()).toEqual({})
    expect(createTestSafeMode().off.getState()).toEqual({})
  })

  test('leaves out what the address names, until the user wants it back', () => {
    const safeMode = createTestSafeMode({ byAddress: ['search'] })
    expect(safeMode.reasonFor('search')).toBe('address')
    safeMode.switchOn('search')
    expect(safeMode.reasonFor('search')).toBeUndefined()
  })

  test('follows the operator both ways', () => {
    const safeMode = createTestSafeMode()
    safeMode.setByOperator('search', 'being moved')
    expect(safeMode.wordsOfOperator('search')).toBe('being moved')
    safeMode.switchOn('search')
    expect(safeMode.reasonFor('search')).toBe('operator')
    safeMode.setByOperator('search', undefined)
    expect(safeMode.wordsOfOperator('search')).toBeUndefined()
    expect(safeMode.reasonFor('search')).toBeUndefined()
  })

  test('reads nothing into a storage that holds nonsense', () => {
    sessionStorage.setItem('atrium:failures:/', '{"inbox/page":"x","a":[1,"2"]}')
    expect(createTestSafeMode().off.getState()).toEqual({})
  })

  test('works where there is no storage', () => {
    const forbidden = () => {
      throw new Error('SecurityError')
    }
    const safeMode = createTestSafeMode({ storage: safeStorage(() => ({ getItem: forbidden, setItem: forbidden })) })
    for (let count = 0; count < failureLimit.failures; count++) safeMode.failed('search/box', 'REMOTE_THREW')
    expect(safeMode.reasonFor('search')).toBe('failures')
  })
})
