import { readFileSync } from 'node:fs'
import path from 'node:path'
import { vendorFile, type ReleaseRecord, type SignedRelease } from '@atrium/protocol'
import { storeLayout, type ListedFile, type Store } from '@atrium/store'
import { signValue } from '@atrium/trust'
import { teamSigner } from '../keys/signers.ts'
import type { BuiltRelease } from './build-files.ts'
import { inParallel } from './in-parallel.ts'
import { findRelease } from './stored-release.ts'

export interface UploadOptions {
  /** Default: false. */
  readonly dryRun?: boolean
  /** Writes what is there already too, should somebody have changed it. Default: false. */
  readonly again?: boolean
  readonly revision?: string | undefined
  /** Called after each file. */
  readonly onFile?: (done: number, total: number) => void
}

export interface Upload {
  readonly release: SignedRelease
  /** Files that were not in the store yet. */
  readonly fresh: number
}

/** Brotli where there is a brotli sibling. Bytes. */
function servedSize(files: readonly ListedFile[]): number {
  const sizes = new Map(files.map(({ path: file, size }) => [file, size]))
  const own = [...sizes.keys()].filter((file) => !/\.(br|gz)$/.test(file) && !file.endsWith('/record.json'))
  return own.reduce((total, file) => total + (sizes.get(`${file}.br`) ?? sizes.get(file) ?? 0), 0)
}

const sign = async (record: ReleaseRecord): Promise<SignedRelease> => ({
  record,
  signature: await signValue('release', record, teamSigner(record.name)),
})

async function putRecord(store: Store, release: SignedRelease): Promise<void> {
  const file = storeLayout.release(release.record.name, release.record.version)
  const bytes = Buffer.from(`${JSON.stringify(release)}\n`)
  let isWritten = false
  while (!isWritten) isWritten = await store.replace(file, bytes, (await store.read(file))?.tag ?? null)
}

/** Signs a record again whose team has another key by now; files and record stay as they are. */
export async function resign(store: Store, release: SignedRelease, dryRun = false): Promise<SignedRelease> {
  if (release.signature.key === teamSigner(release.record.name).key) return release
  const signed = await sign(release.record)
  if (!dryRun) await putRecord(store, signed)
  return signed
}

/** What releases have in common lies once beside their folders: file of the build, and where it goes. */
const vendors = ({ name, files }: ReleaseRecord): string[][] =>
  Object.keys(files).flatMap((file) => {
    const vendor = vendorFile(file)
    return vendor === undefined ? [] : [[file, `${storeLayout.vendorFolder(name)}${vendor}`]]
  })

/** Milliseconds after which a library is written again for a release that needs it: `gc` takes what is old and in no release. */
const renewal = 24 * 3_600_000

const isDue = (file: ListedFile, vendorFolder: string): boolean => file.path.startsWith(vendorFolder) && Date.now() - file.modified.getTime() > renewal

/**
 * Puts into the store what is not there yet, the signed record last. Nobody loads any of it before the registry
 * names it; killed half-way, the next upload goes on where this one ended.
 */
export async function upload(store: Store, { folder, record, files, maps }: BuiltRelease, options: UploadOptions = {}): Promise<Upload> {
  const { name, version } = record
  const target = storeLayout.releaseFolder(name, version)
  const mapFolder = storeLayout.mapFolder(name, version)
  const vendorFolder = storeLayout.vendorFolder(name)
  const listed = await Promise.all([target, mapFolder, vendorFolder].map((folderInStore) => store.list(folderInStore)))
  const there = new Set(listed.flat().filter((file) => !isDue(file, vendorFolder)).map(({ path: file }) => file))
  const wanted = [...files.map((file) => [file, `${target}${file}`]), ...maps.map((file) => [file, `${mapFolder}${file}`]), ...vendors(record)]
  const missing = wanted.filter(([, to = '']) => options.again || !there.has(to))
  let done = 0
  if (!options.dryRun)
    await inParallel(missing, 4, async ([from = '', to = '']) => {
      await store.write(to, readFileSync(path.join(folder, from)))
      options.onFile?.(++done, missing.length)
    })
  const known = there.has(storeLayout.release(name, version)) ? await findRelease(store, name, version) : undefined
  if (known) return { release: await resign(store, known, options.dryRun), fresh: missing.length }
  const size = options.dryRun ? {} : { size: servedSize(await store.list(target)) }
  const release = await sign({ ...record, ...(options.revision ? { revision: options.revision } : {}), ...size })
  if (!options.dryRun) await putRecord(store, release)
  return { release, fresh: missing.length }
}
