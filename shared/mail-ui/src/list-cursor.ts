import type { EmailList } from '@atrium/mail'
import type { VirtualListHandle } from '@atrium/ui'
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'

/** The row that keys act on. */
export interface ListCursor {
  /** -1 when there is none. */
  readonly index: number
  /**
   * Moves to a row and scrolls it into view. An index outside of the list is moved to its nearest row.
   * @param focus - Whether the row takes the focus. Default: if another row has it.
   */
  readonly moveTo: (index: number, focus?: boolean) => void
  /** Focuses the cursor's row after the next render, whichever that is then. */
  readonly refocus: () => void
}

interface Position {
  readonly id: string | undefined
  readonly index: number
}

const start: Position = { id: undefined, index: -1 }

/** Lists whose positions are restored. Beyond it: the list that was left longest ago starts without a cursor. */
const maxRestored = 50

/** Positions in lists that are restored, by their key. For as long as the page lives. */
const restored = new Map<string, Position>()

function rememberPosition(key: string, position: Position): void {
  restored.delete(key)
  restored.set(key, position)
  const [oldest] = restored.size > maxRestored ? restored.keys() : []
  if (oldest !== undefined) restored.delete(oldest)
}

function findThread(list: EmailList, threadId: string): number {
  for (let index = 0; index < list.total; index += 1) if (list.row(index)?.thread.id === threadId) return index
  return -1
}

/** A row that moved is followed; when it is gone, the next one takes its place. The open conversation comes first. */
export function cursorIndex(list: EmailList, position: Position, openThread: string | null): number {
  const own = position.id === undefined ? -1 : list.position(position.id)
  const at = own === -1 ? position.index : own
  if (openThread !== null && list.row(at)?.thread.id !== openThread) {
    const found = findThread(list, openThread)
    if (found !== -1) return found
  }
  return Math.min(at, list.total - 1)
}

const hasFocus = (handle: VirtualListHandle | null): boolean =>
  handle?.element?.contains(document.activeElement) ?? false

function focusRow(handle: VirtualListHandle | null, index: number): boolean {
  const row = handle?.element?.querySelector<HTMLElement>(`[data-index="${index}"]`)
  row?.focus({ preventScroll: true })
  return row !== null && row !== undefined
}

export interface ListCursorOptions {
  readonly list: EmailList
  readonly handle: RefObject<VirtualListHandle | null>
  /** Id of the conversation that is open beside the list. Default: none. */
  readonly openThread?: string | null
  /** Names the list: a list opened again under the same key starts where it was left. Default: each starts without a cursor. */
  readonly restoreKey?: string
}

/** The cursor of a list whose rows carry `data-index`. */
export function useListCursor({ list, handle, openThread = null, restoreKey }: ListCursorOptions): ListCursor {
  const [position, setPosition] = useState(() =>
    restoreKey === undefined ? start : (restored.get(restoreKey) ?? start),
  )
  const focusRequested = useRef(false)
  const scrolled = useRef(position.index <= 0)
  const index = cursorIndex(list, position, openThread)
  const id = list.id(index)
  useEffect(() => {
    if (restoreKey !== undefined && index >= 0) rememberPosition(restoreKey, { id, index })
    setPosition((old) => (old.id === id && old.index === index ? old : { id, index }))
  }, [id, index, restoreKey])
  useLayoutEffect(() => {
    if (!scrolled.current && index >= 0) {
      scrolled.current = true
      handle.current?.scrollToIndex(index, 'center')
    }
    if (focusRequested.current && index >= 0 && focusRow(handle.current, index)) focusRequested.current = false
  })
  return {
    index,
    moveTo: (next, focus = hasFocus(handle.current)) => {
      const to = Math.max(0, Math.min(next, list.total - 1))
      focusRequested.current = focus
      handle.current?.scrollToIndex(to)
      setPosition({ id: list.id(to), index: to })
    },
    refocus: () => {
      focusRequested.current = true
    },
  }
}
