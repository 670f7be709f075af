import type { ReactNode } from 'react'
import { LeavingBoundary } from '../federation/leaving-boundary.tsx'
import { RemoteView } from '../federation/remote-view.tsx'
import { reportLeaving } from '../federation/report-failure.ts'
import { RemoteMessage } from '../frame/remote-message.tsx'
import { RemoteSkeleton } from '../frame/remote-skeleton.tsx'
import { navigate } from '../routing/location.ts'
import { showRemoteFailure } from './remote-failure.tsx'
import { remoteTitle } from './remote-title.ts'

export interface FoldersSlotProps {
  readonly location: string
  readonly collapsed: boolean
}

/** Folders in the rail: a part of `inbox`, beside whatever page is open. */
export function FoldersSlot({ location, collapsed }: FoldersSlotProps): ReactNode {
  return (
    <LeavingBoundary
      onError={reportLeaving}
      fallback={(again) => <RemoteMessage trouble="failed" name={remoteTitle('inbox')} shape="rail" onRetry={again} />}
    >
      <RemoteView
        name="inbox/folders"
        props={{ location, navigate, collapsed }}
        skeleton={<RemoteSkeleton shape="rail" />}
        failure={showRemoteFailure('inbox', 'rail')}
      />
    </LeavingBoundary>
  )
}
