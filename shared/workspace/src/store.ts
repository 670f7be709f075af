import type { WorkspaceState } from '@atrium/contracts'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { claimSingleton } from './claim-singleton.ts'

claimSingleton('@atrium/workspace')

/** The one store that host and remotes share. Write to it through the actions of this package. */
export const workspace: StoreApi<WorkspaceState> = createStore<WorkspaceState>(() => ({
  session: null,
  theme: 'system',
  density: 'comfortable',
  railCollapsed: false,
  online: true,
  selection: { scope: '', ids: [] },
  toasts: [],
  unsaved: [],
}))

/** Reads the shared store; draws again when what the selector returns has changed. */
export function useWorkspace<T>(selector: (state: WorkspaceState) => T): T {
  return useStore(workspace, selector)
}
