import { createRequire } from 'node:module'
import path from 'node:path'
import { platformVersion, providedPlatforms, publicKeySchema } from '@atrium/protocol'
import HtmlWebpackPlugin from 'html-webpack-plugin'
import * as v from 'valibot'
import webpack, { type Compilation, type Configuration } from 'webpack'
import { findProject, hostName, localApp, type Project } from '@atrium/cli/project'
import { base, buildMode } from './base.ts'
import { hostFederation, leanRuntime } from './federation.ts'
import { exposesOf, hostPackage, remotePackage } from './package-declaration.ts'
import { RecordPlugin } from './record-plugin.ts'
import { refreshHostEntry, refreshPlugin } from './refresh.ts'

export interface HostOptions {
  /**
   * Remote → contract versions that this host knows how to use; written into its release record, so that no remote of
   * another contract is released beside it. A remote that is not listed is at contract 1. Default: none is listed.
   */
  readonly accepts?: Readonly<Record<string, readonly number[]>>
}

/**
 * Public keys the host will trust for as long as it runs; it accepts no other.
 *
 * @throws Error when the environment names none, or something else.
 */
function registryKeys(): string[] {
  const keys = (process.env['ATRIUM_REGISTRY_KEYS'] ?? '').split(',').map((key) => key.trim())
  if (keys.every((key) => v.is(publicKeySchema, key))) return keys
  throw new Error(
    'ATRIUM_REGISTRY_KEYS must list the public keys of the registry, separated by commas: build with `atrium build`, which sets it',
  )
}

/** One exposed module of a remote that is compiled into the host. */
interface LocalModule {
  readonly remote: string
  /** Without `./`. */
  readonly exposed: string
  readonly file: string
}

const localModules = ({ folderOf }: Project, remote: string): LocalModule[] =>
  Object.entries(exposesOf(folderOf(remote))).map(([name, file]) => ({ remote, exposed: name.slice(2), file }))

const allModules = (project: Project): LocalModule[] =>
  Object.keys(project.installed()).flatMap((remote) => localModules(project, remote))

/** With the remote's name in it: equal names in two remotes would be merged into one chunk. */
const chunkName = ({ remote, exposed }: LocalModule): string => `${remote}-${exposed}`

const lazily = (module: LocalModule): string =>
  `${JSON.stringify(module.exposed)}: () => import(/* webpackChunkName: ${JSON.stringify(chunkName(module))} */ ` +
  `${JSON.stringify(`${module.remote}/${module.exposed}`)})`

/** A module of @atrium/host, as the host's own package resolves it: TypeScript here, JavaScript from npm. */
function hostModule(directory: string, name: string): string {
  const { dir, ext } = path.parse(createRequire(path.join(directory, 'package.json')).resolve('@atrium/host'))
  return path.join(dir, `${name}${ext}`)
}

/** Source of installed-remotes.ts of @atrium/host with every remote in it, each module a lazy chunk. */
function installedSource(project: Project): string {
  const entries = Object.entries(project.installed()).map(([remote, { disabled }]) => {
    const about = JSON.stringify(remotePackage(project, project.folderOf(remote)))
    const off = disabled ? ` disabled: ${JSON.stringify(disabled)},` : ''
    return `{ about: ${about},${off} modules: { ${localModules(project, remote).map(lazily).join(', ')} } }`
  })
  return `export const installedRemotes = [\n${entries.join(',\n')}\n]\n`
}

/** What the configuration has more when the remotes are compiled into the host. */
function withLocalRemotes(config: Configuration, project: Project, directory: string): Configuration {
  const names = Object.fromEntries(
    allModules(project).map(({ remote, exposed, file }) => [`${remote}/${exposed}$`, file]),
  )
  const list = {
    test: hostModule(directory, 'installed-remotes'),
    loader: path.join(import.meta.dirname, 'source-loader.cjs'),
    options: { code: installedSource(project) },
  }
  return {
    ...config,
    resolve: {
      ...config.resolve,
      alias: { ...names, [hostModule(directory, 'federation-runtime')]: hostModule(directory, 'local-composition') },
    },
    module: { ...config.module, rules: [...(config.module?.rules ?? []), list] },
  }
}

/** For the record: `./inbox/page` → its files, so that the gateway preloads those of the page. */
const localExposes = (compilation: Compilation, project: Project): Record<string, string[]> =>
  Object.fromEntries(
    allModules(project).map((module) => [
      `./${module.remote}/${module.exposed}`,
      compilation.namedChunkGroups.get(chunkName(module))?.getFiles() ?? [],
    ]),
  )

/** Files of the first script, without the hot updates of a dev server. */
const startFiles = (compilation: Compilation): string[] =>
  (compilation.entrypoints.get('main')?.getFiles() ?? []).filter((file) => !file.endsWith('.hot-update.js'))

const optimization = (config: Configuration): NonNullable<Configuration['optimization']> => ({
  ...config.optimization,
  splitChunks: {
    chunks: 'all',
    cacheGroups: {
      // npm packages change with the lockfile, not with our code: their file keeps its bytes over our releases, and
      // its address (`vendorFile` of the protocol), so it stays in the browser's cache.
      vendor: { test: /node_modules/, name: 'vendor', chunks: 'initial', priority: 10 },
    },
  },
})

/**
 * webpack configuration of the host: `export default host(import.meta.dirname, { accepts })`.
 * It knows no remote's address; it provides every shared library and the one federation runtime.
 * With `ATRIUM_COMPOSITION=local` it has the installed remotes compiled in, and no federation at all: the way back,
 * and what the bench compares with.
 *
 * @throws Error when `ATRIUM_REGISTRY_KEYS` lists no public keys, or no project is around the folder.
 */
export function host(directory: string, { accepts = {} }: HostOptions = {}): Configuration {
  const project = findProject(directory)
  const mode = buildMode()
  const local = process.env['ATRIUM_COMPOSITION'] === 'local'
  // A page has one host: its class names need not name their release, so its files keep their bytes over many.
  const common = base({ project, name: local ? localApp : hostName, scope: hostName, mode, owner: 'host' })
  const config = local
    ? withLocalRemotes(common, project, directory)
    : { ...common, module: { ...common.module, rules: [...(common.module?.rules ?? []), ...leanRuntime] } }
  const start = path.join(directory, 'src/start.tsx')
  return {
    ...config,
    entry: { main: mode === 'development' ? [refreshHostEntry, start] : start },
    optimization: optimization(config),
    plugins: [
      ...(config.plugins ?? []),
      ...(mode === 'development' ? [refreshPlugin()] : []),
      new webpack.DefinePlugin({ ATRIUM_REGISTRY_KEYS: JSON.stringify(registryKeys()) }),
      ...(local ? [] : [hostFederation(project, hostModule(directory, 'runtime-plugin'))]),
      // The gateway writes scripts, preloads and boot data into the page.
      new HtmlWebpackPlugin({ template: path.join(directory, 'src/index.html'), inject: false, minify: false }),
      new RecordPlugin({
        about: {
          name: hostName,
          contract: 1,
          platform: platformVersion,
          provides: [...providedPlatforms],
          ...hostPackage(directory),
          accepts: Object.fromEntries(Object.entries(accepts).map(([remote, versions]) => [remote, [...versions]])),
        },
        entry: (compilation) => startFiles(compilation).findLast((file) => file.endsWith('.js')) ?? '',
        exposes: (compilation) => ({
          './start': startFiles(compilation),
          ...(local ? localExposes(compilation, project) : {}),
        }),
      }),
    ],
  }
}
