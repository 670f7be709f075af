import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { remoteNameSchema } from '@atrium/protocol'
import * as v from 'valibot'

/** A path below the folder of `atrium.config.ts`, with forward slashes. */
const below = v.pipe(
  v.string(),
  v.nonEmpty(),
  v.check((file) => !path.isAbsolute(file), 'must be relative to the project'),
)

const library = v.pipe(v.string(), v.nonEmpty())

const projectSchema = v.strictObject({
  /** Title of reports and of the messages of `dev`. Default: `Atrium`. */
  name: v.optional(v.string(), 'Atrium'),
  /**
   * Folder of the host, which has a `webpack.config.ts`; null in a repository of remotes whose host is elsewhere. In a
   * registry it is always called `shell`. Default: `shell`.
   */
  host: v.optional(v.nullable(below), 'shell'),
  /** Where the host runs for which remotes are developed here, when it is another repository's. Default: `http://127.0.0.1:3000`. */
  site: v.optional(v.pipe(v.string(), v.url()), 'http://127.0.0.1:3000'),
  /** File that lists the installed remotes: `{ "remotes": { "<name>": { "folder"?, "disabled"? } } }`. Default: `registry.json`. */
  remotes: v.optional(below, 'registry.json'),
  /** Folder that holds the folder of each remote which names no other. Default: `remotes`. */
  remotesFolder: v.optional(below, 'remotes'),
  /** npm scope of the remotes' packages: `inbox` is `@atrium/inbox`. Default: `@atrium`. */
  scope: v.optional(v.pipe(v.string(), v.regex(/^@[a-z0-9-]+$/, 'must look like @acme')), '@atrium'),
  /** Folders and files besides a package's own that go into every build; a change in one makes all builds stale. Default: none. */
  sources: v.optional(v.array(below), []),
  /** First path segments of the product's own routes, which no remote may be called by. Default: none. */
  reserved: v.optional(v.array(v.string()), []),
  /** Folder for everything that is built. Default: `dist`. */
  output: v.optional(below, 'dist'),
  /** Where releases are stored unless `ATRIUM_STORE` or `--store` says otherwise. Default: `dist/store`. */
  store: v.optional(below, 'dist/store'),
  /** Folder for private keys of this checkout; never commit it. Default: `.atrium/keys`. */
  keys: v.optional(below, '.atrium/keys'),
  /** File with what may be sent, in KB. Without the file nothing has a budget. Default: `budgets.json`. */
  budgets: v.optional(below, 'budgets.json'),
  /** Command that serves the store, for `atrium start`. Default: none. */
  server: v.optional(v.pipe(v.array(v.string()), v.minLength(1))),
  /** Module that serves development builds, for `atrium dev`; it exports a `DevelopmentServer`. Default: none. */
  developmentServer: v.optional(below),
  /** Folder of templates for `atrium new-remote`; files end in `.txt`. Default: a page that uses the platform alone. */
  template: v.optional(below),
  /** Libraries that exist once in the page, provided by the host. */
  shared: v.optional(
    v.strictObject({
      /** In the host's first script. Default: React, zustand and `@atrium/remote`. */
      eager: v.optional(v.array(library), ['react', 'react/jsx-runtime', 'react-dom', 'zustand', '@atrium/remote']),
      /** Fetched from the host when a remote first imports one. Default: none. */
      lazy: v.optional(v.array(library), []),
    }),
    {},
  ),
})

const remotesSchema = v.strictObject({
  remotes: v.record(
    remoteNameSchema,
    v.strictObject({
      /** Why the remote is switched off; users see it. */
      disabled: v.optional(v.string()),
      /** Folder of its source. Default: `<remotesFolder>/<name>`. */
      folder: v.optional(below),
    }),
  ),
})

/** What `atrium.config.ts` exports by default: `export default defineProject({ … })`. */
export type ProjectOptions = v.InferInput<typeof projectSchema>

export type InstalledRemotes = v.InferOutput<typeof remotesSchema>['remotes']

/** Checks the options while they are typed; returns them as they are. */
export const defineProject = (options: ProjectOptions): ProjectOptions => options

/** Name of the host in registries, records and commands. */
export const hostName = 'shell'

/** Name of the build that has every remote compiled into the host. */
export const localApp = 'local'

const configNames = ['atrium.config.ts', 'atrium.config.mjs']

/** A package from npm is JavaScript: Node strips no types below `node_modules`. */
const bundlerConfigs = ['webpack.config.ts', 'webpack.config.mjs', 'webpack.config.js']

