import { vendorFile, type ReleaseRecord, AtriumError, type Registry } from '@atrium/protocol'
import { hasSiblings, parseStored, storeLayout, writeAtomically, type Store, type StoredFile } from '@atrium/store'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip } from 'node:zlib'
import type { ReleaseSource } from './release-source.ts'

/** What a path in the store refers to. */
export interface ReleasedPath {
  readonly name: string
  /** Undefined for a file that the releases of a remote have in common. */
  readonly version: string | undefined
  readonly file: string
}

/** Undefined for what is no released file. */
export function releasedPath(path: string): ReleasedPath | undefined {
  const [, name = '', version = '', file = ''] = /^([a-z][a-z0-9-]*)\/([0-9a-f]{12}|vendor)\/(.+)$/.exec(path) ?? []
  if (name === '') return undefined
  return { name, version: version === 'vendor' ? undefined : version, file }
}

/** Files of libraries that a release needs: name in `vendor/` → hash. */
export const vendorsOf = ({ files }: ReleaseRecord): [string, string][] =>
  Object.entries(files).flatMap(([file, hash]) => {
    const vendor = vendorFile(file)
    return vendor === undefined ? [] : [[vendor, hash]]
  })

/** Whether these are the bytes that a record names. */
export const hasHash = (bytes: Uint8Array, integrity: string): boolean =>
  `sha384-${createHash('sha384').update(bytes).digest('base64')}` === integrity

/** Milliseconds for which a file that was missing is not requested again. */
const memory = 10_000

/**
 * Files that the bucket did not have, remembered so that they are not looked for again. Beyond it: the oldest is
 * forgotten.
 */
const maxMisses = 1000

export interface Misses {
  readonly add: (path: string) => void
  readonly has: (path: string) => boolean
}

/** Recent misses: a client may request missing files as often as it likes. */
export function createMisses(now: () => number): Misses {
  const missed = new Map<string, number>()
  return {
    add(path) {
      missed.delete(path)
      missed.set(path, now())
      const [oldest] = missed.keys()
      if (missed.size > maxMisses && oldest !== undefined) missed.delete(oldest)
    },
    has: (path) => now() - (missed.get(path) ?? -Infinity) < memory,
  }
}

/** Files that are fetched at the same moment. Beyond it: a request is refused with 503 and may be tried again. */
const maxFetches = 64

export interface BucketCopyOptions {
  readonly store: Store
  /** Where files are kept. */
  readonly folder: string
  readonly now: () => number
}

const busy = () =>
  new AtriumError('STORE_UNREACHABLE', {
    subject: `${maxFetches} files are being fetched`,
    remedy: 'Try again in a moment.',
  })

const changed = (file: string) =>
  new AtriumError('RELEASE_UNPROVEN', {
    subject: `${file} in the store is not the file that was released`,
    remedy: 'Release it again with --force.',
  })

const unpack = { br: promisify(brotliDecompress), gz: promisify(gunzip) } as const

/** The compressed form of a file; undefined where it is missing, or of something else. */
async function sibling(
  store: Store,
  file: string,
  { ending, own }: { ending: keyof typeof unpack; own: Promise<StoredFile | undefined> },
): Promise<Buffer | undefined> {
  const [packed, plain] = await Promise.all([store.read(`${file}.${ending}`), own])
  const unpacked = packed && (await unpack[ending](packed.bytes).catch(() => undefined))
  return plain && unpacked?.equals(plain.bytes) ? packed?.bytes : undefined
}

type Find = <Value>(file: string, check: (text: string) => Value | Promise<Value>) => Promise<Value | undefined>

/** Finds a document in the folder, or else in the store, and keeps it once it was checked. */
const finder =
  ({ store, folder }: BucketCopyOptions): Find =>
  async (file, check) => {
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
    for (const [vendor, hash] of release ? vendorsOf(release.record) : [])
      vendors.set(`${storeLayout.vendorFolder(name)}${vendor}`, hash)
    return release?.record
  }
  return async (full, { name, version, file }) => {
    if (version === undefined) return vendors.get(full) ?? null
    const record = await recordOf(name, version)
    return record && !/\.(js|css)$/.test(file) ? null : record?.files[file]
  }
}

