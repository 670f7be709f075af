import { vendorFile, type Registry, type SignedRelease } from '@atrium/protocol'
import { parseStored, storeLayout, type ListedFile, type Store } from '@atrium/store'
import pLimit from 'p-limit'
import { changes, day, readRegistry, versionIn, versionsIn } from './registry.ts'
import type { ReleaseContext } from './operations.ts'
import { removeRetired } from './retirement.ts'

interface VendorCollection {
  /** Milliseconds since 1970: what is newer stays. */
  readonly since: number
  /** Records that count as removed. */
  readonly gone: ReadonlySet<string>
}

const isRecord = (file: string): boolean => /^[a-z][a-z0-9-]*\/[0-9a-f]{12}\/release\.json$/.test(file)

/** `inbox/vendor/vendor.0123456789.js.br` → `inbox/vendor/vendor.0123456789.js`; undefined for other files. */
const libraryOf = (file: string): string | undefined =>
  /^([a-z][a-z0-9-]*\/vendor\/[^/]+?)(\.br|\.gz)?$/.exec(file)?.[1]

function readable(file: string, text: string): SignedRelease {
  try {
    return parseStored('release', text)
  } catch (cause) {
    throw new Error(`${file} cannot be read, so the libraries it needs are unknown: none was removed`, { cause })
  }
}

/** Libraries that releases in the store need. @throws Error when a record cannot be read: what it needs is not known then. */
async function needed(store: Store, records: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>()
  await pLimit(16).map(records, async (file) => {
    const stored = await store.read(file)
    if (!stored) return
    const { record } = readable(file, stored.bytes.toString())
    for (const vendor of Object.keys(record.files).map(vendorFile))
      if (vendor !== undefined) found.add(`${storeLayout.vendorFolder(record.name)}${vendor}`)
  })
  return found
}

/** Each library with its compressed forms. */
function libraries(files: readonly ListedFile[]): Map<string, ListedFile[]> {
  const found = new Map<string, ListedFile[]>()
  for (const file of files) {
    const library = libraryOf(file.path)
    if (library !== undefined) found.set(library, [...(found.get(library) ?? []), file])
  }
  return found
}

/**
 * Removes libraries that no release in the store needs and that were last written before `since`: a release that is
 * being uploaded writes those it needs again (see `upload`).
 */
export async function collectVendors(
  { store, dryRun, say }: ReleaseContext,
  { since, gone }: VendorCollection,
): Promise<{ readonly count: number; readonly bytes: number }> {
  const files = await store.list('')
  const candidates = [...libraries(files)].filter(([, forms]) =>
    forms.every(({ modified }) => modified.getTime() < since),
  )
  if (candidates.length === 0) return { count: 0, bytes: 0 }
  const inUse = await needed(
    store,
    files.map(({ path }) => path).filter((path) => isRecord(path) && !gone.has(path)),
  )
  const old = candidates.filter(([library]) => !inUse.has(library))
  for (const [library, forms] of old) {
    // The compressed forms first: interrupted, the file itself is still there.
    if (!dryRun)
      for (const { path } of forms.toSorted((a, b) => b.path.length - a.path.length)) await store.remove(path)
    say(`${dryRun ? 'would remove' : 'removed'} ${library}`)
  }
  return { count: old.length, bytes: old.flatMap(([, forms]) => forms).reduce((total, { size }) => total + size, 0) }
}

interface StoredVersion {
  readonly name: string
  readonly version: string
  readonly files: ListedFile[]
}

const byVersion = (files: readonly ListedFile[]): StoredVersion[] => {
  const found = new Map<string, StoredVersion>()
  for (const file of files) {
    const [, key, name = '', version = ''] = /^(([a-z][a-z0-9-]*)\/([0-9a-f]{12}))\//.exec(file.path) ?? []
    if (key === undefined) continue
    const known = found.get(key) ?? { name, version, files: [] }
    known.files.push(file)
    found.set(key, known)
  }
  return [...found.values()]
}

/** When each version was last in a channel, by the history. Milliseconds since 1970. */
async function lastUse(store: Store, since: number): Promise<ReadonlyMap<string, number>> {
  const uses = new Map<string, number>()
  for await (const { at, command, moves } of changes(store)) {
    // What it takes out of the registry was in no page any more.
    if (command === 'gc') continue
    const time = Date.parse(at)
    // A change is the end of a version, so an older one than the limit keeps nothing.
    if (time < since) break
    for (const { name, from, to } of moves)
      for (const version of [versionIn(from), versionIn(to)])
        if (version !== undefined) uses.set(`${name} ${version}`, Math.max(time, uses.get(`${name} ${version}`) ?? 0))
  }
  return uses
}

const isListed = (registry: Registry | undefined, { name, version }: StoredVersion): boolean => {
  const listing = registry?.listings[name]
  return listing !== undefined && (versionsIn(listing.channels).includes(version) || version in listing.releases)
}

async function remove(store: Store, { name, version, files }: StoredVersion): Promise<void> {
  // The record first: interrupted, what is left is not a release, and is uploaded again in full.
  await store.remove(storeLayout.release(name, version))
  for (const { path } of [...files, ...(await store.list(storeLayout.mapFolder(name, version)))])
    await store.remove(path)
}

async function collectReleases(context: ReleaseContext, since: number): Promise<Collected> {
  const { store, dryRun, say } = context
  const retired = await removeRetired(context, since)
  const used = await lastUse(store, since)
  const { registry } = await readRegistry(store)
  const old = byVersion(await store.list('')).filter((stored) => {
    const touched = Math.max(
      used.get(`${stored.name} ${stored.version}`) ?? 0,
      ...stored.files.map(({ modified }) => modified.getTime()),
    )
    return touched < since && (retired.has(stored.name) || !isListed(registry, stored))
  })
  let bytes = 0
  const gone = new Set<string>()
  for (const stored of old) {
    const { name, version, files } = stored
    // Read again: a rollback may have returned to it just now.
    if (!(dryRun && retired.has(name)) && isListed((await readRegistry(store)).registry, stored)) continue
    bytes += files.reduce((total, { size }) => total + size, 0)
    if (!dryRun) await remove(store, stored)
    gone.add(storeLayout.release(name, version))
    say(`${dryRun ? 'would remove' : 'removed'} ${name} ${version}`)
  }
  return { gone, bytes }
}

interface Collected {
  /** Records that are gone, or would be. */
  readonly gone: ReadonlySet<string>
  readonly bytes: number
}

/**
 * Removes remotes that were retired so many days ago, releases that have been in no channel for as long, since no open
 * tab uses them, the libraries that no release needs any more, and what killed uploads have left.
 */
export async function collectGarbage(context: ReleaseContext, days: number): Promise<void> {
  const since = Date.now() - days * day
  const { gone, bytes } = await collectReleases(context, since)
  const vendors = await collectVendors(context, { since, gone })
  if (!context.dryRun) await context.store.removeDrafts()
  const nothing = gone.size === 0 && vendors.count === 0
  const size = ((bytes + vendors.bytes) / 1024 / 1024).toFixed(1)
  context.say(
    nothing
      ? `Nothing to remove: no unused release is older than ${days} days.`
      : `${gone.size} releases, ${vendors.count} libraries, ${size} MB`,
  )
}
