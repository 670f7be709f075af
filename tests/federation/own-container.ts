import path from 'node:path'
import { remote } from '@atrium/configs'
import { ModuleFederationPlugin } from '@module-federation/enhanced/webpack'
import type { Configuration } from 'webpack'

/** Placeholder for the version until it is known; as in configs/webpack/record-plugin.ts. */
const scopeOf = (directory: string): string => `${path.basename(directory).replaceAll('-', '_')}_release00000`

const withoutFederation = (config: Configuration): Configuration => ({
  ...config,
  plugins: (config.plugins ?? []).filter((plugin) => !(plugin instanceof ModuleFederationPlugin)),
})

type Options = ConstructorParameters<typeof ModuleFederationPlugin>[0]

/** A remote as a team builds it that configures federation by itself. */
export function selfConfigured(directory: string, options: Options): Configuration {
  const config = withoutFederation(remote(directory))
  const name = scopeOf(directory)
  const federation = new ModuleFederationPlugin({
    name,
    filename: 'remoteEntry.js',
    library: { type: 'var', name },
    exposes: { './page': { import: path.join(directory, 'src/exposes/page.tsx'), name: 'page' } },
    dts: false,
    manifest: false,
    ...options,
  })
  return { ...config, plugins: [...(config.plugins ?? []), federation] }
}

/** A remote whose container is `container.ts` of its folder, made by no bundler. */
export function ownContainer(directory: string): Configuration {
  const config = withoutFederation(remote(directory))
  return {
    ...config,
    entry: { remoteEntry: path.join(directory, 'container.ts') },
    output: { ...config.output, filename: '[name].js', library: { type: 'var', name: scopeOf(directory) } },
  }
}
