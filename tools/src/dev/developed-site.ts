import path from 'node:path'
import { devBase } from '@atrium/protocol'
import { parseConfig, startServer, type RunningServer } from '@atrium/server'
import { root } from '../workspace.ts'
import { buildRest } from './build-rest.ts'
import { startDevServer } from './dev-server.ts'
import { trustedKeys } from '../keys/signers.ts'
import { withoutKeys } from '../keys/without-keys.ts'
import { buildDevShell, devShellFolder, devStore, prepareDevStore } from './dev-store.ts'

export interface DevelopedSite {
  readonly server: RunningServer
  readonly stop: () => Promise<void>
}

const isRemote = (name: string): boolean => name !== 'shell'

/** Dev servers for `chosen`, the last build of the other pieces, and the real server in this process. */
export async function developSite(chosen: readonly string[], known: readonly string[]): Promise<DevelopedSite> {
  await buildRest(known.filter((name) => isRemote(name) && !chosen.includes(name)))
  process.env['NODE_ENV'] = 'development'
  // A dev shell that is compiled in this process takes its keys from the environment, as every build.
  process.env['ATRIUM_REGISTRY_KEYS'] = trustedKeys().join(',')
  await prepareDevStore()
  const shell = chosen.includes('shell') ? Promise.resolve() : buildDevShell()
  const config = parseConfig({ DATA_DIR: path.join(root, 'data'), ...withoutKeys(process.env), ATRIUM_STORE: devStore })
  const overrides = new Map(chosen.filter(isRemote).map((name) => [name, devBase(name)]))
  const server = await startServer({ ...config, overrides, devShell: devShellFolder })
  const devServers = await Promise.all(chosen.map((name) => startDevServer(name, () => server.origin)))
  await Promise.all([shell, ...devServers.map(({ compiled }) => compiled)])
  return {
    server,
    stop: async () => void (await Promise.all([...devServers.map((each) => each.stop()), server.close()])),
  }
}
