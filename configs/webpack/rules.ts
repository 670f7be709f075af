import MiniCssExtractPlugin from 'mini-css-extract-plugin'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { RuleSetRule } from 'webpack'
import type { BuildMode } from './build-mode.ts'

const { resolve } = createRequire(import.meta.url)

export interface RuleOptions {
  readonly mode: BuildMode
  /** Suffix of every class name of this build. */
  readonly scope: string
  /** Whose styles these are: the host's dress the page, a remote's itself. */
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

/** In which every catalogue lies, by the house's rule; see replace-messages-loader.cjs. */
const catalogues: RuleSetRule = {
  test: /[\\/](messages|strings)\.ts$/,
  include: ['shell', 'remotes', 'platform', 'shared'].map((folder) => path.resolve(import.meta.dirname, '../..', folder)),
  enforce: 'post',
  loader: path.join(import.meta.dirname, 'replace-messages-loader.cjs'),
}

/**
 * CSS modules: a class belongs to its file, and is imported as a value that the type checker knows.
 * The class of one release never meets that of another: the release is part of its name. And a remote has
 * no other styles: a selector without a class of its own (`body`, `button`) does not build.
 */
const styles = ({ mode, scope, owner }: RuleOptions): RuleSetRule => ({
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

export const rules = (options: RuleOptions): RuleSetRule[] => [
  babel(options.mode),
  ...(options.mode === 'development' ? [catalogues] : []),
  styles(options),
  assets,
]
