import path from 'node:path'
import type { RuleSetRule } from 'webpack'

/**
 * Parts of the federation runtime that are never called in this page, 2 KB: preloading, which is the
 * gateway's, and a script loader, in whose place stands shell/src/federation/load-entry.ts, so that
 * there is one way by which a container comes. A version of the runtime that needs another of their
 * exports does not build.
 */
const leftOut: readonly (readonly [file: RegExp, names: readonly string[]])[] = [
  [/[\\/]runtime-core[\\/]dist[\\/]utils[\\/]preload\.js$/, ['defaultPreloadArgs', 'formatPreloadArgs', 'normalizePreloadExposes', 'preloadAssets']],
  [/[\\/]sdk[\\/]dist[\\/]dom\.js$/, ['createLink', 'createScript', 'isStaticResourcesEqual', 'loadScript', 'safeWrapper']],
]

const refusing = (names: readonly string[]): string =>
  `const leftOut = () => { throw new Error('left out; see configs/webpack/lean-runtime.ts') }\n` +
  `export { ${names.map((name) => `leftOut as ${name}`).join(', ')} }\n`

/** For the host, whose bundle has the page's one federation runtime. */
export const leanRuntime: readonly RuleSetRule[] = leftOut.map(([test, names]) => ({
  test,
  include: /@module-federation/,
  loader: path.join(import.meta.dirname, 'source-loader.cjs'),
  options: { code: refusing(names) },
}))
