import type { WebpackPluginInstance } from 'webpack'
import { findProject } from '@atrium/cli/project'
import { buildMode, IntegrityPlugin } from './base.ts'
import { exposesOf, remotePackage, takenFromHost } from './package-declaration.ts'
import { buildVersion, filesOfExposed, globalName, RecordPlugin } from './record-plugin.ts'

/** What the configuration of a remote has to use when `remote()` does not write it. */
export interface HandBuilt {
  /** `output.uniqueName`, and name and library of the container; the version of the release takes a part of it. */
  readonly scope: string
  /** `./page` → its file and the name of its chunk, which the record finds it by. */
  readonly exposes: Readonly<Record<string, { readonly import: string; readonly name: string }>>
  /** Libraries to take from the host: `singleton`, without a version, `import: false`. */
  readonly shared: Readonly<
    Record<string, { readonly singleton: true; readonly requiredVersion: false; readonly import: false }>
  >
  /** For webpack or rspack, after the container's: they write `record.json` and give every lazy file its hash. */
  readonly plugins: readonly WebpackPluginInstance[]
}

/**
 * For a remote whose build is configured by hand, as one by rspack: what makes it a release that every host can load.
 *
 * @throws Error when `package.json` or `src/exposes` is not as a remote's, or no project is around the folder.
 */
export function handBuilt(directory: string): HandBuilt {
  const project = findProject(directory)
  const about = remotePackage(project, directory)
  const modules = exposesOf(directory)
  const singleton = { singleton: true, requiredVersion: false, import: false } as const
  const exposed = Object.entries(modules).map(([name, file]) => [name, { import: file, name: name.slice(2) }])
  return {
    scope: globalName(about.name, buildVersion(buildMode())),
    exposes: Object.fromEntries(exposed),
    shared: Object.fromEntries(takenFromHost(project, directory).map((library) => [library, singleton])),
    plugins: [
      new IntegrityPlugin(),
      new RecordPlugin({ about, modules, entry: () => 'remoteEntry.js', exposes: filesOfExposed(modules) }),
    ],
  }
}
