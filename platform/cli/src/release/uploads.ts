import { AtriumError, releaseRecordSchema, vendorFile, type ReleaseRecord, type SignedRelease } from '@atrium/protocol'
import { integrityOf, parseStored, storeLayout, type ListedFile, type Store } from '@atrium/store'
import { signValue } from '@atrium/trust'
import pLimit from 'p-limit'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { teamSigner } from '../keys.ts'

/** A build, ready to be released. */
export interface BuiltRelease {
  readonly folder: string
  readonly record: ReleaseRecord
  /** Served files, relative to the folder. */
  readonly files: readonly string[]
  /** Source maps. */
  readonly maps: readonly string[]
}

/** Files that the build writes for itself. */
const isInternal = (file: string): boolean => file.startsWith('.') || file.startsWith('stats')

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort()

function checkBytes(folder: string, { files, documents }: ReleaseRecord): void {
  const changed = Object.entries({ ...files, ...documents }).find(
    ([file, hash]) => integrityOf(readFileSync(path.join(folder, file))) !== hash,
  )
  if (changed) throw new Error(`${path.join(folder, changed[0])} differs from the file that was built. Build again`)
}

/**
 * Reads a build's folder and checks that its files are those that its record names.
 *
 * @throws Error naming what is wrong with it.
 */
export function readBuild(folder: string): BuiltRelease {
  const recordFile = path.join(folder, 'record.json')
  if (!existsSync(recordFile)) throw new Error(`${folder} has no record.json: it is not a build`)
  const record = v.parse(releaseRecordSchema, JSON.parse(readFileSync(recordFile, 'utf8')))
  checkBytes(folder, record)
  const all = filesBelow(folder).filter((file) => !isInternal(file))
  return {
    folder,
    record,
    files: all.filter((file) => !file.endsWith('.map')),
    maps: all.filter((file) => file.endsWith('.map')),
  }
}

/** @returns Undefined when that version is not in the store, or incomplete. */
export async function findRelease(store: Store, name: string, version: string): Promise<SignedRelease | undefined> {
  const file = await store.read(storeLayout.release(name, version))
  return file && parseStored('release', file.bytes.toString())
}

/** @throws AtriumError RELEASE_UNPROVEN when that version is not in the store. */
export async function readRelease(store: Store, name: string, version: string): Promise<SignedRelease> {
  const release = await findRelease(store, name, version)
  if (release) return release
  throw new AtriumError('RELEASE_UNPROVEN', {
    subject: `${name} ${version} is not in ${store.location}`,
    remedy: 'Release it again.',
  })
}

