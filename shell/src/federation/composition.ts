import type { Boot } from '@atrium/mail-contracts'
import type { DirectoryEntry } from '@atrium/protocol'
import { overriddenFetch } from '../overrides/overridden-fetch.ts'
import { integrityOf } from './integrity.ts'
import { createRegistryClient, type RegistryClient } from './registry-client.ts'
import { createRegistryVerifier } from './registry-verifier.ts'
import { takeTrust } from './trust.ts'

// Where remotes come from: released containers, found by the registry. A shell built with
// ATRIUM_COMPOSITION=local has `local-composition.ts` in this place, and no federation runtime.
export { isOwnCopy, loadModule, shareScope } from './containers.ts'

/** The registry, from what the page brought of it. */
export function openRegistry({ registry, overrides }: Boot): RegistryClient {
  const verifier = createRegistryVerifier({
    keys: ATRIUM_REGISTRY_KEYS,
    now: Date.now,
    // Read at each use: where storage is forbidden, naming it throws.
    storage: { getItem: (key) => localStorage.getItem(key), setItem: (key, value) => localStorage.setItem(key, value) },
    isUnsigned: (base) => integrityOf(base) === '',
  })
  return createRegistryClient({ page: registry, verifier, trust: takeTrust(), fetch: overriddenFetch(overrides) })
}

/** The first items of the navigation. */
export const directoryOf = ({ registry }: Boot): readonly DirectoryEntry[] => registry.directory
