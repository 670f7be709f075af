import { AtriumError, developmentVersion, type RegistryEntry } from '@atrium/protocol'
import type { FederatedName, RemoteModule } from '@atrium/mail-contracts'
import type { RegistryClient } from './registry-client.ts'
import type { OffReason, SafeMode } from './safe-mode.ts'
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
  readonly registry: Pick<RegistryClient, 'find' | 'refresh'>
  readonly safeMode: Pick<SafeMode, 'reasonFor' | 'failed' | 'heard'>
  /** Told when the registry has nothing to be believed of a remote: no release of it was tried. */
  readonly onRefused: (remote: string, error: AtriumError) => void
  /** Hands a module on to who asked for it. Default: as it is. */
  readonly handOn?: <Module>(name: string, loaded: Loaded<Module>) => Module
}

/** Half-written code fails all day long, and is tried again at every change. */
const isBeingWritten = ({ releases }: RegistryEntry): boolean => releases[0]?.version === developmentVersion

const reasons: Readonly<Record<OffReason, string>> = {
  address: 'by the address of this page',
  failures: 'after it failed again and again',
  operator: 'by the operator',
}

const disabled = (remote: string, reason: OffReason, cause?: unknown) =>
  new AtriumError('REMOTE_DISABLED', { subject: `${remote} (${reasons[reason]})`, remedy: 'Switch it on again.', cause })

const isRefusal = (error: unknown): error is AtriumError =>
  error instanceof AtriumError && /^(REGISTRY|RELEASE)_/.test(error.code)

export function createRemoteLoader({ registry, safeMode, onRefused, handOn, ...options }: RemoteLoaderOptions): RemoteLoader {
  const permitted = async (remote: string): Promise<RegistryEntry> => {
    const reason = safeMode.reasonFor(remote)
    // The operator may have changed their mind; this page's own reasons ask nobody.
    if (reason === 'address' || reason === 'failures') throw disabled(remote, reason)
    const entry = reason === 'operator' ? await registry.refresh(remote) : await registry.find(remote)
    safeMode.heard(remote, entry.disabled !== undefined)
    if (entry.disabled !== undefined) throw disabled(remote, 'operator')
    return entry
  }
  const attempt = async (entry: RegistryEntry, name: string, except: ReadonlySet<string>): Promise<Loaded<unknown>> => {
    const remote = entry.name
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
  const load = async (name: string, except: ReadonlySet<string> = new Set()): Promise<Loaded<unknown>> => {
    const remote = name.slice(0, name.indexOf('/'))
    let entry: RegistryEntry | undefined
    try {
      entry = await permitted(remote)
      const loaded = await attempt(entry, name, except)
      return handOn ? { ...loaded, module: handOn(name, loaded) } : loaded
    } catch (error) {
      if (isRefusal(error)) onRefused(remote, error)
      if (entry && isBeingWritten(entry)) throw error
      if (error instanceof AtriumError && safeMode.failed(name, error.code)) throw disabled(remote, 'failures', error)
      throw error
    }
  }
  return { load: load as RemoteLoader['load'] }
}
