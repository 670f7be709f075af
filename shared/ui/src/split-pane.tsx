import { useId, useState, type ComponentProps, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './split-pane.module.css'

export interface SplitPaneProps {
  /** Name of the separator: "Width of the list". */
  readonly label: string
  /** The end pane is below the start pane: sizes are heights. Default: false. */
  readonly below?: boolean | undefined
  readonly start: ReactNode
  readonly end: ReactNode
  /** Initial width of the start pane in pixels; a double click and Enter restore it. */
  readonly defaultSize: number
  /** Minimum width of the start pane in pixels. Default: 280. */
  readonly min?: number | undefined
  /** Maximum width of the start pane in pixels. Default: 960. */
  readonly max?: number | undefined
  /** Minimum width of the end pane in pixels; takes precedence. Default: 320. */
  readonly minEnd?: number | undefined
  /** Called with the new width in pixels at the end of a drag and after a key press: store it as `defaultSize`. */
  readonly onResizeEnd?: ((size: number) => void) | undefined
}

/** Two panes with a movable separator, by pointer, arrow keys, Home and End. */
export function SplitPane(props: SplitPaneProps): ReactNode {
  const { label, below = false, start, end, defaultSize, min = 280, max = 960, minEnd = 320, onResizeEnd } = props
  const id = useId()
  const { size, dragging, separatorProps } = useResize({ below, defaultSize, min, max, onResizeEnd })
  const style = { '--size': `${size}px`, '--min': `${min}px`, '--min-end': `${minEnd}px` } as CSSProperties
  return (
    <div className={classNames(styles.split, below && styles.below, dragging && styles.dragging)} style={style}>
      <div id={id} className={styles.start}>
        {start}
      </div>
      <div {...separatorProps} aria-label={label} aria-controls={id} className={styles.separator} />
      <div className={styles.end}>{end}</div>
    </div>
  )
}

interface ResizeOptions {
  readonly below: boolean
  readonly defaultSize: number
  readonly min: number
  readonly max: number
  readonly onResizeEnd: ((size: number) => void) | undefined
}

/** The window splitter of WAI-ARIA: a focusable separator is a control. */
function useResize(options: ResizeOptions) {
  const { below, defaultSize, min, max, onResizeEnd } = options
  const clamp = (value: number): number => Math.round(Math.max(min, Math.min(value, max)))
  const [size, setSize] = useState(() => clamp(defaultSize))
  const [drag, setDrag] = useState<{ readonly from: number; readonly size: number } | null>(null)
  const resize = (next: number): void => {
    setSize(clamp(next))
    onResizeEnd?.(clamp(next))
  }
  const endDrag = (): void => {
    if (!drag) return
    setDrag(null)
    if (size !== drag.size) onResizeEnd?.(size)
  }
  const separatorProps: ComponentProps<'div'> = {
    role: 'separator',
    tabIndex: 0,
    'aria-orientation': below ? 'horizontal' : 'vertical',
    'aria-valuenow': size,
    'aria-valuemin': min,
    'aria-valuemax': max,
    onPointerDown: (event) => {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture?.(event.pointerId)
      // In a narrow window the actual width is smaller than the requested one.
      const actual = event.currentTarget.previousElementSibling?.getBoundingClientRect()
      const length = below ? actual?.height : actual?.width
      setDrag({ from: below ? event.clientY : event.clientX, size: length || size })
    },
    onPointerMove: (event) => {
      if (!drag) return
      const by = below ? event.clientY - drag.from : (event.clientX - drag.from) * inlineSign(event.currentTarget)
      setSize(clamp(drag.size + by))
    },
    onPointerUp: endDrag,
    onPointerCancel: endDrag,
    onDoubleClick: () => resize(defaultSize),
    onKeyDown: (event) => {
      const next = event.key === 'Enter' ? defaultSize : sizeForKey(event, size, options)
      if (next === undefined) return
      event.preventDefault()
      resize(next)
    },
  }
  return { size, dragging: drag !== null, separatorProps }
}

/** 1 where the start pane grows to the right, -1 in right-to-left pages. */
const inlineSign = (element: Element): 1 | -1 => (getComputedStyle(element).direction === 'rtl' ? -1 : 1)

/** Pixels per press of an arrow key, without and with Shift. */
const step = 16
const largeStep = 64

function sizeForKey(event: KeyboardEvent<HTMLElement>, size: number, options: ResizeOptions): number | undefined {
  const { below, min, max } = options
  const delta = (event.shiftKey ? largeStep : step) * (below ? 1 : inlineSign(event.currentTarget))
  const [more, less] = below ? ['ArrowDown', 'ArrowUp'] : ['ArrowRight', 'ArrowLeft']
  const sizes: Record<string, number> = { [more]: size + delta, [less]: size - delta, Home: min, End: max }
  return sizes[event.key]
}
