import { describe, expect, test } from '@jest/globals'
import { missingExports } from './page.ts'

const component = () => null

describe('the shape of a loaded module', () => {
  test('a component may be a function, or what memo and forwardRef make of one', () => {
    expect(missingExports('notes/page', { default: component })).toEqual([])
    expect(missingExports('notes/page', { default: { $$typeof: Symbol.for('react.memo') } })).toEqual([])
    for (const wrong of [undefined, 'text', {}, Promise.resolve(component)]) {
      expect(missingExports('notes/page', { default: wrong })).toEqual(['default'])
    }
  })

  test('a page without a component exports mount', () => {
    expect(missingExports('notes/page', { mount: () => undefined })).toEqual([])
    for (const wrong of [undefined, {}, 'mount'])
      expect(missingExports('notes/page', { mount: wrong })).toEqual(['default'])
    expect(missingExports('notes/page', { default: 'text', mount: () => undefined })).toEqual(['default'])
  })

  test('a listed module needs the exports it lists, each of its kind', () => {
    const shapes = { 'bookings/next': { useNext: 'function', limits: 'object' } } as const
    expect(missingExports('bookings/next', { useNext: component, limits: {} }, shapes)).toEqual([])
    expect(missingExports('bookings/next', { useNext: {}, more: 1 }, shapes)).toEqual(['useNext', 'limits'])
    expect(missingExports('bookings/next', undefined, shapes)).toEqual(['useNext', 'limits'])
  })

  test('a name of the object prototype is no listed module', () => {
    expect(missingExports('constructor', { default: component }, {})).toEqual([])
  })
})
