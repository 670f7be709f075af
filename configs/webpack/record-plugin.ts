import { type ModuleShape, type ReleaseRecord, developmentVersion, releaseRecordSchema } from '@atrium/protocol'
import { integrityOf } from '@atrium/store'
import { createHash } from 'node:crypto'
import * as v from 'valibot'
import type {
  Compilation,
  Module,
  ModuleGraph,
  NormalModule,
  Compiler,
  Configuration,
  WebpackPluginInstance,
} from 'webpack'

// What a build itself says of its modules: the exports of those that are exposed, and what they load of others.

/** JavaScript as it came out of the loaders: modules, without types. */
const codeOf = (module: Module): string => {
  const source = module.originalSource()?.source() ?? ''
  return typeof source === 'string' ? source : source.toString()
}

const escaped = (name: string): string => name.replaceAll('$', '\\$')

/** Name that an export has inside its module: of `export { Page as default }` it is `Page`. */
function localName(code: string, name: string): string {
  const lists = [...code.matchAll(/^export\s*\{([^}]*)\}\s*;?\s*$/gm)].flatMap(([, list = '']) => list.split(','))
  const renamed = lists.map((each) => each.trim().split(/\s+as\s+/)).find((each) => each.at(-1) === name)
  if (renamed?.[0]) return renamed[0]
  return name === 'default' ? (/^export default ([A-Za-z_$][\w$]*);?$/m.exec(code)?.[1] ?? name) : name
}

/** The kind of a declaration at the top of a module; `value` when its text alone does not say. */
function kindIn(code: string, exported: string): ModuleShape[string] {
  const name = escaped(localName(code, exported))
  const isFunction =
    name === 'default'
      ? /^export default (async\s+)?(function|class|\([^()]*\)\s*=>|[A-Za-z_$][\w$]*\s*=>)/m
      : new RegExp(
          `^(export (default )?)?((async )?function\\*?|class)\\s+${name}\\b|` +
            `^(export )?(const|let|var) ${name} = (async )?(function\\b|\\([^()]*\\)\\s*=>|[A-Za-z_$][\\w$]*\\s*=>)`,
          'm',
        )
  if (isFunction.test(code)) return 'function'
  const isObject = new RegExp(`^(export )?(const|let|var) ${name} = (\\{|\\[|new )`, 'm')
  return isObject.test(code) ? 'object' : 'value'
}

interface Place {
  readonly module: Module
  /** Name of an export. */
  readonly name: string
}

/** Behind a file that only passes an export on. */
function passedOn({ moduleGraph }: Compilation, { module, name }: Place): Place {
  // rspack has the names of exports, and nothing of where they come from.
  const info = (moduleGraph as Partial<ModuleGraph>).getExportInfo?.(module, name)
  const target = info?.getTarget(moduleGraph)
  const [found] = target?.export ?? []
  return target && found !== undefined ? { module: target.module, name: found } : { module, name }
}

/** Where a name was imported from: `import { Page } from './page.tsx'`. */
function importOf({ moduleGraph }: Compilation, module: Module, local: string): Place | undefined {
  for (const dependency of module.dependencies) {
    const { name, ids } = dependency as { readonly name?: string; readonly ids?: readonly string[] }
    const from = name === local ? moduleGraph.getModule(dependency) : null
    if (from && ids?.[0] !== undefined) return { module: from, name: ids[0] }
  }
  return undefined
}

/** Another name for something: `const openComposer = open`, `export default Page`. */
const aliasIn = (code: string, local: string): string =>
  new RegExp(`^(?:export )?const ${escaped(local)} = ([A-Za-z_$][\\w$]*);?$`, 'm').exec(code)?.[1] ?? local

/** More files than pass one thing on. */
const longestWay = 10

/** Where an export was declared, behind files that pass it on or import it. */
function declaration(compilation: Compilation, start: Place): Place {
  let place = start
  for (let steps = 0; steps < longestWay; steps++) {
    place = passedOn(compilation, place)
    const code = codeOf(place.module)
    const imported = importOf(compilation, place.module, aliasIn(code, localName(code, place.name)))
    if (!imported) return place
    place = imported
  }
  return place
}

function shapeOf(compilation: Compilation, module: Module): ModuleShape {
  const exports = compilation.moduleGraph.getProvidedExports(module)
  const names = Array.isArray(exports) ? exports : ['default']
  return Object.fromEntries(
    names.sort().map((each) => {
      const { module: origin, name } = declaration(compilation, { module, name: each })
      return [each, kindIn(codeOf(origin), name)]
    }),
  )
}

const isFileOf = (module: Module, file: string): boolean => (module as Partial<NormalModule>).resource === file

/**
 * The exports of each exposed module, as the compiler sees them. Called when all modules are known and none is joined
 * with others yet (`compilation.hooks.seal`).
 *
 * @param exposes - `./page` → its file.
 */
