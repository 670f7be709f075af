import type { ReactNode } from 'react'
import styles from './badge.module.css'
import { classNames } from './class-names.ts'

export interface BadgeProps {
  /** `plain` is the number alone. Default: `neutral`. */
  readonly tone?: 'neutral' | 'plain' | 'accent' | 'success' | 'warning' | 'danger' | undefined
  /** Read in the place of a bare number: "12 unread". */
  readonly label?: string | undefined
  readonly children: ReactNode
}

/** A number or one word about the thing beside it. */
export const Badge = ({ tone = 'neutral', label, children }: BadgeProps): ReactNode => (
  <span role={label === undefined ? undefined : 'img'} aria-label={label} className={classNames(styles.badge, styles[tone])}>
    {children}
  </span>
)
