import type { EmailList } from '@atrium/mail'
import type { VirtualListHandle } from '@atrium/ui'
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'

/** The row that keys act on. */
export interface Cursor {
  /** -1 when there is none. */
  readonly index: number
  /**
   * Puts it on another row and that into sight.
   * @param focus Whether the row takes the focus. Default: if another row has it.
   */
  readonly moveTo: (index: number, focus?: boolean) => void
  /** After the next drawing the focus is on the cursor's row again, whichever that is then. */
  readonly refocus: () => void
}

interface Kept {
  readonly id: string | undefined
  readonly index: number
}

const none: Kept = { id: undefined, index: -1 }

function findThread(list: EmailList, threadId: string): number {
  for (let index = 0; index < list.total; index += 1) if (list.row(index)?.thread.id === threadId) return index
  return -1
}

/** A row that has moved is followed; in the place of one that has gone stands the next one. */
export function cursorIndex(list: EmailList, kept: Kept, openThread: string | null): number {
  const own = kept.id === undefined ? -1 : list.position(kept.id)
  const at = own === -1 ? kept.index : own
  if (openThread !== null && list.row(at)?.thread.id !== openThread) {
    const found = findThread(list, openThread)
    if (found !== -1) return found
  }
  return Math.min(at, list.total - 1)
}

const isInside = (handle: VirtualListHandle | null): boolean => handle?.element?.contains(document.activeElement) ?? false

const focusRow = (handle: VirtualListHandle | null, index: number): boolean => {
  const row = handle?.element?.querySelector<HTMLElement>(`[data-index="${index}"]`)
  row?.focus({ preventScroll: true })
  return row !== null && row !== undefined
}

export function useCursor(list: EmailList, openThread: string | null, handle: RefObject<VirtualListHandle | null>): Cursor {
  const [kept, setKept] = useState(none)
  const focusWanted = useRef(false)
  const index = cursorIndex(list, kept, openThread)
  const id = list.id(index)
  useEffect(() => {
    setKept((old) => (old.id === id && old.index === index ? old : { id, index }))
  }, [id, index])
  useLayoutEffect(() => {
    if (focusWanted.current && index >= 0 && focusRow(handle.current, index)) focusWanted.current = false
  })
  return {
    index,
    moveTo: (next, focus = isInside(handle.current)) => {
      const to = Math.max(0, Math.min(next, list.total - 1))
      focusWanted.current = focus
      handle.current?.scrollToIndex(to)
      setKept({ id: list.id(to), index: to })
    },
    refocus: () => {
      focusWanted.current = true
    },
  }
}
