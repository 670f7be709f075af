import { AtriumError, type Contributed, type LoadRemote } from '@atrium/protocol'
import type { Preferences, Session } from '@atrium/protocol/register'
import { createElement, type ComponentType } from 'react'
import { provideHost, type Host } from '../host-connection.ts'
import { beginSession } from '../session.ts'
import type { SlotProps } from '../host-connection.ts'
import { workspace } from '../store.ts'

/** What a remote finds in a unit test. */
export interface FakeHostOptions {
  /** Federated name → what `load()` resolves with: `{ 'metrics/load': { default: Chart } }`. Default: none. */
  readonly modules?: Readonly<Record<string, object>>
  /** Slot → what other remotes contribute, in order: components that get the props of the slot. Default: nothing. */
  readonly slots?: Readonly<Record<string, readonly ComponentType<object>[]>>
  /** Who is signed in. Default: no one. */
  readonly session?: Session
  /** Default: saves. A rejection is what a remote gets when the server refuses. */
  readonly savePreferences?: Host['savePreferences']
  readonly actions?: NonNullable<Host['actions']>
}

/** What the remote has requested of the host. */
export interface FakeHost {
  /** Federated names, in the order of the calls of `load()`. */
  readonly loaded: readonly string[]
  /** What was saved of preferences, in order. */
  readonly saved: readonly Partial<Preferences>[]
}

const contributionsOf = (slot: string, components: readonly unknown[]): Contributed[] =>
  components.map((_, index) => ({
    remote: `fake-${index}`,
    view: `fake-${index}/view`,
    module: './view',
    title: { en: slot },
  }))

/**
 * Stands in for the host of a page in unit tests: `load()`, slots, preferences and actions, and a shared store as a new
 * page has it. Render below `WorkspaceProvider` of `@atrium/remote/host`. A module that is not in `modules` rejects with
 * `REMOTE_UNKNOWN`, as that of a remote that is not installed.
 */
export function fakeHost(options: FakeHostOptions = {}): FakeHost {
  const { modules = {}, slots = {}, session, savePreferences, actions } = options
  const loaded: string[] = []
  const saved: Partial<Preferences>[] = []
  const load = async (name: string): Promise<object> => {
    loaded.push(name)
    const module = modules[name]
    if (module) return module
    throw new AtriumError('REMOTE_UNKNOWN', { subject: name, remedy: 'Pass it to fakeHost() in `modules`.' })
  }
  const Slot = ({ name, props }: SlotProps) =>
    (slots[name] ?? []).map((Contribution, index) => createElement(Contribution, { ...props, key: index }))
  provideHost({
    load: load as LoadRemote,
    savePreferences: async (changed) => {
      await savePreferences?.(changed)
      saved.push(changed)
    },
    slots: { Slot, useContributions: (slot) => contributionsOf(slot, slots[slot] ?? []) },
    ...(actions ? { actions } : {}),
  })
  workspace.setState(workspace.getInitialState())
  if (session) beginSession(session)
  return { loaded, saved }
}
