import CssMinimizerPlugin from 'css-minimizer-webpack-plugin'
import MiniCssExtractPlugin from 'mini-css-extract-plugin'
import { createRequire } from 'node:module'
import path from 'node:path'
import TerserPlugin from 'terser-webpack-plugin'
import type { Compilation, Compiler, WebpackPluginInstance, Configuration, RuleSetRule } from 'webpack'
import type { Project } from '@atrium/cli/project'
import { compileStrings } from './compile-strings.ts'
import { PortableIdsPlugin } from './record-plugin.ts'

/** Milliseconds until a lazy script or stylesheet counts as lost. */
export const chunkTimeout = 8_000

/** No file has this hash, so the browser refuses it: fail closed by a load that fails, never by an exception. */
const impossibleHash = 'sha384-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

type CodeHook = { readonly tap: (name: string, change: (code: string) => string) => void }

/** Where rspack has webpack's hooks for what puts scripts into the page. */
interface RspackHooks {
  readonly RuntimePlugin?: {
    readonly getCompilationHooks: (compilation: Compilation) => {
      readonly createScript: CodeHook
      readonly linkPreload: CodeHook
      readonly linkPrefetch: CodeHook
    }
  }
}

/**
 * Gives every lazy chunk, preload and stylesheet the `integrity` that the registry lists for its URL.
 * The page's boot script defines `atriumIntegrity(url)`. `crossOriginLoading` skips URLs of the page's
 * own origin, which Integrity-Policy does not: `crossOrigin` is set in any case.
 */
export class IntegrityPlugin implements WebpackPluginInstance {
  apply(compiler: Compiler): void {
    const { runtime, web } = compiler.webpack
    const rspack = (compiler.webpack as RspackHooks).RuntimePlugin
    const protect = (tag: string, url: string) => (code: string) =>
      `${code}\n${tag}.crossOrigin = 'anonymous';\n` +
      `${tag}.integrity = self.atriumIntegrity && self.atriumIntegrity(${url}) || '${impossibleHash}';`
    compiler.hooks.compilation.tap(IntegrityPlugin.name, (compilation) => {
      const scripts = (rspack ?? runtime.LoadScriptRuntimeModule).getCompilationHooks(compilation)
      scripts.createScript.tap(IntegrityPlugin.name, protect('script', 'url'))
      const chunks = (rspack ?? web.JsonpChunkLoadingRuntimeModule).getCompilationHooks(compilation)
      chunks.linkPreload.tap(IntegrityPlugin.name, protect('link', 'link.href'))
      chunks.linkPrefetch.tap(IntegrityPlugin.name, protect('link', 'link.href'))
      // rspack extracts styles by a plugin of its own.
      if (rspack) return
      MiniCssExtractPlugin.getCompilationHooks(compilation).beforeTagInsert.tap(
        IntegrityPlugin.name,
        (source, { tag }) => protect(tag, `${tag}.href`)(source),
      )
    })
  }
}

/**
 * A lazy chunk or stylesheet that the network lost is requested twice more, each time after a longer delay and under
 * `?r=n`: the browser may hold a lock on the address of a request that hung. Not for a file that arrived and was the
 * wrong one (`missing`), not after a timeout, when the user has waited long enough and sees an error, and not while
 * the browser is offline.
 */
const retrySource = (require: string): string => `
var ensure = ${require}.e, attempts = {}, delays = [300, 1200];
var again = function(name) {
  var plain = ${require}[name];
  if (plain) ${require}[name] = function(id) { return plain(id) + (attempts[id] ? '?r=' + attempts[id] : ''); };
};
again('u'); again('miniCssF');
var attempt = function(id, tries) {
  return ensure(id).catch(function(error) {
    attempts[id] = (attempts[id] || 0) + 1;
    if (tries === delays.length || error.type === 'missing' || error.type === 'timeout' || navigator.onLine === false) throw error;
    return new Promise(function(resolve) { setTimeout(resolve, delays[tries] * (1 + Math.random() / 2)); })
      .then(function() { return attempt(id, tries + 1); });
  });
};
${require}.e = function(id) { return attempt(id, 0); };`

