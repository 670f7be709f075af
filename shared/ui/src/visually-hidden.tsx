import type { ReactNode } from 'react'
import styles from './visually-hidden.module.css'

export interface VisuallyHiddenProps {
  readonly children: ReactNode
}

/** Text for who listens to the page. */
export const VisuallyHidden = ({ children }: VisuallyHiddenProps): ReactNode => (
  <span className={styles.hidden}>{children}</span>
)
