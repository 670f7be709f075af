import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { RemoteView } from '../federation/remote-view.tsx'
import { composer } from './composer.ts'
import { showRemoteFailure } from './remote-failure.tsx'

/** The composer's windows, above any page, from the moment somebody wants to write. */
export function WindowsSlot(): ReactNode {
  const wanted = useStore(composer, (state) => state.wanted)
  if (!wanted) return null
  return <RemoteView name="compose/windows" props={{}} skeleton={null} failure={showRemoteFailure('compose', 'window')} />
}
