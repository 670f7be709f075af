import {
  AtriumError,
  type DirectoryEntry,
  type FlagStates,
  type RegistryEntry,
  type ReleaseRecord,
} from '@atrium/protocol'
import { basePath } from '@atrium/remote'
import { getInstance } from '@module-federation/runtime'
import type { HostBoot } from './boot.ts'
import type { BrowserStorage } from './browser-storage.ts'
import { toModuleError } from './failures.ts'
import { allowOwnRoot } from './page-guards.ts'
import {
  createRegistryClient,
  createRegistryVerifier,
  fetchWithOverrides,
  type RegistryClient,
} from './registry-client.ts'
import { integrityOf, releaseUrl, takeTrust } from './release-files.ts'
import { createServerTime } from './server-time.ts'

// Where remotes come from: released containers, found by the registry. A host built with
// ATRIUM_COMPOSITION=local has `local-composition.ts` in this place, and no federation runtime.

/** Library → version → its provider: the part of a federation share scope that is looked at here. */
export type ShareScope = Readonly<
  Record<string, Readonly<Record<string, { readonly from?: string; readonly useIn?: readonly string[] }>>>
>

/** The copies in a share scope at this moment, known by identity. */
const copiesIn = (scope: ShareScope): WeakSet<object> =>
  new WeakSet(Object.values(scope).flatMap((versions) => Object.values(versions)))

/**
 * Every shared library has one owner, the host. Made before any remote has run, the check knows the host's
 * own copies, and from then on refuses what a remote adds or puts in their place: two Reacts share no
 * context, two stores read nothing of each other.
 *
 * Copies are known by identity. `from` does not name the provider: the runtime writes into it whichever
 * bundle was first to load a library lazily.
 */
export function singleOwner(scope: ShareScope) {
  const own = copiesIn(scope)
  /** @throws AtriumError SECOND_COPY, naming library, version and the bundle that brought it. */
  return (now: ShareScope): void => {
    const foreign = Object.entries(now).flatMap(([library, versions]) =>
      Object.entries(versions)
        .filter(([, copy]) => !own.has(copy))
        .map(([version, { from }]) => `${library} ${version} from ${from ?? 'an unnamed bundle'}`),
    )
    if (foreign.length === 0) return
    throw new AtriumError('SECOND_COPY', {
      subject: foreign.join('; '),
      remedy: 'Build the remote with the factory of @atrium/configs, which takes shared libraries from the host.',
    })
  }
}

/** Which copy of each shared library the page has, who provides it and who uses it. */
export const shareScope = (): ShareScope => getInstance()?.shareScopeMap['default'] ?? {}

/** Evaluated with the host, before any remote: whether a copy is the host's own. */
const ownCopies = copiesIn(shareScope())
export const isOwnCopy = (copy: object): boolean => ownCopies.has(copy)

const checkOwner = singleOwner(shareScope())

/** Each release is a remote of its own for the runtime, so that two of them can live in one page. */
const runtimeName = (release: ReleaseRecord): string => `${release.name}@${release.version}`

/**
 * Loads one exposed module of one release through the federation runtime. Registering happens at
 * first use: it is quadratic in the number of remotes.
 *
 * @throws AtriumError of the entry, or REMOTE_THREW / REMOTE_LOAD_FAILED of the module.
 */
export async function loadModule(entry: RegistryEntry, release: ReleaseRecord, exposed: string): Promise<unknown> {
  const runtime = getInstance()
  if (!runtime) throw new Error('The federation runtime has not started: build the host with the host factory')
  const name = runtimeName(release)
  allowOwnRoot(release, releaseUrl(entry, release, ''))
  runtime.registerRemotes([
    { name, entry: releaseUrl(entry, release, release.entry), entryGlobalName: release.global, type: 'var' },
  ])
  try {
    const module = await runtime.loadRemote<unknown>(`${name}/${exposed}`)
    checkOwner(shareScope())
    return module
  } catch (cause) {
    // The runtime caches a container whose start failed; a retry must begin with a fresh one.
    runtime.moduleCache.delete(name)
    throw toModuleError(cause, `${name}/${exposed}`)
  }
}

export interface RegistrySource {
  readonly boot: HostBoot
  readonly publicKeys: readonly string[]
  readonly storage: BrowserStorage
  /** Milliseconds for one request. */
  readonly timeout?: number | undefined
  /** Called at each check with the user's flags. */
  readonly onFlags: (flags: FlagStates) => void
}

/** The registry, from what the page brought of it. */
export function openRegistry({ boot, publicKeys, storage, timeout, onFlags }: RegistrySource): RegistryClient {
  const serverTime = createServerTime({ storage, storageKey: `atrium:registry:${basePath()}:time` })
  const verifier = createRegistryVerifier({
    keys: publicKeys,
    now: Date.now,
    serverNow: serverTime.now,
    storage,
    basePath: basePath(),
    isUnsigned: (base) => integrityOf(base) === '',
  })
  return createRegistryClient({
    serverTime,
    page: boot.registry,
    verifier,
    onFlags,
    trust: takeTrust(),
    fetch: fetchWithOverrides(boot.overrides),
    ...(timeout === undefined ? {} : { timeout }),
  })
}

/** The first items of the navigation. */
export const directoryOf = ({ registry }: HostBoot): readonly DirectoryEntry[] => registry.directory
