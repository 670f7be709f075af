import type { DatabaseSync } from 'node:sqlite'
import { query } from '../../database/query.ts'

/** Tells listeners that an account may have changed. */
export interface Notifier {
  readonly changed: (account: number) => void
  /** @returns the way out */
  readonly subscribe: (account: number, listener: () => void) => () => void
  readonly close: () => void
}

/** Milliseconds: changes that come together are told once. */
const gather = 20

/** Milliseconds between looks for what another process (an import) has written. */
const watch = 1000

export function createNotifier(database: DatabaseSync): Notifier {
  const listeners = new Map<number, Set<() => void>>()
  const waiting = new Set<number>()
  let timer: NodeJS.Timeout | undefined
  let watcher: NodeJS.Timeout | undefined
  const version = (): number => query(database).one<{ data_version: number }>('PRAGMA data_version')?.data_version ?? 0
  let seen = version()

  const tell = (): void => {
    timer = undefined
    const accounts = [...waiting]
    waiting.clear()
    for (const account of accounts) for (const listener of [...(listeners.get(account) ?? [])]) listener()
  }
  const changed = (account: number): void => {
    if (!listeners.has(account)) return
    waiting.add(account)
    timer ??= setTimeout(tell, gather).unref()
  }
  const look = (): void => {
    const now = version()
    if (now === seen) return
    seen = now
    for (const account of listeners.keys()) changed(account)
  }
  const settle = (): void => {
    clearInterval(watcher)
    watcher = listeners.size > 0 ? setInterval(look, watch).unref() : undefined
  }
  return {
    changed,
    subscribe: (account, listener) => {
      const set = listeners.get(account) ?? new Set()
      set.add(listener)
      listeners.set(account, set)
      settle()
      return () => {
        set.delete(listener)
        if (set.size === 0 && listeners.get(account) === set) listeners.delete(account)
        settle()
      }
    },
    close: () => {
      clearTimeout(timer)
      clearInterval(watcher)
      listeners.clear()
    },
  }
}
