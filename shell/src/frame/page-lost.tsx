import { ErrorState } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'

/** Stands in the place of the whole frame when the frame itself fails again and again. */
export function PageLost(): ReactNode {
  const t = useMessages(messages)
  return <ErrorState title={t('pageLost')} detail={t('pageLostDetail')} retryLabel={t('reload')} onRetry={() => location.reload()} />
}
