import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'
import styles from './notice.module.css'

export interface EmptyStateProps {
  /** Default: none. */
  readonly icon?: IconName | undefined
  /** One sentence. */
  readonly title: string
  readonly detail?: ReactNode
  /** One thing to do about it, a `Button`. */
  readonly action?: ReactNode
}

/** There is nothing here, and that is all right. */
export const EmptyState = ({ icon, title, detail, action }: EmptyStateProps): ReactNode => (
  <div className={styles.notice}>
    {icon && (
      <span className={styles.sign}>
        <Icon name={icon} size={24} />
      </span>
    )}
    <p className={styles.title}>{title}</p>
    {detail && <div className={styles.detail}>{detail}</div>}
    {action && <div className={styles.actions}>{action}</div>}
  </div>
)
