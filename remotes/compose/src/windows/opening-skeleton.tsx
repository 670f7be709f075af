import { Skeleton } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './opening-skeleton.module.css'

/** The window before the message it answers has come, in its final layout. */
export function OpeningSkeleton(): ReactNode {
  const t = useMessages(messages)
  return (
    <div aria-busy aria-label={t('opening')} role="status" className={styles.skeleton}>
      {['30%', '55%', '45%'].map((width) => (
        <span key={width} className={styles.line}>
          <Skeleton width={width} />
        </span>
      ))}
      <span className={styles.text}>
        <Skeleton width="80%" />
        <Skeleton width="64%" />
      </span>
    </div>
  )
}
