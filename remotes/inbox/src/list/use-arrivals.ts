import type { EmailList } from '@atrium/mail'
import type { VirtualListHandle } from '@atrium/ui'
import { useLayoutEffect, useRef, useState, type RefObject } from 'react'

export interface Arrivals {
  /** Unread conversations that came in above what is on the screen. */
  readonly count: number
  readonly onScroll: () => void
  readonly show: () => void
}

const unreadAbove = (list: EmailList, end: number): number => {
  let count = 0
  for (let index = 0; index < end; index += 1) if (list.row(index)?.thread.unread) count += 1
  return count
}

/** Holds what is being read in its place while mail comes in above it, and counts that mail. */
export function useArrivals(list: EmailList, rowHeight: number, handle: RefObject<VirtualListHandle | null>): Arrivals {
  const [count, setCount] = useState(0)
  const anchor = useRef<{ id: string; index: number } | null>(null)
  const top = useRef<string | undefined>(undefined)

  const look = (): void => {
    const element = handle.current?.element
    if (!element) return
    const index = Math.floor(element.scrollTop / rowHeight)
    const id = list.id(index)
    anchor.current = id === undefined ? null : { id, index }
    if (element.scrollTop < rowHeight) setCount(0)
  }

  const grow = (by: number): void => setCount((old) => old + by)

  // After every drawing: what moved the rows is not known here, only that they moved.
  useLayoutEffect(() => {
    const element = handle.current?.element
    const before = anchor.current
    if (element && before && element.scrollTop >= rowHeight) {
      const index = list.position(before.id)
      if (index !== -1 && index !== before.index) element.scrollTop += (index - before.index) * rowHeight
      const above = top.current === undefined ? 0 : list.position(top.current)
      const arrived = above > 0 ? unreadAbove(list, above) : 0
      if (arrived > 0) grow(arrived)
    }
    top.current = list.id(0)
    look()
  })

  const show = (): void => {
    handle.current?.element?.scrollTo({ top: 0 })
    setCount(0)
  }
  return { count, onScroll: look, show }
}
