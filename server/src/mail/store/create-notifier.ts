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
  const tell = (): void => {
    timer = undefined
    const accounts = [...waiting]
    waiting.clear()
    for (const account of accounts) for (const listener of Array.from(listeners.get(account) ?? [])) listener()
  }
  const changed = (account: number): void => {
    if (!listeners.has(account)) return
    waiting.add(account)
    timer ??= setTimeout(tell, gather).unref()
  }
  const watcher = createWatcher(database, () => {
    for (const account of listeners.keys()) changed(account)
  })
  const unsubscribe = (account: number, listener: () => void): void => {
    listeners.get(account)?.delete(listener)
    if (listeners.get(account)?.size === 0) listeners.delete(account)
    watcher.run(listeners.size > 0)
  }
  return {
    changed,
    subscribe: (account, listener) => {
      listeners.set(account, (listeners.get(account) ?? new Set()).add(listener))
      watcher.run(true)
      return () => unsubscribe(account, listener)
    },
    close: () => {
      clearTimeout(timer)
      watcher.run(false)
      listeners.clear()
    },
  }
}

/** Looks from time to time whether another connection has written; only while somebody wants to know. */
function createWatcher(database: DatabaseSync, onWrite: () => void): { readonly run: (wanted: boolean) => void } {
  const version = (): number => query(database).one<{ data_version: number }>('PRAGMA data_version')?.data_version ?? 0
  let timer: NodeJS.Timeout | undefined
  let seen = version()
  const look = (): void => {
    const now = version()
    if (now !== seen) onWrite()
    seen = now
  }
  return {
    run: (wanted) => {
      if (!wanted) {
        clearInterval(timer)
        timer = undefined
      } else timer ??= setInterval(look, watch).unref()
    },
  }
}