const git = (folder: string, ...rest: string[]): string | undefined => {
  const { status, stdout } = spawnSync('git', ['-C', folder, ...rest], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}

/** Revision of the source around a folder, with `-dirty` when it has uncommitted changes; undefined outside of a repository. */
export function revisionOf(folder: string): string | undefined {
  const named = process.env['ATRIUM_REVISION']
  if (named) return named
  const revision = git(folder, 'rev-parse', 'HEAD')
  return revision && (git(folder, 'status', '--porcelain') === '' ? revision : `${revision}-dirty`)
}

interface UploadOptions {
  /** Default: false. */
  readonly dryRun?: boolean
  /** Writes existing files again, in case they were changed by hand. Default: false. */
  readonly again?: boolean
  readonly revision?: string | undefined
  /** Its record as its team has signed it elsewhere. Default: it is signed here. */
  readonly signed?: SignedRelease | undefined
  /** Called after each file. */
  readonly onFile?: (done: number, total: number) => void
}

interface Upload {
  readonly release: SignedRelease
  /** Files that were not in the store yet. */
  readonly fresh: number
}

/** Bytes as served: brotli where there is a brotli sibling. */
function servedSize(files: readonly ListedFile[]): number {
  const sizes = new Map(files.map(({ path: file, size }) => [file, size]))
  const own = [...sizes.keys()].filter((file) => !/\.(br|gz)$/.test(file) && !file.endsWith('/record.json'))
  return own.reduce((total, file) => total + (sizes.get(`${file}.br`) ?? sizes.get(file) ?? 0), 0)
}

/** Signs a record with the key of its team. */
export const signRelease = async (record: ReleaseRecord): Promise<SignedRelease> => ({
  record,
  signature: await signValue('release', record, teamSigner(record.name)),
})

async function putRecord(store: Store, release: SignedRelease): Promise<void> {
  const file = storeLayout.release(release.record.name, release.record.version)
  const bytes = Buffer.from(`${JSON.stringify(release)}\n`)
  let isWritten = false
  while (!isWritten) isWritten = await store.replace(file, bytes, (await store.read(file))?.tag ?? null)
}

/** Signs a record again whose team has changed its key; files and record stay as they are. */
export async function resign(store: Store, release: SignedRelease, dryRun = false): Promise<SignedRelease> {
  if (release.signature.key === teamSigner(release.record.name).key) return release
  const signed = await signRelease(release.record)
  if (!dryRun) await putRecord(store, signed)
  return signed
}

/** What releases have in common is stored once beside their folders: file of the build, and where it goes. */
const vendors = ({ name, files }: ReleaseRecord): string[][] =>
  Object.keys(files).flatMap((file) => {
    const vendor = vendorFile(file)
    return vendor === undefined ? [] : [[file, `${storeLayout.vendorFolder(name)}${vendor}`]]
  })

/** Milliseconds after which a library is written again for a release that needs it: `gc` takes what is old and in no release. */
const renewal = 24 * 3_600_000

const isDue = (file: ListedFile, vendorFolder: string): boolean =>
  file.path.startsWith(vendorFolder) && Date.now() - file.modified.getTime() > renewal

/**
 * Puts into the store what is not there yet, the signed record last. No browser loads any of it before the registry
 * names it; killed half-way, the next upload continues where this one ended.
 */
export async function upload(
  store: Store,
  { folder, record, files, maps }: BuiltRelease,
  options: UploadOptions = {},
): Promise<Upload> {
  const { name, version } = record
  const target = storeLayout.releaseFolder(name, version)
  const mapFolder = storeLayout.mapFolder(name, version)
  const vendorFolder = storeLayout.vendorFolder(name)
  const listed = await Promise.all([target, mapFolder, vendorFolder].map((folderInStore) => store.list(folderInStore)))
  const there = new Set(
    listed
      .flat()
      .filter((file) => !isDue(file, vendorFolder))
      .map(({ path: file }) => file),
  )
  const wanted = [
    ...files.map((file) => [file, `${target}${file}`]),
    ...maps.map((file) => [file, `${mapFolder}${file}`]),
    ...vendors(record),
  ]
  const missing = wanted.filter(([, to = '']) => options.again || !there.has(to))
  let done = 0
  if (!options.dryRun)
    await pLimit(4).map(missing, async ([from = '', to = '']) => {
      await store.write(to, readFileSync(path.join(folder, from)))
      options.onFile?.(++done, missing.length)
    })
  const known = there.has(storeLayout.release(name, version)) ? await findRelease(store, name, version) : undefined
  if (options.signed) {
    // What is listed names the record that is there: another revision of the same bytes does not replace it.
    if (known?.signature.key === options.signed.signature.key) return { release: known, fresh: missing.length }
    if (!options.dryRun) await putRecord(store, options.signed)
    return { release: options.signed, fresh: missing.length }
  }
  if (known) return { release: await resign(store, known, options.dryRun), fresh: missing.length }
  const size = options.dryRun ? {} : { size: servedSize(await store.list(target)) }
  const release = await signRelease({ ...record, ...(options.revision ? { revision: options.revision } : {}), ...size })
  if (!options.dryRun) await putRecord(store, release)
  return { release, fresh: missing.length }
}
