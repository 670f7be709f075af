import { ErrorState } from '@atrium/ui'
import { useStrings } from '@atrium/remote'
import { useEffect, useState, type ComponentType, type ReactNode } from 'react'
import { strings } from '../strings.ts'
import { ThreadSkeleton } from './thread-skeleton.tsx'
import type { ThreadPaneProps } from './thread-pane.tsx'

type Pane = ComponentType<ThreadPaneProps>

let loaded: Pane | undefined

/** The code that renders messages is not needed for the first row of the list. */
const loadPane = async (): Promise<Pane> => {
  const { ThreadPane } = await import('./thread-pane.tsx')
  loaded = ThreadPane
  return ThreadPane
}

/** Loads it before it is needed. A failure is shown, and can be retried, when it is. */
export const prepareThread = (): void => void loadPane().catch(() => undefined)

/** The open conversation; its code is fetched when the first one is opened. */
export function LazyThread(props: ThreadPaneProps): ReactNode {
  const t = useStrings(strings)
  const [pane, setPane] = useState<{ readonly Pane: Pane | undefined; readonly failed: boolean }>({
    Pane: loaded,
    failed: false,
  })
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