/** Fetches a file with its siblings, the file last: one that is there is whole. */
const fetcher =
  ({ store, folder }: BucketCopyOptions, expected: Expected) =>
  async (file: string, parts: ReleasedPath): Promise<boolean> => {
    const hash = await expected(file, parts)
    if (hash === undefined) return false
    const own = store.read(file)
    const siblings = hasSiblings(file)
      ? (['br', 'gz'] as const).map((ending) => sibling(store, file, { ending, own }))
      : []
    const [plain, br, gz] = await Promise.all([own, ...siblings])
    if (!plain) return false
    if (hash !== null && !hasHash(plain.bytes, hash)) throw changed(file)
    const place = path.join(folder, file)
    if (br) writeAtomically(`${place}.br`, br)
    if (gz) writeAtomically(`${place}.gz`, gz)
    writeAtomically(place, plain.bytes)
    return true
  }

/** Files of a bucket in a folder, each fetched when it is first requested: a released file never changes. */
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
      throw new AtriumError('RELEASE_UNPROVEN', {
        subject: `${file} is not in ${store.location}`,
        remedy: 'Release it again.',
      })
    },
    async has(file) {
      if (existsSync(path.join(folder, file))) return true
      const parts = releasedPath(file)
      if (!parts || misses.has(file)) return false
      const under = fetching.get(file)
      if (under) return under
      if (fetching.size >= maxFetches) throw busy()
      const fetched = fetchFile(file, parts).finally(() => fetching.delete(file))
      fetching.set(file, fetched)
      const found = await fetched
      if (!found) misses.add(file)
      return found
    },
  }
}

/** Milliseconds for which a release that may no longer run is kept for tabs that have started with it. */
const grace = 7 * 24 * 3_600_000

const foldersIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
    : []

interface Sweep {
  readonly folder: string
  readonly name: string
  readonly versions: ReadonlySet<string>
  readonly now: number
}

const isOld = (place: string, now: number): boolean => now - statSync(place).mtimeMs > grace

/** The time of a folder is when its release could run last, or a file was fetched. */
function sweepVersions({ folder, name, versions, now }: Sweep): string[] {
  return foldersIn(path.join(folder, name)).filter((version) => {
    if (version === 'vendor') return false
    const place = path.join(folder, name, version)
    if (versions.has(version)) utimesSync(place, now / 1000, now / 1000)
    else if (isOld(place, now)) {
      rmSync(place, { recursive: true, force: true })
      return false
    }
    return true
  })
}

function vendorsNamed({ folder, name, versions }: Sweep): string[] {
  const records = [...versions]
    .map((version) => path.join(folder, storeLayout.release(name, version)))
    .filter((file) => existsSync(file))
  return records.flatMap((file) =>
    vendorsOf(parseStored('release', readFileSync(file, 'utf8')).record).map(([vendor]) => vendor),
  )
}

function sweepVendors(sweep: Sweep, retained: readonly string[]): void {
  const folder = path.join(sweep.folder, storeLayout.vendorFolder(sweep.name))
  if (!existsSync(folder)) return
  const running = new Set(vendorsNamed(sweep))
  const needed = new Set([...running, ...vendorsNamed({ ...sweep, versions: new Set(retained) })])
  for (const file of readdirSync(folder)) {
    const vendor = file.replace(/\.(br|gz)$/, '')
    const place = path.join(folder, file)
    if (running.has(vendor)) utimesSync(place, sweep.now / 1000, sweep.now / 1000)
    else if (!needed.has(vendor) && isOld(place, sweep.now)) rmSync(place, { force: true })
  }
}

export interface SweepOptions {
  /** Where files of a bucket are kept. */
  readonly folder: string
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Removes from a copy what may not run any more, and has not for a week. Should a tab still ask for it, it is fetched again. */
export function sweepCopy(listings: Registry['listings'], { folder, now }: SweepOptions): void {
  for (const name of foldersIn(folder)) {
    const sweep = { folder, name, now, versions: new Set(Object.keys(listings[name]?.releases ?? {})) }
    sweepVendors(sweep, sweepVersions(sweep))
  }
}
