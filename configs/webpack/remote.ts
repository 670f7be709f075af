import { platformVersion } from '@atrium/contracts'
import { ModuleFederationPlugin } from '@module-federation/enhanced/webpack'
import type { Compilation, Configuration } from 'webpack'
import { base } from './base.ts'
import { buildMode } from './build-mode.ts'
import { exposesOf } from './exposes.ts'
import { RecordPlugin } from './record-plugin.ts'
import { refreshExposed, refreshExternal, refreshPlugin } from './refresh.ts'
import { buildVersion, globalName } from './release-name.ts'
import { remotePackage } from './remote-package.ts'
import { sharedByRemote } from './sharing.ts'

const chunkName = (exposed: string): string => exposed.slice(2)

const filesOf = (compilation: Compilation, exposed: string): string[] =>
  compilation.namedChunkGroups.get(chunkName(exposed))?.getFiles() ?? []

/**
 * Configuration of a remote: `export default remote(import.meta.dirname)`.
 * It exposes what lies in `src/exposes` and takes every shared library from the host.
 */
export function remote(directory: string): Configuration {
  const mode = buildMode()
  const { name, contract, navigation } = remotePackage(directory)
  const exposes = exposesOf(directory)
  const scope = globalName(name, buildVersion(mode))
  const config = base({ name, scope, mode })
  return {
    ...config,
    entry: {},
    ...(mode === 'development' ? { externals: refreshExternal } : {}),
    plugins: [
      ...(mode === 'development' ? [refreshPlugin()] : []),
      ...(config.plugins ?? []),
      new ModuleFederationPlugin({
        name: scope,
        filename: 'remoteEntry.js',
        library: { type: 'var', name: scope },
        exposes: Object.fromEntries(
          Object.entries(exposes).map(([exposed, file]) => [
            exposed,
            { import: mode === 'development' ? refreshExposed(file) : file, name: chunkName(exposed) },
          ]),
        ),
        shared: sharedByRemote(),
        shareStrategy: 'loaded-first',
        dts: false,
        dev: false,
        manifest: true,
        virtualRuntimeEntry: true,
        experiments: {
          // The host has the one runtime core; see shell/src/federation.
          externalRuntime: true,
          optimization: { target: 'web', disableSnapshot: true, disableRemote: true },
        },
      }),
      new RecordPlugin({
        about: { name, contract, platform: platformVersion, ...(navigation ? { navigation } : {}) },
        entry: () => 'remoteEntry.js',
        exposes: (compilation) =>
          Object.fromEntries(Object.keys(exposes).map((exposed) => [exposed, filesOf(compilation, exposed)])),
      }),
    ],
  }
}
