import { classNames, Skeleton, SkeletonRows, VisuallyHidden } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './remote-skeleton.module.css'

export interface RemoteSkeletonProps {
  /** A list below a toolbar, or folders. Default: `page`. */
  readonly shape?: 'page' | 'rail' | undefined
}

const folders = ['44%', '58%', '36%', '50%', '40%', '62%', '47%']

const Page = (): ReactNode => (
  <div className={styles.list}>
    <div className={styles.toolbar}>
      <Skeleton width="18px" height="18px" />
      <Skeleton width="140px" />
    </div>
    <div className={styles.rows}>
      <SkeletonRows count={24} />
    </div>
  </div>
)

const Rail = (): ReactNode =>
  folders.map((width) => (
    <div key={width} className={styles.folder}>
      <Skeleton className={styles.sign} />
      <Skeleton width={width} />
    </div>
  ))

/** Stands where a remote will be, in its layout, until it has arrived. */
export function RemoteSkeleton({ shape = 'page' }: RemoteSkeletonProps): ReactNode {
  const t = useMessages(messages)
  return (
    <div aria-busy className={classNames(styles.skeleton, styles[shape])}>
      {shape === 'page' ? <Page /> : <Rail />}
      <VisuallyHidden>{t('loading')}</VisuallyHidden>
    </div>
  )
}
