import { handBuilt } from '@atrium/configs'
import { rspack, type Configuration } from '@rspack/core'
import path from 'node:path'

const { scope, exposes, shared, plugins } = handBuilt(import.meta.dirname)

/** As a team writes it that builds with rspack and its own container plugin. */
const config: Configuration = {
  mode: 'production',
  context: import.meta.dirname,
  entry: {},
  target: 'web',
  devtool: false,
  resolve: { extensions: ['.ts', '.tsx', '.js'] },
  module: {
    rules: [
      {
        test: /\.tsx?$/,
        loader: 'builtin:swc-loader',
        options: {
          jsc: { parser: { syntax: 'typescript', tsx: true }, transform: { react: { runtime: 'automatic' } } },
        },
      },
    ],
  },
  output: {
    path: path.join(import.meta.dirname, 'dist'),
    publicPath: 'auto',
    uniqueName: scope,
    filename: 'js/[name].[contenthash:10].js',
    crossOriginLoading: 'anonymous',
  },
  plugins: [
    new rspack.container.ModuleFederationPluginV1({
      name: scope,
      filename: 'remoteEntry.js',
      library: { type: 'var', name: scope },
      exposes,
      shared,
    }),
    ...(plugins as NonNullable<Configuration['plugins']>),
  ],
}

export default config
