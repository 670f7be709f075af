import type { ReactNode } from 'react'
import { RemoteView } from '../federation/remote-view.tsx'
import { RemoteSkeleton } from '../frame/remote-skeleton.tsx'
import { navigate } from '../routing/location.ts'
import { showRemoteFailure } from './remote-failure.tsx'

export interface FoldersSlotProps {
  readonly location: string
  readonly collapsed: boolean
}

/** Folders in the rail: a part of `inbox`, beside whatever page is open. */
export function FoldersSlot({ location, collapsed }: FoldersSlotProps): ReactNode {
  return (
    <RemoteView
      name="inbox/folders"
      props={{ location, navigate, collapsed }}
      skeleton={<RemoteSkeleton shape="rail" />}
      failure={showRemoteFailure('inbox', 'rail')}
    />
  )
}
