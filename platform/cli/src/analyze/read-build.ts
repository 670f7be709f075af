import { findProject } from '../project.ts'
import { releaseRecordSchema, type ReleaseRecord } from '@atrium/protocol'
import { eachMapping, TraceMap, type EachMapping } from '@jridgewell/trace-mapping'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import * as v from 'valibot'

/**
 * How many bytes of an output file come from each source: minified, as they are sent, while webpack's statistics
 * count modules before minification. Bytes of no source are under the empty name.
 */
export function moduleSizes(code: string, map: string): Map<string, number> {
  const lines = code.split('\n')
  const sizes = new Map<string, number>()
  const add = (source: string | null, text: string): void => {
    if (text !== '') sizes.set(source ?? '', (sizes.get(source ?? '') ?? 0) + Buffer.byteLength(text))
  }
  let before: EachMapping | undefined
  const until = (line: number, column: number): void => {
    if (!before) return
    const text = lines[before.generatedLine - 1] ?? ''
    add(
      before.source,
      before.generatedLine === line ? text.slice(before.generatedColumn, column) : text.slice(before.generatedColumn),
    )
  }
  eachMapping(new TraceMap(map), (mapping) => {
    until(mapping.generatedLine, mapping.generatedColumn)
    before = mapping
  })
  until(-1, 0)
  return sizes
}

/** What a module of a bundle is, by its name in the source map. */
interface SourceName {
  /** npm package, folder of a package of the project (`remotes/inbox`), or `webpack` for what the bundler adds. */
  readonly owner: string
  /** The file within it. */
  readonly file: string
}

const packaged = /^((?:@[^/]+\/)?[^/]+)\/([^?]*)/

/** The nearest folder above a file, below the project's root, that has a `package.json`. */
function ownPackage(file: string): string | undefined {
  const { at } = findProject()
  for (let folder = path.posix.dirname(file); folder !== '.' && folder !== '/'; folder = path.posix.dirname(folder)) {
    if (existsSync(at(folder, 'package.json'))) return folder
  }
  return undefined
}

/** Splits a name in a source map, whatever the bundler put before the path. */
export function sourceName(source: string): SourceName {
  const file = source.replace(/^webpack:\/\/[^/]*\//, '').replace(/^\.\//, '')
  if (file.includes('node_modules/')) {
    // The innermost package: `.pnpm/a/node_modules/a/file` is a's.
    const [, owner, rest = ''] = packaged.exec(file.split('node_modules/').at(-1) ?? '') ?? []
    return owner === undefined ? { owner: 'webpack', file } : { owner, file: rest }
  }
  const [plain = ''] = file.split('?')
  const owner = ownPackage(plain)
  return owner === undefined ? { owner: 'webpack', file } : { owner, file: plain.slice(owner.length + 1) }
}

interface AnalysedModule extends SourceName {
  /** Minified bytes. */
  readonly size: number
}

interface AnalysedFile {
  readonly file: string
  readonly size: number
  /** Bytes as they are sent. */
  readonly brotli: number
  readonly modules: readonly AnalysedModule[]
}

/** One build, as far as bytes go. */
export interface AnalysedBuild {
  readonly name: string
  readonly version: string
  readonly entry: string
  readonly exposes: ReleaseRecord['exposes']
  readonly files: readonly AnalysedFile[]
}

function modulesIn(code: string, mapFile: string): AnalysedModule[] {
  if (!existsSync(mapFile)) return []
  return [...moduleSizes(code, readFileSync(mapFile, 'utf8'))].map(([source, size]) => ({
    ...sourceName(source),
    size,
  }))
}

function analyseFile(folder: string, file: string): AnalysedFile {
  const bytes = readFileSync(path.join(folder, file))
  return {
    file,
    size: bytes.length,
    brotli: brotliCompressSync(bytes).length,
    modules: modulesIn(bytes.toString(), path.join(folder, `${file}.map`)),
  }
}

/** Reads a build's folder. */
export function analyseBuild(folder: string): AnalysedBuild {
  const record = v.parse(releaseRecordSchema, JSON.parse(readFileSync(path.join(folder, 'record.json'), 'utf8')))
  const { name, version, entry, exposes, files } = record
  return { name, version, entry, exposes, files: Object.keys(files).map((file) => analyseFile(folder, file)) }
}

/** Bytes sent for some files of a build, each once. */
export const sentFor = ({ files }: AnalysedBuild, needed: readonly string[]): number =>
  files.filter(({ file }) => needed.includes(file)).reduce((sum, { brotli }) => sum + brotli, 0)
