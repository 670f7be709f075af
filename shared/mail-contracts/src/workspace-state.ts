import * as v from 'valibot'
import { preferencesSchema, type Density, type Theme } from './preferences.ts'
import { sessionSchema, type Session } from './session.ts'

export interface Toast {
  readonly id: string
  readonly tone: 'neutral' | 'success' | 'danger'
  readonly text: string
  /** One thing to do about it, most often to undo. */
  readonly action?: { readonly label: string; readonly run: () => void }
  /** Milliseconds until it goes by itself. Default: 6000; 0 = stays. */
  readonly duration?: number
}

/** State of the store that host and remotes share. */
export interface WorkspaceState {
  readonly session: Session | null
  readonly theme: Theme
  readonly density: Density
  readonly railCollapsed: boolean
  readonly online: boolean
  /** Email ids chosen in the list, by the mailbox or search they were chosen in. */
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

/** As schemas, one per field, because the store is written field by field. */
const fieldSchemas: { readonly [Field in keyof WorkspaceState]: v.GenericSchema } = {
  session: v.nullable(sessionSchema),
  theme: preferencesSchema.entries.theme.wrapped,
  density: preferencesSchema.entries.density.wrapped,
  railCollapsed: v.boolean(),
  online: v.boolean(),
  selection: v.object({ scope: v.string(), ids: v.array(v.string()) }),
  toasts: v.array(toastSchema),
  unsaved: v.array(v.string()),
}

/** Fields of a change to the shared store that do not have the shape everybody relies on; empty when all have. */
export const wrongStateFields = (change: Readonly<Partial<WorkspaceState>>): string[] =>
  Object.entries<v.GenericSchema>(fieldSchemas)
    .filter(([field, schema]) => Object.hasOwn(change, field) && !v.is(schema, Reflect.get(change, field)))
    .map(([field]) => field)
