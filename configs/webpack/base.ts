import { createRequire } from 'node:module'
import path from 'node:path'
import CssMinimizerPlugin from 'css-minimizer-webpack-plugin'
import MiniCssExtractPlugin from 'mini-css-extract-plugin'
import TerserPlugin from 'terser-webpack-plugin'
import type { Configuration, RuleSetRule } from 'webpack'
import type { Project } from '../project.ts'
import { chunkTimeout, IntegrityPlugin, RetryPlugin, StyleTimeoutPlugin } from './loading-plugins.ts'
import { PortableIdsPlugin } from './record-plugin.ts'

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
      [resolve('@babel/preset-react'), { runtime: 'automatic', development: false }],
      resolve('@babel/preset-typescript'),
    ],
    plugins: mode === 'development' ? [resolve('react-refresh/babel')] : [],
  },
})

/** By convention, every package has its interface texts in files of this name; see replace-messages-loader.cjs. */
const catalogues: RuleSetRule = {
  test: /[\\/](strings|messages)\.ts$/,
  exclude: /node_modules/,
  enforce: 'post',
  loader: path.join(import.meta.dirname, 'replace-messages-loader.cjs'),
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
          localIdentName: mode === 'development' ? `${scope}__[name]__[local]_[hash:base64:4]` : `[local]_[hash:base64:4]_${scope}`,
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

const output = ({ project, name, scope, mode }: BaseOptions, production = mode === 'production'): NonNullable<Configuration['output']> => ({
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
    // One context for all builds: module ids and so bytes do not depend on where the checkout lies.
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
      buildDependencies: { config: [`${import.meta.dirname}/`] },
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
