import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { registrySchema, releaseRecordSchema, type Registry, type RegistryEntry, type ReleaseRecord } from '@atrium/contracts'
import * as v from 'valibot'

const readRecord = (folder: string): ReleaseRecord =>
  v.parse(releaseRecordSchema, JSON.parse(readFileSync(path.join(folder, 'record.json'), 'utf8')))

/** Replaces a file at once: a reader sees the old one or the new one, a crash leaves the old one. */
function writeWhole(file: string, text: string): void {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, text, { flush: true })
  renameSync(draft, file)
}

const compressible = /\.(js|css|json|svg|html)$/

function compress(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !compressible.test(entry.name)) continue
    const file = path.join(entry.parentPath, entry.name)
    const bytes = readFileSync(file)
    if (bytes.length < 512) continue
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
  }
}

/** Source maps and the build's own notes stay behind. */
const isServed = (file: string): boolean => !/(\.map|\.built-from)$/.test(file)

/** Copies a build into the store under its version, whole or not at all. */
function store(folder: string, record: ReleaseRecord, storeFolder: string): void {
  const target = path.join(storeFolder, record.name, record.version)
  if (existsSync(target)) return
  const draft = `${target}.${process.pid}`
  cpSync(folder, draft, { recursive: true, filter: isServed })
  compress(draft)
  try {
    renameSync(draft, target)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    // Somebody else has published the same bytes meanwhile.
    if (!existsSync(target)) throw error
  }
}

function readRegistry(file: string): Registry | undefined {
  return existsSync(file) ? v.parse(registrySchema, JSON.parse(readFileSync(file, 'utf8'))) : undefined
}

/** Releases kept as fallbacks behind the current one. */
const fallbacks = 1

/** A build to be published. */
export interface Build {
  readonly name: string
  readonly folder: string
  /** Why the remote is switched off. */
  readonly disabled?: string | undefined
}

function entryOf({ name, folder, disabled }: Build, before: Registry | undefined): RegistryEntry {
  const current = readRecord(folder)
  const older = (before?.remotes[name]?.releases ?? []).filter(({ version }) => version !== current.version)
  const releases = [current, ...older].slice(0, 1 + fallbacks)
  return { name, base: `/releases/${name}/`, releases, ...(disabled ? { disabled } : {}) }
}

/**
 * Puts builds into the store and makes them current; the registry then lists these remotes and no others.
 * Changes nothing when nothing is new.
 */
export function publish(storeFolder: string, builds: readonly Build[]): void {
  const file = path.join(storeFolder, 'registry.json')
  mkdirSync(storeFolder, { recursive: true })
  const before = readRegistry(file)
  for (const { folder } of builds) store(folder, readRecord(folder), storeFolder)
  const shell = builds.find(({ name }) => name === 'shell')
  if (shell) writeWhole(path.join(storeFolder, 'shell.json'), `${JSON.stringify({ version: readRecord(shell.folder).version })}\n`)
  const remotes = Object.fromEntries(
    builds.filter((build) => build !== shell).map((build) => [build.name, entryOf(build, before)]),
  )
  if (isDeepStrictEqual(remotes, before?.remotes)) return
  writeWhole(file, `${JSON.stringify({ schema: 1, serial: (before?.serial ?? 0) + 1, remotes }, null, 2)}\n`)
}
