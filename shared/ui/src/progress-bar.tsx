import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './progress-bar.module.css'

export interface ProgressBarProps {
  /** What is under way. */
  readonly label: string
  /** From 0 to 1. Default: how far it is, nobody knows. */
  readonly value?: number | undefined
  /** Default: `accent`. */
  readonly tone?: 'accent' | 'danger' | undefined
}

/** How far something is. */
export function ProgressBar({ label, value, tone = 'accent' }: ProgressBarProps): ReactNode {
  const percent = value === undefined ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={classNames(styles.track, tone === 'danger' && styles.danger, percent === undefined && styles.unknown)}
    >
      <div className={styles.bar} style={percent === undefined ? undefined : { inlineSize: `${percent}%` }} />
    </div>
  )
}