/** Gives every bundle the retry of its own lazy chunks. */
export class RetryPlugin implements WebpackPluginInstance {
  apply(compiler: Compiler): void {
    const { RuntimeGlobals, RuntimeModule } = compiler.webpack
    class RetryModule extends RuntimeModule {
      constructor() {
        super('retry of lazy chunks', RuntimeModule.STAGE_TRIGGER)
      }

      override generate(): string {
        return retrySource(RuntimeGlobals.require)
      }
    }
    compiler.hooks.thisCompilation.tap(RetryPlugin.name, (compilation) => {
      const seen = new WeakSet()
      compilation.hooks.runtimeRequirementInTree.for(RuntimeGlobals.ensureChunk).tap(RetryPlugin.name, (chunk) => {
        if (seen.has(chunk)) return
        seen.add(chunk)
        compilation.addRuntimeModule(chunk, new RetryModule())
      })
    })
  }
}

/** A stylesheet that never arrives would block its chunk for ever; scripts have `chunkLoadTimeout`. */
export class StyleTimeoutPlugin implements WebpackPluginInstance {
  apply(compiler: Compiler): void {
    compiler.hooks.compilation.tap(StyleTimeoutPlugin.name, (compilation) => {
      MiniCssExtractPlugin.getCompilationHooks(compilation).beforeTagInsert.tap(
        StyleTimeoutPlugin.name,
        // The loader removes its listener from the tag when the file has loaded or failed.
        (code, { tag }) =>
          `${code}\nsetTimeout(function() { ${tag}.onerror && ${tag}.onerror({ type: 'timeout', target: ${tag} }); }, ${chunkTimeout});`,
      )
    })
  }
}

/** `production` unless a dev server runs the build. */
export type BuildMode = 'production' | 'development'

export const buildMode = (): BuildMode => (process.env['NODE_ENV'] === 'development' ? 'development' : 'production')

const { resolve } = createRequire(import.meta.url)

export interface BaseOptions {
  readonly project: Project
  /** Name of the build: `shell`, a remote, or `local`. */
  readonly name: string
  readonly mode: BuildMode
  /** Suffix of every class name of this build. */
  readonly scope: string
  /** Whose styles these are: the host's apply to the page, a remote's to itself. */
  readonly owner: 'host' | 'remote'
}

const babel = (mode: BuildMode): RuleSetRule => ({
  test: /\.m?tsx?$/,
  exclude: /node_modules/,
  loader: resolve('babel-loader'),
  options: {
    babelrc: false,
    configFile: false,
    cacheDirectory: false, // webpack's own filesystem cache keeps the result
    presets: [
      [resolve('@babel/preset-env'), { modules: false, targets: 'chrome 120, firefox 121, safari 17.2' }],
      resolve('@babel/preset-typescript'),
    ],
    // Elsewhere `<Row>(…) => …` is a generic function, not an element.
    overrides: [
      { test: /\.tsx$/, presets: [[resolve('@babel/preset-react'), { runtime: 'automatic', development: false }]] },
    ],
    plugins: [compileStrings, ...(mode === 'development' ? [resolve('react-refresh/babel')] : [])],
  },
})

/** By convention, every package has its interface texts in files of this name; see replace-strings-loader.cjs. */
const catalogues: RuleSetRule = {
  test: /[\\/](strings|messages)\.ts$/,
  exclude: /node_modules/,
  enforce: 'post',
  loader: path.join(import.meta.dirname, 'replace-strings-loader.cjs'),
}

/**
 * CSS modules: a class belongs to its file, and is imported as a value that the type checker knows.
 * The class of one release never meets that of another: the release is part of its name. And a remote has
 * no other styles: a selector without a class of its own (`body`, `button`) does not build.
 */
