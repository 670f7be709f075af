import type { AtriumError, DirectoryEntry, ReleaseRecord } from '@atrium/protocol'
import type { Boot, FederatedName, LoadRemote } from '@atrium/mail-contracts'
import { workspace } from '@atrium/remote'
import { directoryOf, openRegistry } from './composition.ts'
import { loadModule } from './containers.ts'
import { disabledByAddress } from './disabled-remotes.ts'
import { createInjector, isDevelopment, type Injector } from './injected-faults.ts'
import type { RegistryClient } from './registry-client.ts'
import { createRemoteLoader, type RemoteLoader } from './remote-loader.ts'
import { createRemoteLog, type RemoteLog } from './remote-log.ts'
import { reportFailure } from './report-failure.ts'
import { createSafeMode, type SafeMode } from './safe-mode.ts'
import { createUpdates, type Updates } from './updates.ts'
import { createHookWatch } from './watched-hooks.ts'
import { stopFloods } from './stop-floods.ts'
import { watchRegistry } from './watch-registry.ts'

export interface Federation {
  readonly registry: RegistryClient
  /** What the navigation shows. */
  readonly directory: readonly DirectoryEntry[]
  readonly loader: RemoteLoader
  readonly safeMode: SafeMode
  readonly updates: Updates
  readonly log: RemoteLog
  /** Makes faults by hand, in development only. */
  readonly injector: Injector | undefined
  /** What remotes call: the module alone. */
  readonly load: LoadRemote
}

/** Puts together what loads remotes, from what the page brought. */
export function startFederation(boot: Boot): Federation {
  const registry = openRegistry(boot)
  const byAddress = disabledByAddress(location.search)
  // Read at each use: where storage is forbidden, naming it throws.
  const storage = { getItem: (key: string) => sessionStorage.getItem(key), setItem: (key: string, value: string) => sessionStorage.setItem(key, value) }
  const safeMode = createSafeMode({ byAddress, storage, now: Date.now })
  const log = createRemoteLog()
  const injector = isDevelopment(boot) ? createInjector(loadModule) : undefined
  const blame = (release: Pick<ReleaseRecord, 'name' | 'version'>, error: AtriumError): void =>
    reportFailure({ remote: release.name, release: release.version, error })
  const loader = createRemoteLoader({
    registry,
    safeMode,
    handOn: createHookWatch(blame),
    loadModule: injector?.loadModule ?? loadModule,
    online: () => workspace.getState().online,
    onLoaded: log.loaded,
    onRefused: (remote, error) => reportFailure({ remote, release: '', error }),
    onFailure: (release, error, entry) => {
      log.failed(release, error, entry)
      blame(release, error)
    },
  })
  const updates = createUpdates(registry)
  stopFloods({ safeMode, takeAway: updates.reload, blame })
  watchRegistry(registry.check)
  const load = async (name: FederatedName): Promise<unknown> => (await loader.load(name)).module
  return { registry, directory: directoryOf(boot), loader, safeMode, updates, log, injector, load: load as LoadRemote }
}
