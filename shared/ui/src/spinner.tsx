import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './spinner.module.css'

export interface SpinnerProps {
  /** What is being waited for. Without it the spinner is decoration of something that says so. */
  readonly label?: string | undefined
  /** Default: 20 pixels. */
  readonly size?: 16 | 20 | undefined
}

/** Something is under way, for how long nobody knows. */
export function Spinner({ label, size = 20 }: SpinnerProps): ReactNode {
  const naming = label === undefined ? { 'aria-hidden': true } : { role: 'status', 'aria-label': label }
  return <span {...naming} className={classNames(styles.spinner, size === 16 && styles.small)} />
}
