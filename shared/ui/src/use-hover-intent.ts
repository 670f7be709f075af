import { useEffect, useRef, useState } from 'react'

const showAfter = 500
const hideAfter = 120
/** Milliseconds in which the next one shows at once: the person is reading along a row of buttons. */
const warmFor = 400

let lastHidden = -Infinity

export interface HoverIntent {
  readonly open: boolean
  /** After a moment of rest. */
  readonly show: () => void
  readonly showNow: () => void
  /** After a moment, so that the pointer may travel to what is shown. */
  readonly hide: () => void
  readonly hideNow: () => void
}

/** Tells a pointer that rests from one that passes. */
export function useHoverIntent(): HoverIntent {
  const [open, setOpen] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const set = (next: boolean): void => {
    clearTimeout(timer.current)
    if (open && !next) lastHidden = performance.now()
    setOpen(next)
  }
  const later = (next: boolean, milliseconds: number): void => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => set(next), milliseconds)
  }
  return {
    open,
    show: () => later(true, open || performance.now() - lastHidden < warmFor ? 0 : showAfter),
    showNow: () => set(true),
    hide: () => later(false, hideAfter),
    hideNow: () => set(false),
  }
}
