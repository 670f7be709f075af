import { describe, expect, test } from '@jest/globals'
import { missingExports } from './remotes/module-shapes.ts'
import { wrongEventFields } from './event-shapes.ts'
import { wrongStateFields, type WorkspaceState } from './workspace-state.ts'

/** As code writes that no type checker has seen. */
const untyped = (change: object): Partial<WorkspaceState> => change as Partial<WorkspaceState>

describe('what crosses a boundary is checked', () => {
  test('an event with all its fields is right, and may have more', () => {
    expect(wrongEventFields('mail:sent', { emailId: 'e1', submissionId: null, later: 1 })).toEqual([])
  })

  test('an event that is no object, or lacks a field, is named by its fields', () => {
    expect(wrongEventFields('draft:saved', null)).toEqual(['key', 'emailId'])
    expect(wrongEventFields('mail:changed', { accountId: 'a1', types: [1] })).toEqual(['types'])
  })

  test('an event of a later release is none of our business', () => {
    expect(wrongEventFields('mail:archived', null)).toEqual([])
  })

  test('a change of the store is checked field by field', () => {
    expect(wrongStateFields({ online: false, unsaved: ['draft-1'] })).toEqual([])
    expect(wrongStateFields({ toasts: [{ id: 't', tone: 'danger', text: 'Not sent', action: { label: 'Undo', run: () => undefined } }] })).toEqual([])
    expect(wrongStateFields(untyped({ theme: 'purple', selection: null, online: true }))).toEqual(['theme', 'selection'])
    expect(wrongStateFields(untyped({ toasts: [{ id: 't', tone: 'neutral', text: {} }] }))).toEqual(['toasts'])
  })

  test('a component may be a function, or what memo and forwardRef make of one', () => {
    expect(missingExports('notes/page', { default: () => null })).toEqual([])
    expect(missingExports('notes/page', { default: { $$typeof: Symbol.for('react.memo') } })).toEqual([])
    for (const wrong of [undefined, 'text', {}, Promise.resolve(() => null)]) {
      expect(missingExports('notes/page', { default: wrong })).toEqual(['default'])
    }
  })
})
