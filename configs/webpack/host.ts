import path from 'node:path'
import { contractVersions, platformVersion } from '@atrium/mail-contracts'
import { ModuleFederationPlugin } from '@module-federation/enhanced/webpack'
import HtmlWebpackPlugin from 'html-webpack-plugin'
import webpack, { type Compilation, type Configuration } from 'webpack'
import { base } from './base.ts'
import { buildMode } from './build-mode.ts'
import { composition } from './composition.ts'
import { leanRuntime } from './lean-runtime.ts'
import { localExposes, withLocalRemotes } from './local-remotes.ts'
import { RecordPlugin } from './record-plugin.ts'
import { refreshHostEntry, refreshPlugin } from './refresh.ts'
import { registryKeys } from './registry-keys.ts'
import { sharedByHost } from './sharing.ts'

const acceptsOf = (): Record<string, number[]> =>
  Object.fromEntries(Object.entries(contractVersions).map(([remote, versions]) => [remote, [...versions]]))

/** But not what a dev server adds for a page that is open already. */
const startFiles = (compilation: Compilation): string[] =>
  (compilation.entrypoints.get('main')?.getFiles() ?? []).filter((file) => !file.endsWith('.hot-update.js'))

const federation = (directory: string) =>
  new ModuleFederationPlugin({
    name: 'shell',
    shared: sharedByHost(),
    shareStrategy: 'loaded-first',
    dts: false,
    dev: false,
    manifest: false,
    virtualRuntimeEntry: true,
    runtimePlugins: [path.join(directory, 'src/federation/runtime-plugin.ts')],
    experiments: { optimization: { target: 'web', disableSnapshot: true } },
  })

const withLeanRuntime = (config: Configuration): Configuration => ({
  ...config,
  module: { ...config.module, rules: [...(config.module?.rules ?? []), ...leanRuntime] },
})

/**
 * Configuration of the host: `export default host(import.meta.dirname)`.
 * It knows no remote's address; it provides every shared library and the one federation runtime.
 * With `ATRIUM_COMPOSITION=local` it has the installed remotes in it, and no federation at all.
 */
export function host(directory: string): Configuration {
  const name = path.basename(directory)
  const mode = buildMode()
  const local = composition() === 'local'
  // There is one host in a page: its files need not tell their release, and keep their bytes over many.
  const common = base({ name: local ? 'local' : name, scope: name, mode, owner: 'host' })
  const config = local ? withLocalRemotes(common, directory) : withLeanRuntime(common)
  const start = path.join(directory, 'src/start.tsx')
  return {
    ...config,
    entry: { main: mode === 'development' ? [refreshHostEntry, start] : start },
    optimization: {
      ...config.optimization,
      splitChunks: {
        chunks: 'all',
        cacheGroups: {
          // Registry packages change with the lockfile, not with our code: their file keeps its bytes over our
          // releases, and its address (`vendorFile` of the contracts), so it stays in the browser's cache.
          vendor: { test: /node_modules/, name: 'vendor', chunks: 'initial', priority: 10 },
        },
      },
    },
    plugins: [
      ...(config.plugins ?? []),
      ...(mode === 'development' ? [refreshPlugin()] : []),
      new webpack.DefinePlugin({ ATRIUM_REGISTRY_KEYS: JSON.stringify(registryKeys()) }),
      ...(local ? [] : [federation(directory)]),
      // The gateway writes scripts, preloads and boot data into the page; see server/src/gateway.
      new HtmlWebpackPlugin({ template: path.join(directory, 'src/index.html'), inject: false, minify: false }),
      new RecordPlugin({
        about: { name, contract: 1, platform: platformVersion, accepts: acceptsOf() },
        entry: (compilation) => startFiles(compilation).findLast((file) => file.endsWith('.js')) ?? '',
        exposes: (compilation) => ({
          './start': startFiles(compilation),
          ...(local ? localExposes(compilation) : {}),
        }),
      }),
    ],
  }
}
