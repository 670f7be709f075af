import { Skeleton } from '@atrium/ui'
import { useWorkspace } from '@atrium/remote'
import type { ReactNode } from 'react'
import styles from './row-skeleton.module.css'

/** A row that is being read, in the place and size it will have. */
export function RowSkeleton(): ReactNode {
  const compact = useWorkspace((state) => state.density) === 'compact'
  return (
    <div aria-hidden className={styles.row}>
      {!compact && <Skeleton shape="circle" />}
      <span className={styles.words}>
        <Skeleton width="26%" />
        {!compact && <Skeleton width="58%" />}
      </span>
      <Skeleton width="48px" />
    </div>
  )
}
