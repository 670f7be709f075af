import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { releaseRecordSchema, type ReleaseRecord } from '@atrium/protocol'
import * as v from 'valibot'
import { moduleSizes } from './module-sizes.ts'
import { sourceName, type SourceName } from './source-name.ts'

export interface AnalysedModule extends SourceName {
  /** Minified octets. */
  readonly size: number
}

export interface AnalysedFile {
  readonly file: string
  readonly size: number
  /** As it is sent. */
  readonly brotli: number
  readonly modules: readonly AnalysedModule[]
}

/** One build, as far as bytes go. */
export interface Piece {
  readonly name: string
  readonly version: string
  readonly entry: string
  readonly exposes: ReleaseRecord['exposes']
  readonly files: readonly AnalysedFile[]
}

function modulesIn(code: string, mapFile: string): AnalysedModule[] {
  if (!existsSync(mapFile)) return []
  return [...moduleSizes(code, readFileSync(mapFile, 'utf8'))].map(([source, size]) => ({ ...sourceName(source), size }))
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
export function readPiece(folder: string): Piece {
  const record = v.parse(releaseRecordSchema, JSON.parse(readFileSync(path.join(folder, 'record.json'), 'utf8')))
  const { name, version, entry, exposes, files } = record
  return { name, version, entry, exposes, files: Object.keys(files).map((file) => analyseFile(folder, file)) }
}

/** Octets sent for some files of a piece, each once. */
export const sentFor = ({ files }: Piece, needed: readonly string[]): number =>
  files.filter(({ file }) => needed.includes(file)).reduce((sum, { brotli }) => sum + brotli, 0)
