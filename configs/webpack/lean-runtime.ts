import path from 'node:path'
import type { RuleSetRule } from 'webpack'

const refusing = (...names: readonly string[]): string =>
  `const leftOut = () => { throw new Error('left out; see configs/webpack/lean-runtime.ts') }\n` +
  `export { ${names.map((name) => `leftOut as ${name}`).join(', ')} }\n`

/** Without the handler's own work, but with what registering and removing a remote ask of it. */
const idleSnapshots = `
import { DisabledSnapshotHandler } from './disabled.js'
export class SnapshotHandler extends DisabledSnapshotHandler { manifestCache = new Map() }
export const getGlobalRemoteInfo = () => ({})
`

/**
 * Parts of the federation runtime that are never called in this page, 4 KB: preloading, which is the gateway's; a
 * script loader, in whose place stands platform/host/src/entry-script.ts, so that there is one way by which a
 * container comes; remotes that are known by a manifest or imported by name, where ours are known by the registry. A
 * version of the runtime that needs another of their exports does not build.
 */
const leftOut: readonly (readonly [file: RegExp, code: string])[] = [
  [/[\\/]runtime-core[\\/]dist[\\/]utils[\\/]preload\.js$/, refusing('defaultPreloadArgs', 'formatPreloadArgs', 'normalizePreloadExposes', 'preloadAssets')],
  [/[\\/]runtime-core[\\/]dist[\\/]plugins[\\/]snapshot[\\/]SnapshotHandler\.js$/, idleSnapshots],
  [/[\\/]sdk[\\/]dist[\\/]dom\.js$/, refusing('createLink', 'createScript', 'isStaticResourcesEqual', 'loadScript', 'safeWrapper')],
  [/[\\/]webpack-bundler-runtime[\\/]dist[\\/]remotes\.js$/, refusing('remotes')],
]

/** For the host, whose bundle has the page's one federation runtime. */
export const leanRuntime: readonly RuleSetRule[] = leftOut.map(([test, code]) => ({
  test,
  include: /@module-federation/,
  loader: path.join(import.meta.dirname, 'source-loader.cjs'),
  options: { code },
}))
