import type { ComposeModules } from '@atrium/contracts'
import { useEffect, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { LeavingBoundary } from '../federation/leaving-boundary.tsx'
import { RemoteBoundary } from '../federation/remote-boundary.tsx'
import { RemoteView } from '../federation/remote-view.tsx'
import { reportLeaving } from '../federation/report-failure.ts'
import { useRemote } from '../federation/use-remote.ts'
import { composer } from './composer.ts'
import { showRemoteFailure } from './remote-failure.tsx'

type UseOpenComposers = ComposeModules['compose/composer']['useOpenComposers']

function Count({ useOpenComposers }: { readonly useOpenComposers: UseOpenComposers }): null {
  const open = useOpenComposers()
  useEffect(() => {
    composer.setState({ open })
    return () => composer.setState({ open: 0 })
  }, [open])
  return null
}

/** Keeps the number of open windows, by the hook that compose exposes. */
function OpenCount(): ReactNode {
  const { state } = useRemote('compose/composer')
  if (state.status !== 'ready') return null
  return <Count key={state.release.version} useOpenComposers={state.module.useOpenComposers} />
}

/** The composer's windows, above any page, from the moment somebody wants to write. */
export function WindowsSlot(): ReactNode {
  const wanted = useStore(composer, (state) => state.wanted)
  if (!wanted) return null
  return (
    <LeavingBoundary onError={reportLeaving}>
      <RemoteBoundary onError={() => composer.setState({ open: 0 })}>
        <OpenCount />
      </RemoteBoundary>
      <RemoteView name="compose/windows" props={{}} skeleton={null} failure={showRemoteFailure('compose', 'window')} />
    </LeavingBoundary>
  )
}
