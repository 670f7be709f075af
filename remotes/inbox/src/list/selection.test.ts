import { describe, expect, test } from '@jest/globals'
import { allOf, extended, isSelected, nothing, toggled } from './selection.ts'

const rows: (string | undefined)[] = ['a', 'b', 'c', undefined, 'e']
const places = { position: (id: string) => rows.indexOf(id), id: (index: number) => rows[index] }

describe('a selection', () => {
  test('takes a row in and gives it up again', () => {
    const one = toggled(nothing, 'b')
    expect(one.ids).toEqual(['b'])
    expect(toggled(one, 'b').ids).toEqual([])
  })

  test('reaches from the last listSelection to the row, downwards and upwards', () => {
    expect(extended(toggled(nothing, 'a'), 'c', places).ids).toEqual(['a', 'b', 'c'])
    expect(extended(toggled(nothing, 'c'), 'a', places).ids).toEqual(['c', 'a', 'b'])
  })

  test('keeps its anchor while a range grows and shrinks around it', () => {
    const range = extended(toggled(nothing, 'b'), 'c', places)
    expect(extended(range, 'a', places)).toEqual({ ids: ['b', 'c', 'a'], anchor: 'b' })
  })

  test('leaves out rows of a range that were never read', () => {
    expect(extended(toggled(nothing, 'c'), 'e', places).ids).toEqual(['c', 'e'])
  })

  test('chooses the row alone when the anchor has left the list', () => {
    expect(extended({ ids: [], anchor: 'gone' }, 'b', places)).toEqual({ ids: ['b'], anchor: 'b' })
  })

  test('of everything is all that was read', () => {
    expect(allOf(5, places).ids).toEqual(['a', 'b', 'c', 'e'])
  })

  test('still holds a conversation whose newest message has changed', () => {
    const selected = toggled(nothing, 'old')
    expect(isSelected(selected, ['old', 'new'])).toBe(true)
    expect(toggled(selected, 'new', ['old', 'new']).ids).toEqual([])
  })
})
