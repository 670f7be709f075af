import {
  AtriumError,
  developmentVersion,
  missingExports,
  platformRange,
  runsOn,
  type ErrorCode,
  type ModuleShapes,
  type RegistryEntry,
  type ReleaseRecord,
} from '@atrium/protocol'
import type { KnownEntry, RegistryClient } from './registry-client.ts'
import type { OffReason, SafeMode } from './safe-mode.ts'

/** A module, and which release it came from. */
export interface Loaded<Module = unknown> {
  readonly module: Module
  readonly release: ReleaseRecord
}

/** A module that was loaded, as the log records it. */
export interface LoadedModule {
  readonly entry: RegistryEntry
  readonly release: ReleaseRecord
  /** Federated name. */
  readonly name: string
  readonly milliseconds: number
}

export type LoadModule = (entry: RegistryEntry, release: ReleaseRecord, exposed: string) => Promise<unknown>

/** What the host can work with. */
export interface Compatibility {
  /** Versions of what the host provides (shared libraries, store, contexts) of which it runs remotes. */
  readonly platforms: readonly string[]
  /** Versions of what a remote exposes that the host knows how to use. */
  readonly contractsOf: (remote: string) => readonly number[]
  /** By federated name, what the host relies on beside what the record says of the module. */
  readonly shapes: ModuleShapes
}

export interface RemoteLoaderOptions {
  readonly registry: Pick<RegistryClient, 'find' | 'refresh'>
  readonly safeMode: Pick<SafeMode, 'reasonFor' | 'failed' | 'setByOperator'>
  readonly loadModule: LoadModule
  readonly compatibility: Compatibility
  readonly online: () => boolean
  /** Receives every failure of a release, also those that a fallback hides. */
  readonly onFailure: (release: ReleaseRecord, error: AtriumError, entry: RegistryEntry) => void
  /** Receives what failed before a release was tried. */
  readonly onRefused: (remote: string, error: AtriumError) => void
  readonly onLoaded?: (module: LoadedModule) => void
  /** Wraps a module before it is returned. Default: as it is. */
  readonly wrap?: (name: string, loaded: Loaded) => unknown
}

/** Refuses a release this host cannot work with, before any of its code runs. */
function checkCompatible(release: ReleaseRecord, { platforms, contractsOf }: Compatibility): void {
  const known = contractsOf(release.name)
  const refuse = (what: string): never => {
    throw new AtriumError('REMOTE_CONTRACT_MISMATCH', {
      subject: `${release.name} ${release.version}: ${what}`,
      remedy: 'Release a host that knows it, or roll the remote back.',
    })
  }
  if (!known.includes(release.contract)) refuse(`has contract ${release.contract}, this host knows ${known.join(', ')}`)
  if (!runsOn(release, platforms))
    refuse(`runs on platform ${platformRange(release)}, this host provides ${platforms.join(', ')}`)
}

interface Attempt {
  readonly entry: RegistryEntry
  readonly release: ReleaseRecord
  readonly name: string
}

/** What its record says of a module, and what the host relies on beside that. */
function expectedShapes(name: string, { shapes }: ReleaseRecord, relied: ModuleShapes): ModuleShapes {
  const recorded = shapes?.[`./${name.slice(name.indexOf('/') + 1)}`]
  return recorded ? { [name]: { ...recorded, ...(Object.hasOwn(relied, name) ? relied[name] : {}) } } : relied
}

async function loadRelease(
  { entry, release, name }: Attempt,
  { compatibility, loadModule }: RemoteLoaderOptions,
): Promise<Loaded> {
  const exposed = name.slice(name.indexOf('/') + 1)
  checkCompatible(release, compatibility)
  if (!Object.hasOwn(release.exposes, `./${exposed}`)) {
    throw new AtriumError('REMOTE_EXPOSES_NOTHING', {
      subject: `${release.name} ${release.version} has no ./${exposed}`,
      remedy: 'Add the file to src/exposes and release it.',
    })
  }
  const module = await loadModule(entry, release, exposed)
  const missing = missingExports(name, module, expectedShapes(name, release, compatibility.shapes))
  if (missing.length === 0) return { module, release }
  throw new AtriumError('REMOTE_SHAPE_WRONG', {
    subject: `${name} of ${release.version} lacks ${missing.join(', ')}`,
    remedy: 'Export what its contract says.',
  })
}

const toLoadError = (cause: unknown, remote: string): AtriumError =>
  cause instanceof AtriumError ? cause : new AtriumError('REMOTE_THREW', { subject: remote, remedy: 'Retry.', cause })

const networkCodes: readonly ErrorCode[] = ['REMOTE_LOAD_FAILED', 'REMOTE_TIMEOUT']

