import type { ReactNode } from 'react'
import styles from './menu.module.css'

export interface MenuHeadingProps {
  readonly children: ReactNode
}

/** What the items below it are about. Cannot be chosen. */
export const MenuHeading = ({ children }: MenuHeadingProps): ReactNode => (
  <div role="presentation" className={styles.heading}>
    {children}
  </div>
)
