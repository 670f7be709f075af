import { useId, type CSSProperties, type ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './split-pane.module.css'
import { useResize } from './use-resize.ts'

export interface SplitPaneProps {
  /** Name of the handle: "Width of the list". */
  readonly label: string
  readonly start: ReactNode
  readonly end: ReactNode
  /** Width of the start pane in pixels, until it is changed; double click and Enter come back to it. */
  readonly defaultSize: number
  /** Pixels of the start pane. Default: 280. */
  readonly min?: number | undefined
  /** Pixels of the start pane. Default: 960. */
  readonly max?: number | undefined
  /** Pixels that stay for the end pane whatever was chosen. Default: 320. */
  readonly minEnd?: number | undefined
  /** The new width, once a drag has ended or a key was pressed: keep it and hand it in as `defaultSize`. */
  readonly onResizeEnd?: ((size: number) => void) | undefined
}

/** Two panes and a line between them that can be moved, by pointer, by arrows, Home and End. */
export function SplitPane(props: SplitPaneProps): ReactNode {
  const { label, start, end, defaultSize, min = 280, max = 960, minEnd = 320, onResizeEnd } = props
  const id = useId()
  const { size, dragging, separatorProps } = useResize({ defaultSize, min, max, onResizeEnd })
  const style = { '--size': `${size}px`, '--min': `${min}px`, '--min-end': `${minEnd}px` } as CSSProperties
  return (
    <div className={classNames(styles.split, dragging && styles.dragging)} style={style}>
      <div id={id} className={styles.start}>
        {start}
      </div>
      <div {...separatorProps} aria-label={label} aria-controls={id} className={styles.separator} />
      <div className={styles.end}>{end}</div>
    </div>
  )
}
