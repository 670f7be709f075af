import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { registrySchema, releaseRecordSchema, type Registry, type ReleaseRecord } from '@atrium/contracts'
import * as v from 'valibot'
import { buildFolder, installedRemotes } from './workspace.ts'

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

/** Copies a build into the store under its version, whole or not at all. Source maps stay behind. */
function store(name: string, record: ReleaseRecord, storeFolder: string): void {
  const target = path.join(storeFolder, name, record.version)
  if (existsSync(target)) return
  const draft = `${target}.${process.pid}`
  const served = (file: string): boolean => !/(\.map|\.built-from)$/.test(file)
  cpSync(buildFolder(name), draft, { recursive: true, filter: served })
  compress(draft)
  renameSync(draft, target)
  rmSync(draft, { recursive: true, force: true })
}

function readRegistry(file: string): Registry {
  if (!existsSync(file)) return { schema: 1, serial: 0, remotes: {} } as Registry
  return v.parse(registrySchema, JSON.parse(readFileSync(file, 'utf8')))
}

const digest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex')

/** Releases kept as fallbacks behind the current one. */
const fallbacks = 1

/** Puts the last builds into the store and makes them current. Changes nothing when nothing is new. */
export function publish(names: readonly string[], storeFolder: string): void {
  const file = path.join(storeFolder, 'registry.json')
  mkdirSync(storeFolder, { recursive: true })
  const before = readRegistry(file)
  const remotes: Registry['remotes'] = {}
  for (const [name, { disabled }] of Object.entries(installedRemotes())) {
    const known = before.remotes[name]?.releases ?? []
    const fresh = names.includes(name) ? [readRecord(buildFolder(name))] : []
    const releases = [...fresh, ...known.filter(({ version }) => version !== fresh[0]?.version)].slice(0, 1 + fallbacks)
    if (releases.length === 0) continue
    remotes[name] = { name, base: `/releases/${name}/`, releases, ...(disabled ? { disabled } : {}) }
    if (fresh[0]) store(name, fresh[0], storeFolder)
  }
  if (names.includes('shell')) {
    const record = readRecord(buildFolder('shell'))
    store('shell', record, storeFolder)
    writeWhole(path.join(storeFolder, 'shell.json'), `${JSON.stringify({ version: record.version })}\n`)
  }
  if (digest(remotes) === digest(before.remotes)) return
  writeWhole(file, `${JSON.stringify({ schema: 1, serial: before.serial + 1, remotes }, null, 2)}\n`)
}
