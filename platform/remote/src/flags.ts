import { useContext } from 'react'
import { createStore, useStore } from 'zustand'
import { FlagsContext, type Flags } from './contexts.tsx'
import { emit } from './events.ts'

// Feature switches as they are for this user, in components and outside of them.

const store = createStore<Flags>(() => ({}))

let started = false

/**
 * Called by the host: before anything is mounted, and when the registry has others; `flags:changed` then has the names
 * of those that differ.
 */
export function setFlags(flags: Flags): void {
  const before = store.getState()
  if (!started) store.setState(flags, true)
  if (!started) return void (started = true)
  const changed = [...new Set([...Object.keys(before), ...Object.keys(flags)])].filter(
    (name) => (before[name] ?? false) !== (flags[name] ?? false),
  )
  if (changed.length === 0) return
  store.setState(flags, true)
  emit('flags:changed', { changed: changed.sort() })
}

/** Whether a flag is on now, for code without React; `on('flags:changed', …)` follows it. An unknown one is off. */
export const readFlag = (name: string): boolean => store.getState()[name] ?? false

/** Flags of this user, rendered again when one is switched; an unknown one is off. */
export function useFlags(): Flags {
  const given = useContext(FlagsContext)
  const current = useStore(store)
  return given ?? current
}

/** Whether a flag is on, as `useFlags`. */
export const useFlag = (name: string): boolean => useFlags()[name] ?? false
