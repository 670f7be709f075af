import os from 'node:os'
import { isDeepStrictEqual } from 'node:util'
import type { ChangeRecord, Registry } from '@atrium/protocol'
import { storeLayout, type Store } from '@atrium/store'
import { signRegistry } from '@atrium/trust'
import { registrySigners } from '../keys/signers.ts'
import { keepChange } from './history.ts'
import { movesBetween } from './moves.ts'
import { readRegistry } from './registry-document.ts'

/** Days a signed registry may be believed. Half of them are left when it is signed again by itself. */
const lifetime = 90
const day = 24 * 3_600_000

/** More than any number of teams that release in the same second. */
const tries = 20

export interface RegistryChange {
  /** What history calls it. */
  readonly command: string
  readonly reason?: string | undefined
  /** Default: false. */
  readonly dryRun?: boolean
  /** Signs when nothing else changes: never, when half of the lifetime is over, or in any case. Default: `never`. */
  readonly sign?: 'never' | 'when due' | 'always'
  /** Called anew for each try, with the newest listings; what it throws ends the change. */
  readonly apply: (listings: Registry['listings']) => Promise<Registry['listings']>
}

export interface ChangedRegistry {
  readonly registry: Registry
  readonly moves: ChangeRecord['moves']
  /** False when nothing was to be changed, or nothing was written. */
  readonly written: boolean
}

function whoever(): string {
  const named = process.env['ATRIUM_RELEASED_BY']
  if (named) return named
  try {
    return `${os.userInfo().username}@${os.hostname()}`
  } catch {
    // A container may run as somebody without a name.
    return os.hostname()
  }
}

const isDue = ({ head, signatures }: Registry['signed'], keys: readonly string[]): boolean =>
  Date.parse(head.expires) - Date.now() <= (lifetime / 2) * day || !keys.every((key) => signatures.some((each) => each.key === key))

async function next(before: Registry | undefined, listings: Registry['listings'], { command, reason }: RegistryChange): Promise<Registry> {
  const now = Date.now()
  // Starts at the time in seconds, so that a store begun anew is not older than what browsers have seen.
  const serial = Math.max((before?.signed.head.serial ?? 0) + 1, Math.floor(now / 1000))
  const signed = await signRegistry({ listings, serial, expires: new Date(now + lifetime * day), signers: registrySigners() })
  const change: ChangeRecord = {
    serial,
    at: new Date(now).toISOString(),
    by: whoever(),
    command,
    ...(reason === undefined ? {} : { reason }),
    moves: movesBetween(before?.listings ?? {}, listings),
  }
  return { ...signed, change }
}

/** Whether there is nothing to write. */
function isSettled(before: Registry | undefined, listings: Registry['listings'], { sign = 'never' }: RegistryChange): boolean {
  if (!before || !isDeepStrictEqual(before.listings, listings) || sign === 'always') return false
  return sign === 'never' || !isDue(before.signed, registrySigners().map(({ key }) => key))
}

/**
 * Changes the registry by one compare and swap. When somebody else was first, it is done again on theirs.
 * Killed before the swap, everything is as it was; after it, everything is done: `change` in the registry
 * becomes a line of history with the next change, if not with this one.
 *
 * @throws Error when others are first every time, and what `apply` throws.
 */
export async function changeRegistry(store: Store, change: RegistryChange): Promise<ChangedRegistry> {
  for (let left = tries; left > 0; left--) {
    const { registry: before, tag } = await readRegistry(store)
    const listings = await change.apply(before?.listings ?? {})
    if (before && isSettled(before, listings, change)) return { registry: before, moves: [], written: false }
    const registry = await next(before, listings, change)
    const moves = registry.change?.moves ?? []
    if (change.dryRun) return { registry, moves, written: false }
    await keepChange(store, before?.change)
    if (await store.replace(storeLayout.registry, Buffer.from(`${JSON.stringify(registry, null, 2)}\n`), tag)) {
      await keepChange(store, registry.change)
      return { registry, moves, written: true }
    }
  }
  throw new Error(`${store.location}: others changed the registry ${tries} times meanwhile; nothing was changed, try again`)
}
