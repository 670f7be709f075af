import { createHash } from 'node:crypto'
import { developmentVersion, releaseRecordSchema, type ReleaseRecord } from '@atrium/protocol'
import { integrityOf } from '@atrium/store'
import * as v from 'valibot'
import { exportedShapes, loadedNames } from './exported-shapes.ts'
import type { Compilation, Compiler, Configuration, Module, WebpackPluginInstance } from 'webpack'

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
