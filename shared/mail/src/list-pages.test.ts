import { describe, expect, test } from '@jest/globals'
import { baseOf, type ListBase, mergePage, missingPages, type Page, prefixLength } from './list-pages.ts'

const ids = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, index) => `e${from + index}`)
const page = (position: number, given: Partial<Page> = {}): Page => ({
  position,
  ids: ids(position, position + 50),
  total: 1000,
  queryState: 's',
  ...given,
})
const base: ListBase = baseOf([page(0)])

describe('a list as far as it was read', () => {
  test('takes pages in any order', () => {
    const merged = mergePage(base, page(200), 200)
    expect(merged.ids[199]).toBeUndefined()
    expect(merged.ids[249]).toBe('e249')
    expect(prefixLength(merged)).toBe(50)
    expect(merged.torn).toBe(false)
  })

  test('moves what it holds when a page is further down than it was thought to', () => {
    const shifted = { position: 52, ids: ids(50, 100), total: 1002, queryState: 't' }
    const merged = mergePage(base, shifted, 50)
    expect(merged.ids.slice(0, 4)).toEqual([undefined, undefined, 'e0', 'e1'])
    expect(merged.ids[52]).toBe('e50')
    expect(merged.torn).toBe(true)
  })

  test('moves it up when rows above went away', () => {
    const merged = mergePage(base, { position: 49, ids: ids(50, 60), total: 999, queryState: 't' }, 50)
    expect(merged.ids[0]).toBe('e1')
    expect(merged.ids[49]).toBe('e50')
  })

  test('holds no message twice', () => {
    const merged = mergePage(base, { ...page(100), ids: ['e7', ...ids(100, 149)] }, 100)
    expect(merged.ids.filter((id) => id === 'e7')).toEqual(['e7'])
    expect(merged.ids[100]).toBe('e7')
  })

  test('believes an empty page, so that it does not ask for ever', () => {
    const merged = mergePage(base, page(50, { ids: [] }), 50)
    expect(merged.total).toBe(50)
    expect(missingPages(merged, 0, 100)).toEqual([])
  })

  test('requests the page that fills most of the gap around the visible rows', () => {
    expect(missingPages(base, 40, 60)).toEqual([50])
    expect(missingPages(mergePage(base, page(200), 200), 190, 210)).toEqual([150])
    expect(missingPages(base, 500, 620)).toEqual([500, 550, 600])
    expect(missingPages(base, 0, 50)).toEqual([])
    expect(missingPages(base, 990, 1100)).toEqual([950])
  })
})
