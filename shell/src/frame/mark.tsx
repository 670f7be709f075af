import type { ReactNode } from 'react'
import styles from './mark.module.css'

export interface MarkProps {
  /** Pixels. Default: 28. */
  readonly size?: number
}

/** The mark of the product: an arch to walk through, closed by the flap of an envelope. */
export const Mark = ({ size = 28 }: MarkProps): ReactNode => (
  <svg aria-hidden viewBox="0 0 28 28" width={size} height={size} className={styles.mark}>
    <rect width="28" height="28" rx="8" className={styles.ground} />
    <path d="M7 21v-7.2a7 7 0 0 1 14 0V21z" className={styles.line} />
    <path d="m7.4 14.6 6.6 4 6.6-4" className={styles.line} />
  </svg>
)
