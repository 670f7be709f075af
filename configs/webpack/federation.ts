import path from 'node:path'
import { ModuleFederationPlugin } from '@module-federation/enhanced/webpack'
import type { Configuration, RuleSetRule } from 'webpack'
import type { Project } from '@atrium/cli/project'

/** `requiredVersion: false`: the record's platform version decides what fits, before any code runs. */
const singleton = { singleton: true, requiredVersion: false } as const

const provided = (project: Project, library: string, eager: boolean) => ({
  ...singleton,
  eager,
  // A workspace package has one version at a time; an npm package brings its own.
  ...(library.startsWith(`${project.scope}/`) ? { version: '1.0.0' } : {}),
})

/** The host provides every shared library. */
const sharedByHost = (project: Project) =>
  Object.fromEntries([
    ...project.shared.eager.map((library) => [library, provided(project, library, true)]),
    ...project.shared.lazy.map((library) => [library, provided(project, library, false)]),
  ])

/** Remotes bring none of these (`import: false`), so no shared library is ever downloaded from a remote. */
const sharedByRemote = (taken: readonly string[]) =>
  Object.fromEntries(taken.map((library) => [library, { ...singleton, import: false as const }]))

/** The host's federation: it has the page's one federation runtime, and knows no remote's address. */
export const hostFederation = (project: Project, runtimePlugin: string) =>
  new ModuleFederationPlugin({
    name: 'shell',
    shared: sharedByHost(project),
    shareStrategy: 'loaded-first',
    dts: false,
    dev: false,
    manifest: false,
    virtualRuntimeEntry: true,
    runtimePlugins: [runtimePlugin],
    experiments: { optimization: { target: 'web', disableSnapshot: true } },
  })

interface RemoteFederation {
  /** Name of the container's global variable. */
  readonly scope: string
  /** `./page` → its module and the name of its chunk. */
  readonly exposes: Readonly<Record<string, { readonly import: string; readonly name: string }>>
  /** Libraries that it takes from the host. */
  readonly taken: readonly string[]
}

/** The container of a remote, which the host loads at run time. */
export const remoteFederation = ({ scope, exposes, taken }: RemoteFederation) =>
  new ModuleFederationPlugin({
    name: scope,
    filename: 'remoteEntry.js',
    library: { type: 'var', name: scope },
    exposes,
    shared: sharedByRemote(taken),
    shareStrategy: 'loaded-first',
    dts: false,
    dev: false,
    // For the ecosystem's own tools; the host loads nothing by it.
    manifest: true,
    virtualRuntimeEntry: true,
    experiments: {
      optimization: { target: 'web', disableSnapshot: true, disableRemote: true },
    },
  })

/** What a build takes from the page instead of bundling it. */
export type Externals = Extract<NonNullable<Configuration['externals']>, unknown[]>

/**
 * Remotes use the host's federation runtime, as every shared library; see shell/src/federation/lend-runtime.ts. It
 * saves each remote 4 KB, and ties it to the host's version of federation: another one is another `platformVersion`,
 * which tests/repo/platform.test.ts checks.
 */
export const sharedRuntime: Externals = [
  async ({ request = '' }) =>
    /[\\/]webpack-bundler-runtime[\\/]dist[\\/]bundler\.js$/.test(request) ? 'var self.__atriumFederation' : undefined,
]

const replacedBy = (...names: readonly string[]): string =>
  `const leftOut = () => { throw new Error('left out; see configs/webpack/federation.ts') }\n` +
  `export { ${names.map((name) => `leftOut as ${name}`).join(', ')} }\n`

/** Without the handler's own work, but with what registering and removing a remote needs of it. */
const idleSnapshots = `
import { DisabledSnapshotHandler } from './disabled.js'
export class SnapshotHandler extends DisabledSnapshotHandler { manifestCache = new Map() }
export const getGlobalRemoteInfo = () => ({})
`

/**
 * Files of the federation runtime that are never called in this page, 4 KB: preloading, which the gateway does; a
 * script loader, which shell/src/federation/load-entry.ts replaces, so that a container loads in one way only; remotes
 * known by a manifest or imported by name, where ours are known by the registry. A version of the runtime that needs
 * another of their exports does not build; one that moves a file fails federation.test.ts. Why it is kept:
 * docs/performance.md.
 */
export const leftOutFiles: readonly { readonly file: string; readonly code: string }[] = [
  {
    file: 'runtime-core/dist/utils/preload.js',
    code: replacedBy('defaultPreloadArgs', 'formatPreloadArgs', 'normalizePreloadExposes', 'preloadAssets'),
  },
  { file: 'runtime-core/dist/plugins/snapshot/SnapshotHandler.js', code: idleSnapshots },
  {
    file: 'sdk/dist/dom.js',
    code: replacedBy('createLink', 'createScript', 'isStaticResourcesEqual', 'loadScript', 'safeWrapper'),
  },
  { file: 'webpack-bundler-runtime/dist/remotes.js', code: replacedBy('remotes') },
]

/** For the host, whose bundle has the page's one federation runtime. */
export const leanRuntime: readonly RuleSetRule[] = leftOutFiles.map(({ file, code }) => ({
  test: new RegExp(`[\\\\/]${file.replaceAll('.', '\\.').replaceAll('/', '[\\\\/]')}$`),
  include: /@module-federation/,
  loader: path.join(import.meta.dirname, 'source-loader.cjs'),
  options: { code },
}))
