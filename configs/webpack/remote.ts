import type { Configuration } from 'webpack'
import { findProject } from '@atrium/cli/project'
import { base, buildMode, type BuildMode } from './base.ts'
import { remoteFederation, sharedRuntime } from './federation.ts'
import { exposesOf, remotePackage, takenFromHost } from './package-declaration.ts'
import { buildVersion, filesOfExposed, globalName, RecordPlugin } from './record-plugin.ts'
import { refreshExposed, refreshExternal, refreshPlugin } from './refresh.ts'

const chunkName = (exposed: string): string => exposed.slice(2)

const exposed = (exposes: Readonly<Record<string, string>>, mode: BuildMode) =>
  Object.fromEntries(
    Object.entries(exposes).map(([name, file]) => [
      name,
      { import: mode === 'development' ? refreshExposed(file) : file, name: chunkName(name) },
    ]),
  )

/**
 * webpack configuration of a remote: `export default remote(import.meta.dirname)`.
 * It exposes what is in `src/exposes` and takes every shared library from the host.
 *
 * @throws Error when `package.json` or `src/exposes` is not as a remote's, or no project is around the folder.
 */
export function remote(directory: string): Configuration {
  const project = findProject(directory)
  const mode = buildMode()
  const declared = remotePackage(project, directory)
  const { name } = declared
  const exposes = exposesOf(directory)
  const scope = globalName(name, buildVersion(mode))
  const config = base({ project, name, scope, mode, owner: 'remote' })
  return {
    ...config,
    entry: {},
    externals: [...sharedRuntime, ...(mode === 'development' ? refreshExternal : [])],
    plugins: [
      ...(mode === 'development' ? [refreshPlugin()] : []),
      ...(config.plugins ?? []),
      remoteFederation({
        scope,
        exposes: exposed(exposes, mode),
        taken: takenFromHost(project, directory),
      }),
      new RecordPlugin({
        about: declared,
        modules: exposes,
        entry: () => 'remoteEntry.js',
        exposes: filesOfExposed(exposes),
      }),
    ],
  }
}