/** As `toLoadError`; without a connection, what the network lost says nothing about the remote. */
const toReleaseError = (cause: unknown, remote: string, online: boolean): AtriumError =>
  !online && cause instanceof AtriumError && networkCodes.includes(cause.code)
    ? new AtriumError('REMOTE_OFFLINE', { subject: remote, remedy: 'Connect and retry.', cause })
    : toLoadError(cause, remote)

/**
 * Tries an entry's releases in order, leaving out those in `tried` and adding to it.
 *
 * @throws AtriumError: the failure of the newest one tried.
 */
async function tryReleases(
  entry: RegistryEntry,
  name: string,
  options: RemoteLoaderOptions & { readonly tried: Set<string> },
): Promise<Loaded> {
  const { tried, online, onFailure, onLoaded } = options
  let newest: AtriumError | undefined
  for (const release of entry.releases.filter(({ version }) => !tried.has(version))) {
    tried.add(release.version)
    const startedAt = performance.now()
    try {
      const loaded = await loadRelease({ entry, release, name }, options)
      onLoaded?.({ entry, release, name, milliseconds: performance.now() - startedAt })
      return loaded
    } catch (cause) {
      const error = toReleaseError(cause, entry.name, online())
      if (error.code === 'REMOTE_OFFLINE') throw error
      onFailure(release, error, entry)
      newest ??= error
    }
  }
  throw newest ?? new AtriumError('REMOTE_LOAD_FAILED', { subject: `${entry.name}: no release left`, remedy: 'Retry.' })
}

const reasons: Readonly<Record<OffReason, string>> = {
  address: 'by the address of this page',
  failures: 'after repeated failures',
  operator: 'by the operator',
}

const disabled = (remote: string, reason: OffReason, cause?: unknown) =>
  new AtriumError('REMOTE_DISABLED', {
    subject: `${remote} (${reasons[reason]})`,
    remedy: 'Switch it on again.',
    cause,
  })

/** What the operator wrote when switching it off. */
const disabledByOperator = (remote: string, why: string) =>
  new AtriumError('REMOTE_DISABLED', {
    subject: `${remote} (${reasons.operator}: ${why})`,
    remedy: 'Switch it on again.',
  })

/** Code on a dev server fails all day long, and is tried again at every change. */
const isDevelopment = ({ releases }: RegistryEntry): boolean => releases[0]?.version === developmentVersion

export function createRemoteLoader(options: RemoteLoaderOptions) {
  const { registry, safeMode, onRefused, wrap } = options
  const findPermitted = async (remote: string): Promise<KnownEntry> => {
    const reason = safeMode.reasonFor(remote)
    // The operator may have changed their mind; this page's own reasons need no request.
    if (reason === 'address' || reason === 'failures') throw disabled(remote, reason)
    const entry = reason === 'operator' ? await registry.refresh(remote) : await registry.find(remote)
    safeMode.setByOperator(remote, entry.disabled)
    if (entry.disabled !== undefined) throw disabledByOperator(remote, entry.disabled)
    return entry
  }
  const loadFrom = async (entry: RegistryEntry, name: string, except: ReadonlySet<string>): Promise<Loaded> => {
    const tried = new Set(except)
    try {
      return await tryReleases(entry, name, { ...options, tried })
    } catch (error) {
      if (error instanceof AtriumError && error.code === 'REMOTE_OFFLINE') throw error
      // A deploy may have replaced everything this page knows of.
      const fresh = await registry.refresh(entry.name).catch(() => entry)
      if (fresh.releases.every(({ version }) => tried.has(version))) throw error
      return tryReleases(fresh, name, { ...options, tried })
    }
  }
  return {
    /**
     * Loads an exposed module: the current release, else its predecessors, else whatever the registry has
     * by then. Every call is a real new attempt.
     *
     * @param name - Federated name: `inbox/page`.
     * @param except - Versions not to try, because they failed while rendering.
     * @throws AtriumError: the failure of the newest release tried.
     */
    async load(name: string, except: ReadonlySet<string> = new Set()): Promise<Loaded> {
      const remote = name.slice(0, name.indexOf('/'))
      let entry: RegistryEntry | undefined
      try {
        entry = await findPermitted(remote)
        const loaded = await loadFrom(entry, name, except)
        return wrap ? { ...loaded, module: wrap(name, loaded) } : loaded
      } catch (cause) {
        const error = toLoadError(cause, remote)
        if (!entry) onRefused(remote, error)
        if (entry && isDevelopment(entry)) throw error
        if (safeMode.failed(name, error.code)) throw disabled(remote, 'failures', error)
        throw error
      }
    },
  }
}