const styles = ({ mode, scope, owner }: BaseOptions): RuleSetRule => ({
  test: /\.css$/,
  use: [
    // style-loader swaps styles in place while developing; in production they are files, cached and hashed.
    mode === 'development' ? resolve('style-loader') : MiniCssExtractPlugin.loader,
    {
      loader: resolve('css-loader'),
      options: {
        modules: {
          auto: owner === 'host' ? true : () => true,
          mode: owner === 'host' ? 'local' : 'pure',
          exportLocalsConvention: 'camelCaseOnly',
          namedExport: false,
          localIdentName:
            mode === 'development' ? `${scope}__[name]__[local]_[hash:base64:4]` : `[local]_[hash:base64:4]_${scope}`,
        },
      },
    },
  ],
})

/** Asset modules: below 1 KB a picture becomes part of the script, above it a file with a hash in its name. */
const assets: RuleSetRule = {
  test: /\.(png|jpe?g|webp|avif|svg|woff2)$/,
  type: 'asset',
  parser: { dataUrlCondition: { maxSize: 1024 } },
}

const rules = (options: BaseOptions): RuleSetRule[] => [
  babel(options.mode),
  ...(options.mode === 'development' ? [catalogues] : []),
  styles(options),
  assets,
]

const output = (
  { project, name, scope, mode }: BaseOptions,
  production = mode === 'production',
): NonNullable<Configuration['output']> => ({
  path: production ? project.buildFolder(name) : project.developmentFolder(name),
  clean: true,
  // `auto`: files are found beside the script that requests them, whatever its origin, sub-path or release folder.
  // So one build serves every deployment, below `/mail/` too.
  publicPath: 'auto',
  uniqueName: scope,
  filename: production ? 'js/[name].[contenthash:10].js' : 'js/[name].js',
  chunkFilename: production ? 'js/[name].[contenthash:10].js' : 'js/[name].js',
  assetModuleFilename: 'assets/[name].[contenthash:10][ext]',
  crossOriginLoading: 'anonymous',
  chunkLoadTimeout: chunkTimeout,
  // Deprecated name, right behaviour: a module that throws is forgotten, so a retry runs it again.
  strictModuleExceptionHandling: true,
  hashFunction: 'xxhash64',
})

const productionPlugins = (): NonNullable<Configuration['plugins']> => [
  new MiniCssExtractPlugin({
    filename: 'css/[name].[contenthash:10].css',
    chunkFilename: 'css/[name].[contenthash:10].css',
  }),
  new IntegrityPlugin(),
  new StyleTimeoutPlugin(),
  new PortableIdsPlugin(),
  new RetryPlugin(),
]

/** What host and remotes have in common. */
export function base(options: BaseOptions): Configuration {
  const { project, name, mode } = options
  const production = mode === 'production'
  return {
    name,
    // Nothing of an environment is baked in: the page brings it as data, so the bytes that were tested are those
    // that run. `production` also shakes the trees: exports that no module imports are dropped.
    mode,
    // One context for all builds: module ids and so bytes do not depend on where the checkout is.
    context: project.root,
    target: 'web',
    // Hidden: maps are written, nothing public points to them, and a release stores them apart.
    devtool: production ? 'hidden-source-map' : 'cheap-module-source-map',
    // On disk: a build compiles what has changed since the last one, in whatever process that ran.
    cache: {
      type: 'filesystem',
      name: `${name}-${mode}`,
      cacheDirectory: project.at('node_modules/.cache/webpack'),
      // With a slash: the folder. A change in these factories invalidates the cache.
      buildDependencies: { config: [`${import.meta.dirname}/`, resolve('@atrium/cli/project'), project.configFile] },
    },
    resolve: { extensions: ['.ts', '.tsx', '.js', '.mjs'] },
    module: { rules: rules(options), strictExportPresence: true },
    output: output(options),
    optimization: {
      // Named, because the default ones also rewrite the page's template.
      minimizer: [new TerserPlugin(), new CssMinimizerPlugin()],
      // In development too: code with errors is not an update, so its correction continues from the last good state.
      emitOnErrors: false,
      chunkIds: 'deterministic',
      moduleIds: 'deterministic',
    },
    plugins: production ? productionPlugins() : [],
    performance: { hints: false },
    stats: 'errors-warnings',
    infrastructureLogging: { level: 'error' },
  }
}
