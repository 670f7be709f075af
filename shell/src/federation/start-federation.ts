import type { Boot, FederatedName, LoadRemote } from '@atrium/contracts'
import { workspace } from '@atrium/workspace'
import { loadModule } from './containers.ts'
import { disabledByAddress } from './disabled-remotes.ts'
import { createRegistryClient, type RegistryClient } from './registry-client.ts'
import { createRemoteLoader, type RemoteLoader } from './remote-loader.ts'
import { reportFailure } from './report-failure.ts'
import { takeTrust } from './trust.ts'

export interface Federation {
  readonly registry: RegistryClient
  readonly loader: RemoteLoader
  /** What remotes call: the module alone. */
  readonly load: LoadRemote
}

/** Puts together what loads remotes, from what the page brought. */
export function startFederation(boot: Boot): Federation {
  const off = disabledByAddress(location.search)
  const registry = createRegistryClient({ page: boot.registry, trust: takeTrust(), fetch: (...request) => fetch(...request) })
  const loader = createRemoteLoader({
    registry,
    loadModule,
    disabled: (remote) => (off.has(remote) ? 'by the address of this page' : undefined),
    online: () => workspace.getState().online,
    onFailure: ({ name, version }, error) => reportFailure({ remote: name, release: version, error }),
  })
  const load = async (name: FederatedName): Promise<unknown> => (await loader.load(name)).module
  return { registry, loader, load: load as LoadRemote }
}