export function exportedShapes(
  compilation: Compilation,
  exposes: Readonly<Record<string, string>>,
): NonNullable<ReleaseRecord['shapes']> {
  const modules = [...compilation.modules]
  return Object.fromEntries(
    Object.entries(exposes).flatMap(([exposed, file]) => {
      const module = modules.find((each) => isFileOf(each, file))
      return module ? [[exposed, shapeOf(compilation, module)]] : []
    }),
  )
}

const loads = /\bload\)?\(\s*["'`]([a-z][a-z0-9-]*\/[A-Za-z][\w-]*)["'`]/g

/** Modules in the build's files, those that were joined to one each by itself. */
const bundled = (compilation: Compilation): Module[] =>
  [...compilation.modules]
    .filter((module) => [...compilation.chunkGraph.getModuleChunksIterable(module)].length > 0)
    .flatMap((module) => [...((module as { readonly modules?: Iterable<Module> }).modules ?? [module])])

/** Federated names in calls of `load()`, as far as they are written out. */
export function loadedNames(compilation: Compilation): string[] {
  const found = bundled(compilation)
    .filter((module) => !/[\\/]node_modules[\\/]/.test((module as Partial<NormalModule>).resource ?? ''))
    .flatMap((module) => [...codeOf(module).matchAll(loads)].map(([, name = '']) => name))
  return [...new Set(found)].sort()
}

/**
 * A release is named by what is in it, and its name is in its files. So a build writes this
 * placeholder of the same length, and the name replaces it when all bytes are known.
 */
export const versionPlaceholder = 'release00000'

/** Placeholder for the version while a build runs. */
export const buildVersion = (mode: Configuration['mode']): string =>
  mode === 'development' ? developmentVersion : versionPlaceholder

/** Global variable of a container and namespace of its chunks, unique per release. */
export const globalName = (remote: string, version: string): string => `${remote.replaceAll('-', '_')}_${version}`

interface RecordPluginOptions {
  /** Fields of the record that the build cannot know by itself. */
  readonly about: Omit<
    ReleaseRecord,
    'schema' | 'version' | 'entry' | 'global' | 'exposes' | 'files' | 'documents' | 'shapes'
  >
  /** Exposed module → its source, whose exports the record lists. Default: none. */
  readonly modules?: Readonly<Record<string, string>>
  /** Script that starts the build: `remoteEntry.js` of a remote, the main chunk of the host. */
  readonly entry: (compilation: Compilation) => string
  /** Exposed module → files it needs immediately. */
  readonly exposes: (compilation: Compilation) => Record<string, string[]>
}

/** The files of exposed modules, each of which has the chunk of its name: that of `./page` is `page`. */
export const filesOfExposed =
  (modules: Readonly<Record<string, string>>): RecordPluginOptions['exposes'] =>
  (compilation) =>
    Object.fromEntries(
      Object.keys(modules).map((name) => [
        name,
        [...(compilation.namedChunkGroups.get(name.slice(2))?.getFiles() ?? [])],
      ]),
    )

/** Scripts and stylesheets, without the hot updates of a dev server. */
const isRun = (file: string): boolean => /\.(js|css)$/.test(file) && !file.endsWith('.hot-update.js')
const isText = (file: string): boolean => /\.(js|css|json|map|html)$/.test(file)

const bytesOf = (compilation: Compilation, file: string): Buffer => {
  const source = compilation.getAsset(file)?.source.source() ?? ''
  return typeof source === 'string' ? Buffer.from(source) : source
}

/** Values with their keys in one order, so that the order in a package.json makes no release. */
const inOrder = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, each]) => [key, inOrder(each)]),
  )
}

/** Twelve hex digits over names and bytes of everything that is served, and over what the record says besides. */
function versionOf(compilation: Compilation, files: readonly string[], about: object): string {
  const hash = createHash('sha256')
  for (const file of files) hash.update(`${file}\0`).update(bytesOf(compilation, file)).update('\0')
  return hash
    .update(JSON.stringify(inOrder(about)))
    .digest('hex')
    .slice(0, 12)
}

interface BuiltParts {
  readonly version: string
  readonly served: readonly string[]
  readonly said: object
}

/**
 * Names the release after its content and its record, and writes `record.json`: the SHA-384 of every script and
 * stylesheet, computed when no other plugin changes them any more.
 */
export class RecordPlugin implements WebpackPluginInstance {
  readonly #options: RecordPluginOptions

  constructor(options: RecordPluginOptions) {
    this.#options = options
  }

