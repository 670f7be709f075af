import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './skeleton.module.css'

export interface SkeletonProps {
  /** Default: `line`, 12 pixels high. */
  readonly shape?: 'line' | 'title' | 'circle' | 'block' | undefined
  /** Any CSS length or percentage. Default: as its shape has it. */
  readonly width?: string | undefined
  readonly height?: string | undefined
  readonly className?: string | undefined
}

/** Stands where something will be, in its size. Silent: say `aria-busy` on what holds it. */
export function Skeleton({ shape = 'line', width, height, className }: SkeletonProps): ReactNode {
  const style = { ...(width && { inlineSize: width }), ...(height && { blockSize: height }) }
  return <span aria-hidden className={classNames(styles.shape, styles[shape], className)} style={style} />
}
