import { platformVersion } from '@atrium/mail-contracts'
import { ModuleFederationPlugin } from '@module-federation/enhanced/webpack'
import type { Compilation, Configuration } from 'webpack'
import { base } from './base.ts'
import { buildMode, type BuildMode } from './build-mode.ts'
import { exposesOf } from './exposes.ts'
import { RecordPlugin } from './record-plugin.ts'
import { refreshExposed, refreshExternal, refreshPlugin, type Externals } from './refresh.ts'
import { buildVersion, globalName } from './release-name.ts'
import { remotePackage } from './remote-package.ts'
import { sharedByRemote } from './sharing.ts'

const chunkName = (exposed: string): string => exposed.slice(2)

const filesOf = (compilation: Compilation, exposed: string): string[] =>
  compilation.namedChunkGroups.get(chunkName(exposed))?.getFiles() ?? []

type Exposes = Readonly<Record<string, string>>

const exposed = (exposes: Exposes, mode: BuildMode) =>
  Object.fromEntries(
    Object.entries(exposes).map(([name, file]) => [
      name,
      { import: mode === 'development' ? refreshExposed(file) : file, name: chunkName(name) },
    ]),
  )

/**
 * Lean: what federation needs at run time is the host's, as every shared library is; see
 * shell/src/federation/lend-runtime.ts. It saves each remote 4 KB, and ties it to the host's version of
 * federation: another one is another `platformVersion`, which tests/repo/platform.test.ts sees to.
 */
const lentRuntime: Externals = [
  async ({ request = '' }) =>
    /[\\/]webpack-bundler-runtime[\\/]dist[\\/]bundler\.js$/.test(request) ? 'var self.__atriumFederation' : undefined,
]

/** For the containers that the host loads at run time. */
const federation = (scope: string, exposes: ReturnType<typeof exposed>) =>
  new ModuleFederationPlugin({
    name: scope,
    filename: 'remoteEntry.js',
    library: { type: 'var', name: scope },
    exposes,
    shared: sharedByRemote(),
    shareStrategy: 'loaded-first',
    dts: false,
    dev: false,
    // For the ecosystem's own tools; nothing is loaded by it.
    manifest: true,
    virtualRuntimeEntry: true,
    experiments: {
      optimization: { target: 'web', disableSnapshot: true, disableRemote: true },
    },
  })

/**
 * Configuration of a remote: `export default remote(import.meta.dirname)`.
 * It exposes what lies in `src/exposes` and takes every shared library from the host.
 */
export function remote(directory: string): Configuration {
  const mode = buildMode()
  const { name, contract, navigation } = remotePackage(directory)
  const exposes = exposesOf(directory)
  const scope = globalName(name, buildVersion(mode))
  const config = base({ name, scope, mode, owner: 'remote' })
  return {
    ...config,
    entry: {},
    externals: [...lentRuntime, ...(mode === 'development' ? refreshExternal : [])],
    plugins: [
      ...(mode === 'development' ? [refreshPlugin()] : []),
      ...(config.plugins ?? []),
      federation(scope, exposed(exposes, mode)),
      new RecordPlugin({
        about: { name, contract, platform: platformVersion, ...(navigation ? { navigation } : {}) },
        entry: () => 'remoteEntry.js',
        exposes: (compilation) =>
          Object.fromEntries(Object.keys(exposes).map((module) => [module, filesOf(compilation, module)])),
      }),
    ],
  }
}
