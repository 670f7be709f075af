import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { releaseRecordSchema, type ReleaseRecord } from '@atrium/protocol'
import * as v from 'valibot'

/** A build, ready to be released. */
export interface BuiltRelease {
  readonly folder: string
  readonly record: ReleaseRecord
  /** What is served, relative to the folder. */
  readonly files: readonly string[]
  /** Source maps. */
  readonly maps: readonly string[]
}

/** Notes of the build for itself. */
const isNote = (file: string): boolean => file.startsWith('.') || file.startsWith('stats')

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort()

const integrity = (file: string): string => `sha384-${createHash('sha384').update(readFileSync(file)).digest('base64')}`

function checkBytes(folder: string, { files, documents }: ReleaseRecord): void {
  const changed = Object.entries({ ...files, ...documents }).find(([file, hash]) => integrity(path.join(folder, file)) !== hash)
  if (changed) throw new Error(`${path.join(folder, changed[0])} is not the file that was built: build again`)
}

/**
 * Reads a build's folder and checks that its files are those that its record names.
 *
 * @throws Error saying what is wrong with it.
 */
export function readBuild(folder: string): BuiltRelease {
  const note = path.join(folder, 'record.json')
  if (!existsSync(note)) throw new Error(`${folder} has no record.json: it is no build`)
  const record = v.parse(releaseRecordSchema, JSON.parse(readFileSync(note, 'utf8')))
  checkBytes(folder, record)
  const all = filesBelow(folder).filter((file) => !isNote(file))
  return { folder, record, files: all.filter((file) => !file.endsWith('.map')), maps: all.filter((file) => file.endsWith('.map')) }
}
