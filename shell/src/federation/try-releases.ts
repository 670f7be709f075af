import { AtriumError, type RegistryEntry, type ReleaseRecord } from '@atrium/protocol'
import { missingExports } from '@atrium/mail-contracts'
import { acceptRelease } from './accept-release.ts'
import type { loadModule } from './containers.ts'
import type { LoadedModule } from './remote-log.ts'

/** A module, and which release it came from. */
export interface Loaded<Module> {
  readonly module: Module
  readonly release: ReleaseRecord
}

export interface TryOptions {
  readonly loadModule: typeof loadModule
  readonly online: () => boolean
  /** Told of every failure, also of those a fallback hides. */
  readonly onFailure: (release: ReleaseRecord, error: AtriumError, entry: RegistryEntry) => void
  readonly onLoaded?: (module: LoadedModule) => void
}

interface Attempt {
  readonly entry: RegistryEntry
  readonly release: ReleaseRecord
  readonly name: string
  readonly loadModule: typeof loadModule
}

async function attempt({ entry, release, name, loadModule }: Attempt): Promise<Loaded<unknown>> {
  const exposed = name.slice(name.indexOf('/') + 1)
  acceptRelease(release)
  if (!Object.hasOwn(release.exposes, `./${exposed}`)) {
    throw new AtriumError('REMOTE_EXPOSES_NOTHING', {
      subject: `${release.name} ${release.version} has no ./${exposed}`,
      remedy: 'Add the file to src/exposes and release it.',
    })
  }
  const module = await loadModule(entry, release, exposed)
  const missing = missingExports(name, module)
  if (missing.length === 0) return { module, release }
  throw new AtriumError('REMOTE_SHAPE_WRONG', {
    subject: `${name} of ${release.version} lacks ${missing.join(', ')}`,
    remedy: 'Export what its contract says.',
  })
}

function named(cause: unknown, remote: string, online: boolean): AtriumError {
  const network = cause instanceof AtriumError && ['REMOTE_LOAD_FAILED', 'REMOTE_TIMEOUT'].includes(cause.code)
  if (network && !online) {
    return new AtriumError('REMOTE_OFFLINE', { subject: remote, remedy: 'Connect and retry.', cause })
  }
  if (cause instanceof AtriumError) return cause
  return new AtriumError('REMOTE_THREW', { subject: remote, remedy: 'Retry.', cause })
}

/**
 * Tries an entry's releases in order, leaving out and adding to those `tried`.
 *
 * @throws AtriumError: the failure of the newest one tried.
 */
export async function tryReleases(
  entry: RegistryEntry,
  name: string,
  { tried, loadModule, online, onFailure, onLoaded }: TryOptions & { readonly tried: Set<string> },
): Promise<Loaded<unknown>> {
  let newest: AtriumError | undefined
  for (const release of entry.releases.filter(({ version }) => !tried.has(version))) {
    tried.add(release.version)
    const begun = performance.now()
    try {
      const loaded = await attempt({ entry, release, name, loadModule })
      onLoaded?.({ entry, release, name, milliseconds: performance.now() - begun })
      return loaded
    } catch (cause) {
      const error = named(cause, entry.name, online())
      if (error.code === 'REMOTE_OFFLINE') throw error
      onFailure(release, error, entry)
      newest ??= error
    }
  }
  throw newest ?? new AtriumError('REMOTE_LOAD_FAILED', { subject: `${entry.name}: no release left`, remedy: 'Retry.' })
}
