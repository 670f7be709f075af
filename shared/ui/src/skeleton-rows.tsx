import type { ReactNode } from 'react'
import styles from './skeleton.module.css'
import { Skeleton } from './skeleton.tsx'

export interface SkeletonRowsProps {
  readonly count: number
}

/** Widths that look like words, the same ones at every drawing. */
const widths = ['62%', '48%', '74%', '55%', '40%', '68%', '51%']

/** Rows of a list that is being fetched, as high as rows are at the density in force. */
export const SkeletonRows = ({ count }: SkeletonRowsProps): ReactNode => (
  <div aria-hidden>
    {Array.from({ length: count }, (_, index) => (
      <div key={index} className={styles.row}>
        <Skeleton shape="circle" className={styles.sign} />
        <Skeleton className={styles.star} />
        <span className={styles.words}>
          <Skeleton width={index % 3 === 1 ? '96px' : '132px'} />
          <Skeleton width={widths[index % widths.length]} className={styles.second} />
        </span>
        <Skeleton width="44px" />
      </div>
    ))}
  </div>
)
