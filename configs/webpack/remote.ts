import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { navigationSchema, platformVersion, remoteNameSchema } from '@atrium/protocol'
import * as v from 'valibot'
import type { Compilation, Configuration } from 'webpack'
import { findProject, type Project } from '@atrium/cli/project'
import { base, buildMode, type BuildMode } from './base.ts'
import { remoteFederation, sharedRuntime } from './federation.ts'
import { buildVersion, globalName, RecordPlugin } from './record-plugin.ts'
import { refreshExposed, refreshExternal, refreshPlugin } from './refresh.ts'

/** The field `atrium` of a remote's `package.json`. */
const remotePackageSchema = v.object({
  name: v.string(),
  atrium: v.strictObject({
    /** Version of what it exposes to others. */
    contract: v.pipe(v.number(), v.integer(), v.minValue(1)),
    navigation: v.optional(navigationSchema),
  }),
})

/** Whether a folder is that of a remote: it has the remote's name, or the project lists it. */
const isFolderOf = ({ installed, folderOf }: Project, name: string, directory: string): boolean =>
  path.basename(directory) === name ||
  (Object.hasOwn(installed(), name) && realpathSync(folderOf(name)) === realpathSync(directory))

/**
 * Reads what a remote declares about itself. Its name is the last part of its package's name, everywhere.
 *
 * @throws Error naming the file and the field that is wrong.
 */
export function remotePackage(project: Project, directory: string) {
  const file = path.join(directory, 'package.json')
  const parsed = v.safeParse(remotePackageSchema, JSON.parse(readFileSync(file, 'utf8')))
  if (!parsed.success) {
    const issue = parsed.issues[0]
    throw new Error(`${file}: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`)
  }
  const name = parsed.output.name.split('/').at(-1) ?? ''
  if (!v.is(remoteNameSchema, name) || !isFolderOf(project, name, directory)) {
    throw new Error(
      `${file}: name is ${parsed.output.name}, but ${project.registryFile} lists no remote "${name}" with this folder`,
    )
  }
  return { ...parsed.output.atrium, name }
}

/**
 * A remote exposes the modules in `src/exposes`: `src/exposes/page.tsx` is `./page`. One from npm has JavaScript in
 * `dist/exposes`.
 *
 * @throws Error when the folder is missing or empty.
 */
export function exposesOf(directory: string): Record<string, string> {
  const source = path.join(directory, 'src/exposes')
  const folder = existsSync(source) ? source : path.join(directory, 'dist/exposes')
  if (!existsSync(folder)) throw new Error(`${source} is missing: a remote exposes the modules in it`)
  const files = readdirSync(folder).filter((file) => /\.(tsx?|js)$/.test(file) && !/\.(test|d)\.tsx?$/.test(file))
  if (files.length === 0) throw new Error(`${folder} is empty: a remote exposes at least one module there`)
  return Object.fromEntries(files.sort().map((file) => [`./${path.parse(file).name}`, path.join(folder, file)]))
}

const chunkName = (exposed: string): string => exposed.slice(2)

const filesOf = (compilation: Compilation, exposed: string): string[] =>
  compilation.namedChunkGroups.get(chunkName(exposed))?.getFiles() ?? []

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
  const { name, contract, navigation } = remotePackage(project, directory)
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
      remoteFederation(project, { scope, exposes: exposed(exposes, mode) }),
      new RecordPlugin({
        about: { name, contract, platform: platformVersion, ...(navigation ? { navigation } : {}) },
        entry: () => 'remoteEntry.js',
        exposes: (compilation) =>
          Object.fromEntries(Object.keys(exposes).map((module) => [module, filesOf(compilation, module)])),
      }),
    ],
  }
}
