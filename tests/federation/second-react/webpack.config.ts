import path from 'node:path'
import { remote } from '@atrium/configs'
import { ModuleFederationPlugin } from '@module-federation/enhanced/webpack'

const config = remote(import.meta.dirname)
const name = 'second_react_release00000'

/** What a team gets that shares nothing: its own React in its own bundle. */
export default {
  ...config,
  plugins: [
    ...(config.plugins ?? []).filter((plugin) => !(plugin instanceof ModuleFederationPlugin)),
    new ModuleFederationPlugin({
      name,
      filename: 'remoteEntry.js',
      library: { type: 'var', name },
      exposes: { './page': { import: path.join(import.meta.dirname, 'src/exposes/page.tsx'), name: 'page' } },
      dts: false,
      manifest: false,
      experiments: { optimization: { target: 'web', disableSnapshot: true, disableRemote: true } },
    }),
  ],
}
