import type { EmailList } from '@atrium/mail'
import { describe, expect, test } from '@jest/globals'
import { renderHook } from '@testing-library/react'
import { cursorIndex, useListCursor } from './list-cursor.ts'

const listOf = (...ids: readonly string[]): EmailList =>
  ({
    total: ids.length,
    id: (index: number) => ids[index],
    position: (id: string) => ids.indexOf(id),
    row: (index: number) => (ids[index] === undefined ? undefined : { thread: { id: `thread of ${ids[index]}` } }),
  }) as unknown as EmailList

describe('the cursor of a list', () => {
  test('follows its row when mail arrives above it', () => {
    expect(cursorIndex(listOf('new', 'a', 'b'), { id: 'b', index: 1 }, null)).toBe(2)
  })

  test('stays in place when its row is gone, so that the next row has it', () => {
    expect(cursorIndex(listOf('a', 'c'), { id: 'b', index: 1 }, null)).toBe(1)
  })

  test('is on the last row when its row was the last one', () => {
    expect(cursorIndex(listOf('a', 'b'), { id: 'c', index: 2 }, null)).toBe(1)
  })

  test('is on the open conversation, wherever it was', () => {
    expect(cursorIndex(listOf('a', 'b', 'c'), { id: 'a', index: 0 }, 'thread of c')).toBe(2)
  })

  test('is nowhere in an empty list and before it was moved', () => {
    expect([
      cursorIndex(listOf(), { id: 'a', index: 0 }, null),
      cursorIndex(listOf('a'), { id: undefined, index: -1 }, null),
    ]).toEqual([-1, -1])
  })
})

describe('a list that is opened again', () => {
  const handle = { current: null }
  const list = listOf('a', 'b', 'c')

  const leave = (restoreKey: string): void =>
    renderHook(() => useListCursor({ list, handle, restoreKey, openThread: 'thread of c' })).unmount()
  const open = (restoreKey: string): number =>
    renderHook(() => useListCursor({ list, handle, restoreKey })).result.current.index

  test('starts where it was left', () => {
    leave('one')
    expect(open('one')).toBe(2)
  })

  test('starts without a cursor when fifty others were left since', () => {
    leave('first')
    for (let index = 0; index < 50; index += 1) leave(`other ${index}`)
    expect(open('first')).toBe(-1)
    expect(open('other 0')).toBe(2)
  })
})
