import type { VirtualListHandle } from '@atrium/ui'
import { useEffect, useRef, useState, type RefObject } from 'react'

export interface Cursor {
  readonly index: number
  readonly moveTo: (index: number) => void
  readonly listRef: RefObject<VirtualListHandle | null>
}

/** Where one was in the results of each search, for the way back from a conversation. */
const places = new Map<string, number>()

/** The row the keyboard is at; it is brought into sight and takes the focus when it is moved. */
export const useCursor = (query: string, total: number): Cursor => {
  const [index, setIndex] = useState(places.get(query) ?? 0)
  const listRef = useRef<VirtualListHandle>(null)
  const moved = useRef(false)
  const restored = useRef(false)

  useEffect(() => {
    if (restored.current || total === 0) return
    restored.current = true
    if (index > 0) listRef.current?.scrollToIndex(index, 'center')
  }, [index, total])

  useEffect(() => {
    places.set(query, index)
    if (!moved.current) return
    moved.current = false
    listRef.current?.scrollToIndex(index)
    const frame = requestAnimationFrame(() => {
      listRef.current?.element?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus({ preventScroll: true })
    })
    return () => cancelAnimationFrame(frame)
  }, [query, index])

  const moveTo = (next: number): void => {
    const inside = Math.max(0, Math.min(next, total - 1))
    moved.current = true
    if (inside === index) listRef.current?.element?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus()
    else setIndex(inside)
  }
  return { index: Math.min(index, Math.max(0, total - 1)), moveTo, listRef }
}
