import path from 'node:path'
import { remote } from '@atrium/configs'
import { ModuleFederationPlugin } from '@module-federation/enhanced/webpack'

const config = remote(import.meta.dirname)
const name = 'second_store_release00000'
const shared = Object.fromEntries(
  ['react', 'react/jsx-runtime', 'react-dom', 'zustand'].map((library) => [library, { import: false, singleton: true, requiredVersion: false } as const]),
)

/** What a team gets that forgets to share one library: a copy of it in its own bundle. */
export default {
  ...config,
  plugins: [
    ...(config.plugins ?? []).filter((plugin) => !(plugin instanceof ModuleFederationPlugin)),
    new ModuleFederationPlugin({
      name,
      filename: 'remoteEntry.js',
      library: { type: 'var', name },
      exposes: { './page': { import: path.join(import.meta.dirname, 'src/exposes/page.tsx'), name: 'page' } },
      shared,
      shareStrategy: 'loaded-first',
      dts: false,
      manifest: false,
      experiments: { externalRuntime: true, optimization: { target: 'web', disableSnapshot: true, disableRemote: true } },
    }),
  ],
}
