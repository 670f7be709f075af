import { classNames, Skeleton } from '@atrium/ui'
import type { ReactNode } from 'react'
import styles from './message-row.module.css'
import own from './list-skeleton.module.css'

export interface RowSkeletonProps {
  readonly index: number
  readonly compact: boolean
}

const widths = ['62%', '48%', '74%', '55%', '40%', '68%', '51%']

/** A row that is being read, in the layout it will have. */
export const RowSkeleton = ({ index, compact }: RowSkeletonProps): ReactNode => (
  <div aria-hidden className={classNames(styles.row, own.row, compact && styles.compact)}>
    <span className={styles.mark}>{!compact && <Skeleton shape="circle" />}</span>
    <span className={styles.people}>
      <Skeleton width={index % 3 === 1 ? '96px' : '132px'} className={own.line} />
    </span>
    <span className={styles.text}>
      <Skeleton width={widths[index % widths.length]} className={own.line} />
    </span>
    <span className={styles.end}>
      <Skeleton width="44px" className={own.line} />
    </span>
  </div>
)

/** The list before anything is known of it. */
export const ListSkeleton = ({ compact }: { readonly compact: boolean }): ReactNode => (
  <div className={own.list}>
    {Array.from({ length: 24 }, (_, index) => (
      <div key={index} className={own.place}>
        <RowSkeleton index={index} compact={compact} />
      </div>
    ))}
  </div>
)
