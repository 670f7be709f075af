import { ErrorState, Skeleton } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import { useEffect, useState, type ComponentType, type ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './lazy-thread.module.css'
import type { ThreadPaneProps } from './thread-pane.tsx'

type Pane = ComponentType<ThreadPaneProps>

let loaded: Pane | undefined

/** What draws messages is not needed for the first row of the list. */
const loadPane = async (): Promise<Pane> => {
  const { ThreadPane } = await import('./thread-pane.tsx')
  loaded = ThreadPane
  return ThreadPane
}

/** Fetches it before it is needed. A failure shows, and is tried again, when it is. */
export const prepareThread = (): void => void loadPane().catch(() => undefined)

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

/** The open conversation; its code is fetched when the first one is opened. */
export function LazyThread(props: ThreadPaneProps): ReactNode {
  const t = useMessages(messages)
  const [pane, setPane] = useState<{ readonly Pane: Pane | undefined; readonly failed: boolean }>({ Pane: loaded, failed: false })
  const { Pane, failed } = pane
  useEffect(() => {
    if (Pane || failed) return
    let current = true
    loadPane().then(
      (found) => current && setPane({ Pane: found, failed: false }),
      () => current && setPane({ Pane: undefined, failed: true }),
    )
    return () => {
      current = false
    }
  }, [Pane, failed])
  if (Pane) return <Pane {...props} />
  if (!failed) return <ThreadSkeleton />
  return (
    <ErrorState
      title={t('viewFailed')}
      detail={t('viewFailedDetail')}
      retryLabel={t('retry')}
      onRetry={() => setPane({ Pane: undefined, failed: false })}
    />
  )
}
