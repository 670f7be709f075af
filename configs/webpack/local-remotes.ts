import { readFileSync } from 'node:fs'
import path from 'node:path'
import { platformVersion } from '@atrium/mail-contracts'
import type { Compilation, Configuration } from 'webpack'
import { workspaceRoot } from './base.ts'
import { exposesOf } from './exposes.ts'
import { remotePackage } from './remote-package.ts'

interface LocalModule {
  readonly remote: string
  /** Without `./`. */
  readonly exposed: string
  readonly file: string
}

const directoryOf = (remote: string): string => path.join(workspaceRoot, installed()[remote]?.folder ?? `remotes/${remote}`)

/** Name → what `registry.json` says of it. */
function installed(): Readonly<Record<string, { readonly disabled?: string; readonly folder?: string }>> {
  const file = readFileSync(path.join(workspaceRoot, 'registry.json'), 'utf8')
  return (JSON.parse(file) as { remotes: ReturnType<typeof installed> }).remotes
}

const localModules = (remote: string): LocalModule[] =>
  Object.entries(exposesOf(directoryOf(remote))).map(([name, file]) => ({ remote, exposed: name.slice(2), file }))

/** With the remote's name in it: equal names in two remotes would be merged into one chunk. */
const chunkName = ({ remote, exposed }: LocalModule): string => `${remote}-${exposed}`

const lazily = (module: LocalModule): string =>
  `${JSON.stringify(module.exposed)}: () => import(/* webpackChunkName: ${JSON.stringify(chunkName(module))} */ ` +
  `${JSON.stringify(`${module.remote}/${module.exposed}`)})`

/** Source of shell/src/federation/installed-remotes.ts with every remote in it, each module a lazy chunk. */
function source(): string {
  const entries = Object.entries(installed()).map(([remote, { disabled }]) => {
    const about = { ...remotePackage(directoryOf(remote)), platform: platformVersion, ...(disabled ? { disabled } : {}) }
    return `{ ...${JSON.stringify(about)}, modules: { ${localModules(remote).map(lazily).join(', ')} } }`
  })
  return `export const installedRemotes = [\n${entries.join(',\n')}\n]\n`
}

const allModules = (): LocalModule[] => Object.keys(installed()).flatMap(localModules)

/** What the host's configuration has more when the remotes are compiled into it. */
export function withLocalRemotes(config: Configuration, directory: string): Configuration {
  const federation = path.join(directory, 'src/federation')
  const names = Object.fromEntries(allModules().map(({ remote, exposed, file }) => [`${remote}/${exposed}$`, file]))
  const list = {
    test: path.join(federation, 'installed-remotes.ts'),
    loader: path.join(import.meta.dirname, 'source-loader.cjs'),
    options: { code: source() },
  }
  return {
    ...config,
    resolve: {
      ...config.resolve,
      alias: { ...names, [path.join(federation, 'composition.ts')]: path.join(federation, 'local-composition.ts') },
    },
    module: { ...config.module, rules: [...(config.module?.rules ?? []), list] },
  }
}

/** For the record: `./inbox/page` → its files, so that the gateway sends those of the page ahead. */
export const localExposes = (compilation: Compilation): Record<string, string[]> =>
  Object.fromEntries(
    allModules().map((module) => [
      `./${module.remote}/${module.exposed}`,
      compilation.namedChunkGroups.get(chunkName(module))?.getFiles() ?? [],
    ]),
  )
