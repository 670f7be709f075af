import { createHash } from 'node:crypto'
import { developmentVersion, releaseRecordSchema, type ReleaseRecord } from '@atrium/protocol'
import * as v from 'valibot'
import type { Compilation, Compiler, WebpackPluginInstance } from 'webpack'
import { globalName, versionPlaceholder } from './release-name.ts'

export interface RecordPluginOptions {
  /** What the record says beside what the build knows by itself. */
  readonly about: Pick<ReleaseRecord, 'name' | 'contract' | 'platform' | 'accepts' | 'navigation'>
  /** Script that starts the build: `remoteEntry.js` of a remote, the main chunk of the host. */
  readonly entry: (compilation: Compilation) => string
  /** Exposed module → files it needs at once. */
  readonly exposes: (compilation: Compilation) => Record<string, string[]>
}

/** Scripts and stylesheets; what a dev server adds for a page that is open already is none of a page's own. */
const isRun = (file: string): boolean => /\.(js|css)$/.test(file) && !file.endsWith('.hot-update.js')
const isText = (file: string): boolean => /\.(js|css|json|map|html)$/.test(file)

const bytesOf = (compilation: Compilation, file: string): Buffer => {
  const source = compilation.getAsset(file)?.source.source() ?? ''
  return typeof source === 'string' ? Buffer.from(source) : source
}

/** Twelve hex digits over names and bytes of everything that is served. */
function versionOf(compilation: Compilation, files: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of files) hash.update(`${file}\0`).update(bytesOf(compilation, file)).update('\0')
  return hash.digest('hex').slice(0, 12)
}

/**
 * Names the release after its content and writes `record.json`: the SHA-384 of every script and
 * stylesheet, taken when no other plugin touches them any more.
 */
export class RecordPlugin implements WebpackPluginInstance {
  readonly #options: RecordPluginOptions

  constructor(options: RecordPluginOptions) {
    this.#options = options
  }

  apply(compiler: Compiler): void {
    const { Compilation, sources } = compiler.webpack
    compiler.hooks.thisCompilation.tap(RecordPlugin.name, (compilation) => {
      const stage = Compilation.PROCESS_ASSETS_STAGE_REPORT
      compilation.hooks.processAssets.tap({ name: RecordPlugin.name, stage }, () => {
        if (compilation.errors.length > 0) return
        const served = Object.keys(compilation.assets).filter((file) => !/^mf-.*\.json$|\.map$/.test(file)).sort()
        const development = compiler.options.mode === 'development'
        const version = development ? developmentVersion : versionOf(compilation, served)
        for (const file of Object.keys(compilation.assets).filter(isText)) {
          const text = bytesOf(compilation, file).toString()
          if (!text.includes(versionPlaceholder)) continue
          // Not immutable for the bundler: the same hashed name holds another version after the next build.
          const named = new sources.RawSource(text.replaceAll(versionPlaceholder, version))
          compilation.updateAsset(file, named, { immutable: false })
        }
        const record = this.#record(compilation, version, served)
        compilation.emitAsset('record.json', new sources.RawSource(`${JSON.stringify(record, null, 2)}\n`))
      })
    })
  }

  #record(compilation: Compilation, version: string, served: readonly string[]): ReleaseRecord {
    const { about, entry, exposes } = this.#options
    const integrity = (file: string) =>
      `sha384-${createHash('sha384').update(bytesOf(compilation, file)).digest('base64')}`
    const documents = served.filter((file) => file.endsWith('.html'))
    return v.parse(releaseRecordSchema, {
      schema: 1,
      ...about,
      version,
      entry: entry(compilation),
      global: globalName(about.name, version),
      exposes: Object.fromEntries(
        Object.entries(exposes(compilation)).map(([name, files]) => [name, files.filter(isRun)]),
      ),
      files: Object.fromEntries(served.filter(isRun).map((file) => [file, integrity(file)])),
      ...(documents.length > 0 ? { documents: Object.fromEntries(documents.map((file) => [file, integrity(file)])) } : {}),
    })
  }
}
