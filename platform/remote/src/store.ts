import { AtriumError, platformSessionSchema, type Density, type Theme } from '@atrium/protocol'
import type { Session } from '@atrium/protocol/register'
import * as v from 'valibot'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'

export interface Toast {
  readonly id: string
  readonly tone: 'neutral' | 'success' | 'danger'
  readonly text: string
  /** One thing to do about it, most often to undo. */
  readonly action?: { readonly label: string; readonly run: () => void }
  /** Milliseconds until it disappears. Default: 6000; 0 = stays. */
  readonly duration?: number
}

/** State of the store that host and remotes share. */
export interface WorkspaceState {
  readonly session: Session | null
  readonly theme: Theme
  readonly density: Density
  readonly railCollapsed: boolean
  readonly online: boolean
  /** Ids selected in a list, with the name of the list. */
  readonly selection: { readonly scope: string; readonly ids: readonly string[] }
  readonly toasts: readonly Toast[]
  /** Keys of work that a remote must not be replaced under: drafts, uploads. */
  readonly unsaved: readonly string[]
}

const toastSchema = v.object({
  id: v.string(),
  tone: v.picklist(['neutral', 'success', 'danger']),
  text: v.string(),
  action: v.optional(v.object({ label: v.string(), run: v.function() })),
  duration: v.optional(v.number()),
})

/** One schema per field, because the store is written field by field. */
const fieldSchemas: { readonly [Field in keyof WorkspaceState]: v.GenericSchema } = {
  session: v.nullable(platformSessionSchema),
  theme: v.picklist(['system', 'light', 'dark']),
  density: v.picklist(['comfortable', 'compact']),
  railCollapsed: v.boolean(),
  online: v.boolean(),
  selection: v.object({ scope: v.string(), ids: v.array(v.string()) }),
  toasts: v.array(toastSchema),
  unsaved: v.array(v.string()),
}

/** Fields of a change to the shared store that do not have their shape; empty when all have. */
export const wrongStateFields = (change: Readonly<Partial<WorkspaceState>>): string[] =>
  Object.entries<v.GenericSchema>(fieldSchemas)
    .filter(([field, schema]) => Object.hasOwn(change, field) && !v.is(schema, Reflect.get(change, field)))
    .map(([field]) => field)

const claims = Symbol.for('atrium.singletons')

type Claims = Map<string, string>

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

function setState(change: Change): void {
  const next = typeof change === 'function' ? change(store.getState()) : change
  const wrong = wrongStateFields(next)
  if (wrong.length === 0) return store.setState(next)
  throw new AtriumError('STATE_SHAPE_WRONG', {
    subject: wrong.join(', '),
    remedy: 'Write what WorkspaceState of @atrium/remote declares, through the actions of that package.',
  })
}

/** A listener that throws is reported as an uncaught error, and stops neither the others nor the writer. */
const subscribe: StoreApi<WorkspaceState>['subscribe'] = (listener) =>
  store.subscribe((state, before) => {
    try {
      listener(state, before)
    } catch (error) {
      reportError(error)
    }
  })

/**
 * The one store that host and remotes share. Write to it through the actions of this package. A field of the
 * wrong shape throws `STATE_SHAPE_WRONG` where it is written; the state can be changed, not replaced.
 */
export const workspace: StoreApi<WorkspaceState> = { ...store, setState, subscribe }

/** Reads the shared store; re-renders when what the selector returns has changed. */
export function useWorkspace<T>(selector: (state: WorkspaceState) => T): T {
  return useStore(workspace, selector)
}

/** Selects ids in one list; a selection made in another list is cleared. */
export function select(scope: string, ids: readonly string[]): void {
  workspace.setState({ selection: { scope, ids } })
}

let toastCount = 0

/** Shows a short notice and returns its id. At most four are shown; the oldest gives way. */
export function showToast(toast: Omit<Toast, 'id'>): string {
  const id = `toast-${++toastCount}`
  workspace.setState(({ toasts }) => ({ toasts: [...toasts.slice(-3), { ...toast, id }] }))
  return id
}

export function dismissToast(id: string): void {
  workspace.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }))
}

/** Marks work that nothing may be replaced under: a draft being typed, a running upload. */
export function markUnsaved(key: string): void {
  workspace.setState(({ unsaved }) => (unsaved.includes(key) ? {} : { unsaved: [...unsaved, key] }))
}

export function clearUnsaved(key: string): void {
  workspace.setState(({ unsaved }) =>
    unsaved.includes(key) ? { unsaved: unsaved.filter((each) => each !== key) } : {},
  )
}

/** URL of the bundle that evaluates this module, from the stack. */
function callerUrl(): string {
  return /https?:\/\/\S+?(?=:\d+:\d+)/.exec(new Error().stack ?? '')?.[0] ?? 'an unnamed bundle'
}

/**
 * A module that must exist once in the page calls this when it is evaluated. Two copies of a store share nothing,
 * silently; here the second one fails loudly.
 *
 * @throws AtriumError SECOND_COPY, naming both bundles.
 */
export function claimSingleton(name: string): void {
  const scope = globalThis as { [claims]?: Claims }
  const taken = (scope[claims] ??= new Map())
  const first = taken.get(name)
  if (first !== undefined) {
    throw new AtriumError('SECOND_COPY', {
      subject: `${name}, first from ${first}, again from ${callerUrl()}`,
      remedy: 'Build the remote with the factory of @atrium/configs, which takes shared libraries from the host.',
    })
  }
  taken.set(name, callerUrl())
}
