import type { Id } from './jmap/core.ts'
import type { Preferences } from './preferences.ts'

/**
 * Events on the workspace's bus. Past tense; ids, never objects that can grow stale.
 * The bus replays the last event of a kind to a late listener that asks for it.
 */
export interface EventMap {
  /** The server reports new states of these types. */
  'mail:changed': { readonly accountId: Id; readonly types: readonly string[] }
  /** A message was accepted for sending. No submission's id when the answer of the attempt that sent it was lost. */
  'mail:sent': { readonly emailId: Id; readonly submissionId: Id | null }
  /** A draft was stored. `key` stays the same over all saves, `emailId` does not. */
  'draft:saved': { readonly key: string; readonly emailId: Id }
  'draft:discarded': { readonly key: string }
  'preferences:changed': { readonly changed: readonly (keyof Preferences)[] }
  'remote:failed': { readonly remote: string; readonly release: string; readonly code: string; readonly reference: string }
  'remote:mounted': { readonly remote: string; readonly release: string; readonly module: string }
  /** The person is signing out: what is unsaved can be saved for a few seconds more. */
  'session:ending': Readonly<Record<never, never>>
  'session:ended': { readonly reason: 'signed-out' | 'expired' }
}

export type EventName = keyof EventMap

/** Sources that may emit each kind: a remote's name, `shell`, or `workspace` for the data layer. */
export type EventSourceName = string
