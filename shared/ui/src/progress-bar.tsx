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
export const ProgressBar = ({ label, value, tone = 'accent' }: ProgressBarProps): ReactNode => (
  <progress
    aria-label={label}
    max={1}
    value={value === undefined ? undefined : Math.min(1, Math.max(0, value))}
    className={classNames(styles.bar, tone === 'danger' && styles.danger)}
  />
)
