import { useState, type ComponentProps, type KeyboardEvent } from 'react'

export interface ResizeOptions {
  readonly defaultSize: number
  readonly min: number
  readonly max: number
  readonly onResizeEnd: ((size: number) => void) | undefined
}

export interface Resize {
  readonly size: number
  readonly dragging: boolean
  /** A separator that can be focused is a control, the "window splitter" of WAI-ARIA. */
  readonly separatorProps: ComponentProps<'div'>
}

const splitter = { role: 'separator', tabIndex: 0, 'aria-orientation': 'vertical' } as const

const forward = (element: Element): 1 | -1 => (getComputedStyle(element).direction === 'rtl' ? -1 : 1)

/** Pixels of one press of an arrow, and with Shift. */
const step = 16
const stride = 64

function sizeForKey(event: KeyboardEvent<HTMLElement>, size: number, { min, max }: ResizeOptions): number | undefined {
  const by = (event.shiftKey ? stride : step) * forward(event.currentTarget)
  const sizes: Record<string, number> = { ArrowRight: size + by, ArrowLeft: size - by, Home: min, End: max }
  return sizes[event.key]
}

/** The size of a pane that is drawn or typed larger and smaller. */
export function useResize(options: ResizeOptions): Resize {
  const { defaultSize, min, max, onResizeEnd } = options
  const clamp = (value: number): number => Math.round(Math.max(min, Math.min(value, max)))
  const [size, setSize] = useState(() => clamp(defaultSize))
  const [drag, setDrag] = useState<{ readonly x: number; readonly size: number } | null>(null)
  const settle = (next: number): void => {
    setSize(clamp(next))
    onResizeEnd?.(clamp(next))
  }
  const release = (): void => {
    if (!drag) return
    setDrag(null)
    if (size !== drag.size) onResizeEnd?.(size)
  }
  const separatorProps: ComponentProps<'div'> = {
    ...splitter,
    'aria-valuenow': size,
    'aria-valuemin': min,
    'aria-valuemax': max,
    onPointerDown: (event) => {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture?.(event.pointerId)
      // What is drawn may be smaller than what was asked for, where the window is narrow.
      const drawn = event.currentTarget.previousElementSibling?.getBoundingClientRect().width
      setDrag({ x: event.clientX, size: drawn || size })
    },
    onPointerMove: (event) => {
      if (drag) setSize(clamp(drag.size + (event.clientX - drag.x) * forward(event.currentTarget)))
    },
    onPointerUp: release,
    onPointerCancel: release,
    onDoubleClick: () => settle(defaultSize),
    onKeyDown: (event) => {
      const next = event.key === 'Enter' ? defaultSize : sizeForKey(event, size, options)
      if (next === undefined) return
      event.preventDefault()
      settle(next)
    },
  }
  return { size, dragging: drag !== null, separatorProps }
}
