import { AtriumError, type ReleaseRecord } from '@atrium/protocol'
import { hasSiblings, parseStored, storeLayout, writeAtomically, type Store, type StoredFile } from '@atrium/store'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip } from 'node:zlib'
import { hasHash, releasedPath, vendorsOf, type ReleasedPath } from './expected-files.ts'
import { createMisses, type Misses } from './misses.ts'
import type { ReleaseSource } from './release-source.ts'

/** Files that are fetched at the same moment; whoever comes then is told to come again. */
const most = 64

export interface BucketCopyOptions {
  readonly store: Store
  /** Where files are kept. */
  readonly folder: string
  readonly now: () => number
}

const busy = () => new AtriumError('STORE_UNREACHABLE', { subject: `${most} files are being fetched`, remedy: 'Try again in a moment.' })

const changed = (file: string) =>
  new AtriumError('RELEASE_UNPROVEN', { subject: `${file} in the store is not the file that was released`, remedy: 'Release it again with --force.' })

const unpack = { br: promisify(brotliDecompress), gz: promisify(gunzip) } as const

/** The compressed form of a file; undefined where it is missing, or of something else. */
async function sibling(store: Store, file: string, { ending, own }: { ending: keyof typeof unpack; own: Promise<StoredFile | undefined> }): Promise<Buffer | undefined> {
  const [packed, plain] = await Promise.all([store.read(`${file}.${ending}`), own])
  const unpacked = packed && (await unpack[ending](packed.bytes).catch(() => undefined))
  return plain && unpacked?.equals(plain.bytes) ? packed?.bytes : undefined
}

type Find = <Value>(file: string, check: (text: string) => Value | Promise<Value>) => Promise<Value | undefined>

/** Finds a document in the folder, or else in the store, and keeps it once it was checked. */
const finder = ({ store, folder }: BucketCopyOptions): Find => async (file, check) => {
  const place = path.join(folder, file)
  if (existsSync(place)) {
    try {
      return await check(readFileSync(place, 'utf8'))
    } catch {
      // Signed again by now, or put right in the store; else the same is found there.
    }
  }
  const stored = await store.read(file)
  if (!stored) return undefined
  const value = await check(stored.bytes.toString())
  writeAtomically(place, stored.bytes)
  return value
}

/** Hash of a file that runs; null for a picture or a font; undefined for what is in no release. */
type Expected = (file: string, parts: ReleasedPath) => Promise<string | null | undefined>

function expectations(find: Find, misses: Misses): Expected {
  const vendors = new Map<string, string>()
  const recordOf = async (name: string, version: string): Promise<ReleaseRecord | undefined> => {
    const file = storeLayout.release(name, version)
    const release = misses.has(file) ? undefined : await find(file, (text) => parseStored('release', text))
    if (!release) misses.add(file)
    for (const [vendor, hash] of release ? vendorsOf(release.record) : []) vendors.set(`${storeLayout.vendorFolder(name)}${vendor}`, hash)
    return release?.record
  }
  return async (full, { name, version, file }) => {
    if (version === undefined) return vendors.get(full) ?? null
    const record = await recordOf(name, version)
    return record && !/\.(js|css)$/.test(file) ? null : record?.files[file]
  }
}

/** Fetches a file with its siblings, the file last: one that is there is whole. */
const fetcher = ({ store, folder }: BucketCopyOptions, expected: Expected) => async (file: string, parts: ReleasedPath): Promise<boolean> => {
  const hash = await expected(file, parts)
  if (hash === undefined) return false
  const own = store.read(file)
  const siblings = hasSiblings(file) ? (['br', 'gz'] as const).map((ending) => sibling(store, file, { ending, own })) : []
  const [plain, br, gz] = await Promise.all([own, ...siblings])
  if (!plain) return false
  if (hash !== null && !hasHash(plain.bytes, hash)) throw changed(file)
  const place = path.join(folder, file)
  if (br) writeAtomically(`${place}.br`, br)
  if (gz) writeAtomically(`${place}.gz`, gz)
  writeAtomically(place, plain.bytes)
  return true
}

/** Files of a bucket in a folder, each fetched when it is first asked for: a released file never changes. */
export function bucketCopy(options: BucketCopyOptions): Pick<ReleaseSource, 'has' | 'read'> {
  const { store, folder, now } = options
  const misses = createMisses(now)
  const find = finder(options)
  const fetchFile = fetcher(options, expectations(find, misses))
  const fetching = new Map<string, Promise<boolean>>()
  return {
    async read(file, check) {
      const found = await find(file, async (text) => ({ value: await check(text) }))
      if (found) return found.value
      throw new AtriumError('RELEASE_UNPROVEN', { subject: `${file} is not in ${store.location}`, remedy: 'Release it again.' })
    },
    async has(file) {
      if (existsSync(path.join(folder, file))) return true
      const parts = releasedPath(file)
      if (!parts || misses.has(file)) return false
      const under = fetching.get(file)
      if (under) return under
      if (fetching.size >= most) throw busy()
      const fetched = fetchFile(file, parts).finally(() => fetching.delete(file))
      fetching.set(file, fetched)
      const found = await fetched
      if (!found) misses.add(file)
      return found
    },
  }
}
