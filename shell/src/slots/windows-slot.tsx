import { useEffect, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { LeavingBoundary } from '../federation/leaving-boundary.tsx'
import { RemoteNumber } from '../federation/remote-number.tsx'
import { RemoteView } from '../federation/remote-view.tsx'
import { reportLeaving } from '../federation/report-failure.ts'
import { whenIdle } from '../federation/when-idle.ts'
import { RemoteMessage } from '../frame/remote-message.tsx'
import { composer, hasUnsent } from './composer.ts'
import { showRemoteFailure } from './remote-failure.tsx'
import { remoteTitle } from './remote-title.ts'

const keepCount = (open: number): void => composer.setState({ open })

export interface WindowsSlotProps {
  readonly accountId: string
}

/** What was being written when the page ended comes back by itself, not when somebody writes again. */
function useRecovery(accountId: string): void {
  useEffect(() => (hasUnsent(accountId) ? whenIdle(() => composer.setState({ wanted: true })) : undefined), [accountId])
}

/** The composer's windows, above any page, from the moment somebody wants to write. */
export function WindowsSlot({ accountId }: WindowsSlotProps): ReactNode {
  useRecovery(accountId)
  const wanted = useStore(composer, (state) => state.wanted)
  if (!wanted) return null
  return (
    <LeavingBoundary
      onError={reportLeaving}
      fallback={(again) => <RemoteMessage trouble="failed" name={remoteTitle('compose')} shape="window" onRetry={again} />}
    >
      <RemoteNumber name="compose/composer" hookOf={({ useOpenComposers }) => useOpenComposers} onNumber={keepCount} />
      <RemoteView name="compose/windows" props={{}} skeleton={null} failure={showRemoteFailure('compose', 'window')} />
    </LeavingBoundary>
  )
}
