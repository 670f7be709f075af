import { AtriumError, type FederatedName, type RemoteModule } from '@atrium/contracts'
import type { RegistryClient } from './registry-client.ts'
import { tryReleases, type Loaded, type TryOptions } from './try-releases.ts'

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

export interface RemoteLoaderOptions extends TryOptions {
  readonly registry: RegistryClient
  /** Why a remote is switched off in this page, or undefined. */
  readonly disabled: (remote: string) => string | undefined
}

export function createRemoteLoader({ registry, disabled, ...options }: RemoteLoaderOptions): RemoteLoader {
  const load = async (name: string, except: ReadonlySet<string> = new Set()): Promise<Loaded<unknown>> => {
    const remote = name.slice(0, name.indexOf('/'))
    const switchedOff = (reason: string | undefined): void => {
      if (reason === undefined) return
      throw new AtriumError('REMOTE_DISABLED', { subject: `${remote} (${reason})`, remedy: 'Switch it on again.' })
    }
    switchedOff(disabled(remote))
    const entry = await registry.find(remote)
    switchedOff(entry.disabled)
    const tried = new Set(except)
    try {
      return await tryReleases(entry, name, { ...options, tried })
    } catch (error) {
      if (error instanceof AtriumError && error.code === 'REMOTE_OFFLINE') throw error
      // A deploy may have replaced everything this page knows of.
      const fresh = await registry.refresh(remote).catch(() => entry)
      if (fresh.releases.every(({ version }) => tried.has(version))) throw error
      return tryReleases(fresh, name, { ...options, tried })
    }
  }
  return { load: load as RemoteLoader['load'] }
}