  apply(compiler: Compiler): void {
    const { Compilation, sources } = compiler.webpack
    compiler.hooks.thisCompilation.tap(RecordPlugin.name, (compilation) => {
      const { modules = {} } = this.#options
      const development = compiler.options.mode === 'development'
      let shapes: ReleaseRecord['shapes'] = {}
      // What a dev server has may export something else in a moment.
      if (!development)
        compilation.hooks.seal.tap(RecordPlugin.name, () => (shapes = exportedShapes(compilation, modules)))
      const stage = Compilation.PROCESS_ASSETS_STAGE_REPORT
      compilation.hooks.processAssets.tap({ name: RecordPlugin.name, stage }, () => {
        if (!development) this.#checkLoads(compilation)
        if (compilation.errors.length > 0) return
        const served = Object.keys(compilation.assets)
          .filter((file) => !/^mf-.*\.json$|\.map$/.test(file))
          .sort()
        const said = this.#said(compilation, shapes)
        const version = development ? developmentVersion : versionOf(compilation, served, said)
        for (const file of Object.keys(compilation.assets).filter(isText)) {
          const text = bytesOf(compilation, file).toString()
          if (!text.includes(versionPlaceholder)) continue
          // Not immutable for the bundler: the same hashed name holds another version after the next build.
          const named = new sources.RawSource(text.replaceAll(versionPlaceholder, version))
          compilation.updateAsset(file, named, { immutable: false })
        }
        const record = this.#record(compilation, { version, served, said })
        compilation.emitAsset('record.json', new sources.RawSource(`${JSON.stringify(record, null, 2)}\n`))
      })
    })
  }

  /** What the package loads of others, its record requires of them: a release is checked by the record. */
  #checkLoads(compilation: Compilation): void {
    const { about, exposes } = this.#options
    const { name, requires = {} } = about
    // An application that has the remotes compiled in exposes their modules itself.
    const own = exposes(compilation)
    const missing = loadedNames(compilation).filter(
      (each) => !Object.hasOwn(requires, each) && !each.startsWith(`${name}/`) && !Object.hasOwn(own, `./${each}`),
    )
    if (missing.length > 0)
      compilation.errors.push(
        new compilation.compiler.webpack.WebpackError(
          `${name} loads ${missing.join(', ')}. Add to its package.json: "atrium": { "requires": { "${missing[0]}": "^1.0.0" } }, ` +
            'with the versions it works with; { "range": "^1.0.0", "optional": true } when it does without',
        ),
      )
  }

  /** The record, but for its version and the hashes that follow from that. */
  #said(compilation: Compilation, shapes: ReleaseRecord['shapes']) {
    const { about, entry, exposes } = this.#options
    return {
      schema: 1,
      ...about,
      entry: entry(compilation),
      exposes: Object.fromEntries(
        Object.entries(exposes(compilation)).map(([name, files]) => [name, files.filter(isRun)]),
      ),
      ...(Object.keys(shapes ?? {}).length > 0 ? { shapes } : {}),
    }
  }

  #record(compilation: Compilation, { version, served, said }: BuiltParts): ReleaseRecord {
    const integrity = (file: string): string => integrityOf(bytesOf(compilation, file))
    const documents = served.filter((file) => file.endsWith('.html'))
    return v.parse(releaseRecordSchema, {
      ...said,
      version,
      global: globalName(this.#options.about.name, version),
      files: Object.fromEntries(served.filter(isRun).map((file) => [file, integrity(file)])),
      ...(documents.length > 0
        ? { documents: Object.fromEntries(documents.map((file) => [file, integrity(file)])) }
        : {}),
    })
  }
}

/** The text of every data URL in a name. */
const decoded = (name: string): string =>
  name.replace(/data:[^,]*;base64,([\w+/=]+)/g, (_, data: string) => Buffer.from(data, 'base64').toString())

/** A module's name without the folder of the checkout; undefined where webpack makes paths relative by itself. */
function portableName(module: Module, root: string): string | undefined {
  const name = decoded(module.identifier())
  // Webpack makes paths relative where a path is expected: between loaders and their file.
  const isRelative = !name.split(/[|!]/).some((part) => part.lastIndexOf(root) > 0)
  // The end of a joined module's name is a hash over the absolute paths of its parts.
  return isRelative ? undefined : name.replaceAll(root, '.').replace(/\|[0-9a-f]{16,}$/, '')
}

/**
 * Federation makes modules that have no file: they are named by their text, and their text names files by
 * absolute paths. Their ids, and so the bytes, would depend on the folder of the checkout.
 */
export class PortableIdsPlugin implements WebpackPluginInstance {
  apply(compiler: Compiler): void {
    compiler.hooks.compilation.tap(PortableIdsPlugin.name, (compilation) => {
      // Before the deterministic ids, which keep an id that is set and use none twice.
      compilation.hooks.moduleIds.tap({ name: PortableIdsPlugin.name, stage: -1000 }, (modules) => {
        const taken = new Set<number>()
        const named = [...modules].flatMap((module) => {
          const name = portableName(module, compiler.context)
          return name === undefined ? [] : [{ module, name }]
        })
        for (const { module, name } of named.sort((a, b) => (a.name < b.name ? -1 : 1))) {
          let id = 1000 + (createHash('sha256').update(name).digest().readUInt32BE() % 9000)
          while (taken.has(id)) id++
          taken.add(id)
          compilation.chunkGraph.setModuleId(module, id)
        }
      })
    })
  }
}
