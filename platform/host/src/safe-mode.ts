import type { ErrorCode, RemoteOff } from '@atrium/protocol'
import { createStore } from 'zustand'
import type { BrowserStorage } from './browser-storage.ts'

/** What switched a remote off: the page's address, its own failures in this tab, or the operator. */
export type OffReason = RemoteOff['reason']

/** Remotes switched off for this page by its address: `?disable=search,compose`. */
export function disabledByAddress(search: string): ReadonlySet<string> {
  const names = new URLSearchParams(search).getAll('disable').flatMap((list) => list.split(','))
  return new Set(names.map((name) => name.trim()).filter(Boolean))
}

export interface SafeModeOptions {
  /** Remotes that are off by the page's address. */
  readonly byAddress: Iterable<string>
  /** Of this tab. */
  readonly storage: BrowserStorage
  /** Path the site is served below: another installation at the same origin has remotes of its own. Default: `/`. */
  readonly basePath?: string
  readonly now: () => number
}

/**
 * Failures of one module within so many milliseconds. Beyond it: its remote is switched off in this tab until the
 * user tries again.
 */
export const failureLimit = { failures: 3, within: 5 * 60_000 } as const

/** Says nothing about the remote itself: there was no connection, or nothing of it has run. */
const blameless: readonly ErrorCode[] = [
  'REMOTE_OFFLINE',
  'REMOTE_UNKNOWN',
  'REMOTE_DISABLED',
  'REMOTE_CONTRACT_MISMATCH',
  'REGISTRY_INVALID',
  'REGISTRY_UNREACHABLE',
  'REGISTRY_EXPIRED',
]

const remoteOf = (name: string): string => name.slice(0, name.indexOf('/'))

/** Federated name → when it failed, milliseconds since the epoch. */
type Failures = Readonly<Record<string, readonly number[]>>

function readFailures(storage: BrowserStorage, storageKey: string): Failures {
  try {
    const stored: unknown = JSON.parse(storage.getItem(storageKey) ?? '{}')
    if (typeof stored !== 'object' || stored === null) return {}
    return Object.fromEntries(
      Object.entries(stored).map(([name, times]) => [
        name,
        Array.isArray(times) ? times.filter((time) => typeof time === 'number') : [],
      ]),
    )
  } catch {
    return {}
  }
}

const tooMany = (times: readonly number[]): boolean => times.length >= failureLimit.failures

/** Remembers over reloads, in this tab, what failed repeatedly, and what is off in this page. */
export function createSafeMode({ byAddress, storage, basePath = '/', now }: SafeModeOptions) {
  const storageKey = `atrium:failures:${basePath}`
  let failures = readFailures(storage, storageKey)
  const words = new Map<string, string>()
  const save = (changed: Failures): void => {
    failures = changed
    storage.setItem(storageKey, JSON.stringify(changed))
  }
  const off = createStore<Readonly<Record<string, OffReason>>>(() => ({
    ...Object.fromEntries(
      Object.entries(failures).flatMap(([name, times]) =>
        tooMany(times) ? [[remoteOf(name), 'failures' as const]] : [],
      ),
    ),
    ...Object.fromEntries([...byAddress].map((remote) => [remote, 'address' as const])),
  }))
  const add = (remote: string, reason: OffReason): void => off.setState({ [remote]: reason })
  const remove = (remote: string): void => {
    const { [remote]: _, ...others } = off.getState()
    off.setState(others, true)
  }
  return {
    /** Remotes that are off, as far as this page knows. */
    off,
    reasonFor: (remote: string): OffReason | undefined => off.getState()[remote],
    /** Every release of a module failed. Returns whether its remote is off now. */
    failed(name: string, code: ErrorCode): boolean {
      if (blameless.includes(code)) return false
      const times = [...(failures[name] ?? []).filter((time) => now() - time < failureLimit.within), now()]
      save({ ...failures, [name]: times })
      if (tooMany(times)) add(remoteOf(name), 'failures')
      return tooMany(times)
    },
    /**
     * Notes what the registry says of a remote.
     *
     * @param why - The operator's words, for people; undefined when it is on.
     */
    setByOperator(remote: string, why: string | undefined): void {
      if (why === undefined) words.delete(remote)
      else words.set(remote, why)
      if (why !== undefined) add(remote, 'operator')
      else if (off.getState()[remote] === 'operator') remove(remote)
    },
    /** Why the operator has switched a remote off, in their words; undefined when they have not. */
    wordsOfOperator: (remote: string): string | undefined => words.get(remote),
    /** The user wants it back; what the operator has switched off stays off. */
    switchOn(remote: string): void {
      if (off.getState()[remote] === 'operator') return
      save(Object.fromEntries(Object.entries(failures).filter(([name]) => remoteOf(name) !== remote)))
      remove(remote)
    },
  }
}

export type SafeMode = ReturnType<typeof createSafeMode>
