import type { ReactNode } from 'react'
import styles from './kbd.module.css'

export interface KbdProps {
  /** One key: `e`, `Enter`, `⌘`. */
  readonly children: string
}

/** A key of the keyboard. */
export const Kbd = ({ children }: KbdProps): ReactNode => <kbd className={styles.kbd}>{children}</kbd>
