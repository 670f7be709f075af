import { Skeleton } from '@atrium/ui'
import type { ReactNode } from 'react'
import styles from './thread-skeleton.module.css'

/** A conversation in the layout it will have. */
export const ThreadSkeleton = (): ReactNode => (
  <div aria-hidden className={styles.skeleton}>
    <div className={styles.bar} />
    <div className={styles.body}>
      <Skeleton shape="title" width="46%" />
      <div className={styles.head}>
        <Skeleton shape="circle" width="40px" height="40px" />
        <div className={styles.lines}>
          <Skeleton width="180px" />
          <Skeleton width="120px" />
        </div>
      </div>
      <Skeleton width="92%" />
      <Skeleton width="86%" />
      <Skeleton width="95%" />
      <Skeleton width="40%" />
    </div>
  </div>
)
