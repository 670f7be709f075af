import type { ReactNode } from 'react'
import styles from './menu.module.css'

/** A line between groups of a `Menu`. */
export const MenuSeparator = (): ReactNode => <hr className={styles.separator} />
