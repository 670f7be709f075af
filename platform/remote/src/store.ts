import { AtriumError } from '@atrium/protocol'
import { wrongStateFields, type WorkspaceState } from '@atrium/mail-contracts'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { claimSingleton } from './claim-singleton.ts'

claimSingleton('@atrium/remote')

const store = createStore<WorkspaceState>(() => ({
  session: null,
  theme: 'system',
  density: 'comfortable',
  railCollapsed: false,
  online: true,
  selection: { scope: '', ids: [] },
  toasts: [],
  unsaved: [],
}))

type Change = Partial<WorkspaceState> | ((state: WorkspaceState) => Partial<WorkspaceState>)

/** Any remote may write, and all of them and the host draw what it has written. */
function write(change: Change): void {
  const written = typeof change === 'function' ? change(store.getState()) : change
  const wrong = wrongStateFields(written)
  if (wrong.length === 0) return store.setState(written)
  throw new AtriumError('STATE_SHAPE_WRONG', {
    subject: wrong.join(', '),
    remedy: 'Write what WorkspaceState of @atrium/mail-contracts says, through the actions of @atrium/remote.',
  })
}

/** A listener that throws is told to the page as any uncaught error, and stops neither the others nor the writer. */
const listen: StoreApi<WorkspaceState>['subscribe'] = (listener) =>
  store.subscribe((state, before) => {
    try {
      listener(state, before)
    } catch (error) {
      reportError(error)
    }
  })

/**
 * The one store that host and remotes share. Write to it through the actions of this package. A field of
 * the wrong shape throws `STATE_SHAPE_WRONG` where it is written; the state can be changed, not replaced.
 */
export const workspace: StoreApi<WorkspaceState> = { ...store, setState: write, subscribe: listen }

/** Reads the shared store; draws again when what the selector returns has changed. */
export function useWorkspace<T>(selector: (state: WorkspaceState) => T): T {
  return useStore(workspace, selector)
}
