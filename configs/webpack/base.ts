import path from 'node:path'
import CssMinimizerPlugin from 'css-minimizer-webpack-plugin'
import MiniCssExtractPlugin from 'mini-css-extract-plugin'
import TerserPlugin from 'terser-webpack-plugin'
import type { Configuration } from 'webpack'
import { chunkTimeout } from './chunk-timeout.ts'
import { IntegrityPlugin } from './integrity-plugin.ts'
import { PortableIdsPlugin } from './portable-ids-plugin.ts'
import { RetryPlugin } from './retry-plugin.ts'
import { rules, type RuleOptions } from './rules.ts'
import { StyleTimeoutPlugin } from './style-timeout-plugin.ts'

export const workspaceRoot = path.resolve(import.meta.dirname, '../..')

export interface BaseOptions extends RuleOptions {
  readonly name: string
}

const output = (name: string, scope: string, production: boolean): NonNullable<Configuration['output']> => ({
  path: path.join(workspaceRoot, production ? 'dist/builds' : 'dist/development', name),
  clean: true,
  // `auto`: files are found beside the script that asks, whatever origin, sub-path or release folder it
  // lies in. So one build serves every deployment; nobody builds again for `/mail/`.
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
export function base({ name, ...options }: BaseOptions): Configuration {
  const { scope, mode } = options
  const production = mode === 'production'
  return {
    name,
    // Nothing of an environment is baked in: the page brings it as data (contracts/src/boot.ts), so the bytes
    // that were tested are those that run. `production` also shakes the trees: exports that nobody
    // imports are dropped, and modules of packages that say `sideEffects: false` with them.
    mode,
    // One context for all builds: module ids and so bytes do not depend on where the checkout lies.
    context: workspaceRoot,
    target: 'web',
    // Hidden: maps are written, nothing public points to them, and the release keeps them apart.
    devtool: production ? 'hidden-source-map' : 'cheap-module-source-map',
    // Kept on disk: a build compiles what has changed since the last one, in whatever process that ran.
    cache: {
      type: 'filesystem',
      name: `${name}-${mode}`,
      cacheDirectory: path.join(workspaceRoot, 'node_modules/.cache/webpack'),
      // With a slash: the folder. Whatever changes in these factories begins the cache anew.
      buildDependencies: { config: [`${import.meta.dirname}/`] },
    },
    resolve: { extensions: ['.ts', '.tsx', '.js', '.mjs'] },
    module: { rules: rules(options), strictExportPresence: true },
    output: output(name, scope, production),
    optimization: {
      // Named, because the default ones also rewrite the page's template.
      minimizer: [new TerserPlugin(), new CssMinimizerPlugin()],
      // While developing too: a mistake is no update, so the correction follows on the last good state.
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
