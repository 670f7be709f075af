import type { ErrorCode } from '@atrium/protocol'
import { createStore, type StoreApi } from 'zustand'

/** Who switched a remote off: the page's address, its own failures in this tab, or the operator. */
export type OffReason = 'address' | 'failures' | 'operator'

export interface SafeMode {
  /** Remotes that are off, as far as this page has met them. */
  readonly off: StoreApi<Readonly<Record<string, OffReason>>>
  readonly reasonFor: (remote: string) => OffReason | undefined
  /** Every release of a module failed. Answers whether that was once too often, and the remote is off now. */
  readonly failed: (name: string, code: ErrorCode) => boolean
  /** The registry says that the operator has switched it off, or no longer says so. */
  readonly heard: (remote: string, byOperator: boolean) => void
  /** The person wants it back; what the operator has switched off stays off. */
  readonly switchOn: (remote: string) => void
}

export interface SafeModeOptions {
  /** Remotes that are off by the page's address. */
  readonly byAddress: Iterable<string>
  /** Of this tab. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>
  readonly now: () => number
}

/** So many failures of one module within so many milliseconds, and its remote is left alone. */
export const patience = { failures: 3, within: 5 * 60_000 } as const

const key = 'atrium:failures'

/** Says nothing about the remote itself: there was no connection, or nothing of it has run. */
const blameless: readonly ErrorCode[] = ['REMOTE_OFFLINE', 'REMOTE_UNKNOWN', 'REMOTE_DISABLED', 'REGISTRY_INVALID', 'REMOTE_CONTRACT_MISMATCH']

const remoteOf = (name: string): string => name.slice(0, name.indexOf('/'))

type Failures = Readonly<Record<string, readonly number[]>>

function readFailures(storage: SafeModeOptions['storage']): Failures {
  try {
    const kept: unknown = JSON.parse(storage.getItem(key) ?? '{}')
    if (typeof kept !== 'object' || kept === null) return {}
    return Object.fromEntries(
      Object.entries(kept).map(([name, times]) => [name, Array.isArray(times) ? times.filter((time) => typeof time === 'number') : []]),
    )
  } catch {
    return {}
  }
}

function writeFailures(storage: SafeModeOptions['storage'], failures: Failures): void {
  try {
    storage.setItem(key, JSON.stringify(failures))
  } catch {
    // Storage is full or forbidden: remembered for this page only.
  }
}

const tooMany = (times: readonly number[]): boolean => times.length >= patience.failures

/** Remembers over reloads, in this tab, what failed again and again, and what is off in this page. */
export function createSafeMode({ byAddress, storage, now }: SafeModeOptions): SafeMode {
  let failures = readFailures(storage)
  const keep = (changed: Failures): void => {
    failures = changed
    writeFailures(storage, changed)
  }
  const off = createStore<Readonly<Record<string, OffReason>>>(() => ({
    ...Object.fromEntries(
      Object.entries(failures).flatMap(([name, times]) => (tooMany(times) ? [[remoteOf(name), 'failures' as const]] : [])),
    ),
    ...Object.fromEntries([...byAddress].map((remote) => [remote, 'address' as const])),
  }))
  const put = (remote: string, reason: OffReason): void => off.setState({ [remote]: reason })
  const drop = (remote: string): void => {
    const { [remote]: _, ...others } = off.getState()
    off.setState(others, true)
  }
  return {
    off,
    reasonFor: (remote) => off.getState()[remote],
    failed(name, code) {
      if (blameless.includes(code)) return false
      const times = [...(failures[name] ?? []).filter((time) => now() - time < patience.within), now()]
      keep({ ...failures, [name]: times })
      if (tooMany(times)) put(remoteOf(name), 'failures')
      return tooMany(times)
    },
    heard(remote, byOperator) {
      if (byOperator) put(remote, 'operator')
      else if (off.getState()[remote] === 'operator') drop(remote)
    },
    switchOn(remote) {
      if (off.getState()[remote] === 'operator') return
      keep(Object.fromEntries(Object.entries(failures).filter(([name]) => remoteOf(name) !== remote)))
      drop(remote)
    },
  }
}
