import { classNames, Icon } from '@atrium/ui'
import type { ReactNode } from 'react'
import styles from './entrance.module.css'

export interface FormNoticeProps {
  readonly tone: 'neutral' | 'problem'
  readonly title: string
  readonly detail?: string | undefined
}

/** What a form has to say above its fields. A problem is said at once. */
export const FormNotice = ({ tone, title, detail }: FormNoticeProps): ReactNode => (
  <div role={tone === 'problem' ? 'alert' : undefined} className={classNames(styles.notice, tone === 'problem' && styles.problem)}>
    <Icon name={tone === 'problem' ? 'warning' : 'info'} size={16} />
    <div>
      <p className={styles.noticeTitle}>{title}</p>
      {detail && <p className={styles.noticeDetail}>{detail}</p>}
    </div>
  </div>
)
