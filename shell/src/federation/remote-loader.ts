import {
  AtriumError,
  missingExports,
  type FederatedName,
  type RegistryEntry,
  type ReleaseRecord,
  type RemoteModule,
} from '@atrium/contracts'
import { acceptRelease } from './accept-release.ts'
import type { loadModule } from './containers.ts'
import type { RegistryClient } from './registry-client.ts'

export interface Loaded<Module> {
  readonly module: Module
  readonly release: ReleaseRecord
}

export interface RemoteLoader {
  /**
   * Loads an exposed module: the current release, else its predecessors, else whatever the
   * registry has by then. Every call is a real new attempt.
   *
   * @param except - Versions not to try, because they failed while drawing.
   * @throws AtriumError: the failure of the newest release tried.
   */
  readonly load: <Name extends FederatedName>(
    name: Name,
    except?: ReadonlySet<string>,
  ) => Promise<Loaded<RemoteModule<Name>>>
}

export interface RemoteLoaderOptions {
  readonly registry: RegistryClient
  readonly loadModule: typeof loadModule
  /** Why a remote is switched off in this page, or undefined. */
  readonly disabled: (remote: string) => string | undefined
  readonly online: () => boolean
  /** Told of every failure, also of those a fallback hides. */
  readonly onFailure: (release: ReleaseRecord, error: AtriumError) => void
}

const split = (name: string): [remote: string, exposed: string] => {
  const slash = name.indexOf('/')
  return [name.slice(0, slash), name.slice(slash + 1)]
}

export function createRemoteLoader(options: RemoteLoaderOptions): RemoteLoader {
  const { registry, loadModule, disabled, online, onFailure } = options

  async function attempt(entry: RegistryEntry, release: ReleaseRecord, name: string): Promise<Loaded<unknown>> {
    const [, exposed] = split(name)
    acceptRelease(release)
    if (!Object.hasOwn(release.exposes, `./${exposed}`)) {
      throw new AtriumError('REMOTE_EXPOSES_NOTHING', {
        subject: `${release.name} ${release.version} has no ./${exposed}`,
        remedy: 'Add the file to src/exposes and release it.',
      })
    }
    const module = await loadModule(entry, release, exposed)
    const missing = missingExports(name, module)
    if (missing.length > 0) {
      throw new AtriumError('REMOTE_SHAPE_WRONG', {
        subject: `${name} of ${release.version} lacks ${missing.join(', ')}`,
        remedy: 'Export what its contract says.',
      })
    }
    return { module, release }
  }

  async function firstThatLoads(entry: RegistryEntry, name: string, tried: Set<string>): Promise<Loaded<unknown>> {
    let newest: AtriumError | undefined
    for (const release of entry.releases.filter(({ version }) => !tried.has(version))) {
      tried.add(release.version)
      try {
        return await attempt(entry, release, name)
      } catch (cause) {
        const error = offlineOr(cause, entry.name, online)
        if (error.code === 'REMOTE_OFFLINE') throw error
        onFailure(release, error)
        newest ??= error
      }
    }
    throw newest ?? nothingLeft(entry.name)
  }

  return {
    async load(name, except = new Set()) {
      const [remote] = split(name)
      const entry = await registry.find(remote)
      const reason = disabled(remote) ?? entry.disabled
      if (reason !== undefined) {
        throw new AtriumError('REMOTE_DISABLED', { subject: `${remote} (${reason})`, remedy: 'Switch it on again.' })
      }
      const tried = new Set(except)
      const found = await firstThatLoads(entry, name, tried).catch(async (error: unknown) => {
        // A deploy may have replaced everything this page knows of.
        const fresh = await registry.refresh(remote).catch(() => entry)
        if (fresh.releases.every((release) => tried.has(release.version))) throw error
        return firstThatLoads(fresh, name, tried)
      })
      return found as Loaded<RemoteModule<typeof name>>
    },
  }
}

function offlineOr(cause: unknown, remote: string, online: () => boolean): AtriumError {
  const network = cause instanceof AtriumError && ['REMOTE_LOAD_FAILED', 'REMOTE_TIMEOUT'].includes(cause.code)
  if (network && !online()) {
    return new AtriumError('REMOTE_OFFLINE', { subject: remote, remedy: 'Connect and retry.', cause })
  }
  if (cause instanceof AtriumError) return cause
  return new AtriumError('REMOTE_THREW', { subject: remote, remedy: 'Retry.', cause })
}

const nothingLeft = (remote: string) =>
  new AtriumError('REMOTE_LOAD_FAILED', { subject: `${remote}: no release left to try`, remedy: 'Retry.' })