function parse<Schema extends v.GenericSchema>(schema: Schema, value: unknown, file: string): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, value)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new Error(`${file}: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`)
}

const configIn = (folder: string): string | undefined =>
  configNames.map((name) => path.join(folder, name)).find(existsSync)

/**
 * What a module exports by default, as JSON. It runs in a Node of its own: bundlers and test runners change how modules
 * load in their process, and some cannot load TypeScript there.
 */
function defaultExport(file: string): unknown {
  const program = `process.stdout.write(JSON.stringify((await import(${JSON.stringify(pathToFileURL(file).href)})).default ?? null))`
  const env = { ...process.env, NODE_OPTIONS: '' }
  try {
    return JSON.parse(
      execFileSync(process.execPath, ['--input-type=module', '-e', program], {
        encoding: 'utf8',
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    )
  } catch (cause) {
    throw new Error(`${file} could not be loaded: ${String(Reflect.get(Object(cause), 'stderr') ?? cause).trim()}`, {
      cause,
    })
  }
}

function readOptions(file: string): v.InferOutput<typeof projectSchema> {
  const options = defaultExport(file)
  if (options === null) throw new Error(`${file} has no default export. Write: export default defineProject({ … })`)
  return parse(projectSchema, options, file)
}

/** Where things are in a product's repository. All paths are absolute. */
export type Project = ReturnType<typeof readProject>

/**
 * Reads the project in a folder. The list of remotes is read at each use, so one that is added counts at once.
 *
 * @param root - Folder with `atrium.config.ts` or `atrium.config.mjs`.
 * @throws Error naming the file and the option when there is none or one is wrong.
 */
export function readProject(root: string) {
  const file = configIn(root)
  if (!file) throw new Error(`${root} has no ${configNames.join(' or ')}`)
  const options = readOptions(file)
  const at = (...parts: string[]): string => path.join(root, ...parts)
  const registryFile = at(options.remotes)
  const remotes = (): InstalledRemotes =>
    parse(remotesSchema, JSON.parse(readFileSync(registryFile, 'utf8')), registryFile).remotes
  /** Folder of the source of the host or of a remote. */
  const folderOf = (name: string): string => {
    if (name !== hostName && name !== localApp) return at(remotes()[name]?.folder ?? `${options.remotesFolder}/${name}`)
    if (options.host === null) throw new Error(`${file} says that this repository has no host`)
    return at(options.host)
  }
  return {
    ...options,
    root,
    /** `atrium.config.ts` or `atrium.config.mjs`. */
    configFile: file,
    at,
    registryFile,
    /** The installed remotes, by name. */
    installed: remotes,
    /** Names of the host, if it is here, and of every installed remote, the host first. */
    packages: (): string[] => [...(options.host === null ? [] : [hostName]), ...Object.keys(remotes())],
    folderOf,
    /**
     * File with the bundler's configuration of the host or of a remote.
     *
     * @throws Error when its folder has none.
     */
    bundlerConfig: (name: string): string => {
      const folder = folderOf(name)
      const config = bundlerConfigs.map((each) => path.join(folder, each)).find(existsSync)
      if (config === undefined)
        throw new Error(`${folder} has no ${bundlerConfigs[0]}: see the README of @atrium/configs`)
      return config
    },
    /** Folder of the last production build. */
    buildFolder: (name: string): string => at(options.output, 'builds', name),
    /** Folder of the last development build. */
    developmentFolder: (name: string): string => at(options.output, 'development', name),
    /** Statistics of the bundler about the last production build. */
    statsFile: (name: string): string => at(options.output, 'stats', `${name}.json`),
  }
}

const known = new Map<string, Project>()

/**
 * The project around a folder: the nearest folder above it that has an `atrium.config.ts`.
 *
 * A package in `node_modules` belongs to the project that builds it, which is that of the working directory.
 *
 * @param from - Default: the working directory.
 * @throws Error when no folder above has one.
 */
export function findProject(from = process.cwd()): Project {
  const start = /[\\/]node_modules[\\/]/.test(from) ? process.cwd() : path.resolve(from)
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (configIn(folder)) {
      const project = known.get(folder) ?? readProject(folder)
      known.set(folder, project)
      return project
    }
    if (folder === path.dirname(folder)) break
  }
  throw new Error(`No ${configNames[0]} in ${start} or in a folder above it. See the README of @atrium/cli.`)
}
