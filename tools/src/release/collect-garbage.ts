import type { Registry } from '@atrium/protocol'
import { storeLayout, type ListedFile, type Store } from '@atrium/store'
import { versionsIn } from './channels.ts'
import { changes } from './history.ts'
import { versionIn } from './moves.ts'
import { collectVendors } from './collect-vendors.ts'
import { readRegistry } from './registry-document.ts'
import type { Work } from './work.ts'

const day = 24 * 3_600_000

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

/** When each version was last in a channel, by what history tells. Milliseconds since 1970. */
async function lastUse(store: Store, since: number): Promise<ReadonlyMap<string, number>> {
  const uses = new Map<string, number>()
  for await (const { at, moves } of changes(store)) {
    const time = Date.parse(at)
    // A change tells of a version's end, so one older than the limit has nothing to keep.
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
  // The record first: what is left half-removed is no release, and is uploaded again in full.
  await store.remove(storeLayout.release(name, version))
  for (const { path } of [...files, ...(await store.list(storeLayout.mapFolder(name, version)))]) await store.remove(path)
}

async function collectReleases({ store, dryRun, say }: Work, since: number): Promise<Collected> {
  const used = await lastUse(store, since)
  const { registry } = await readRegistry(store)
  const old = byVersion(await store.list('')).filter((stored) => {
    const touched = Math.max(used.get(`${stored.name} ${stored.version}`) ?? 0, ...stored.files.map(({ modified }) => modified.getTime()))
    return touched < since && !isListed(registry, stored)
  })
  let bytes = 0
  const gone = new Set<string>()
  for (const stored of old) {
    const { name, version, files } = stored
    // Read again: somebody may have returned to it in this moment.
    if (isListed((await readRegistry(store)).registry, stored)) continue
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
 * Removes releases that are in no channel and have not been for so many days: no tab that is still open
 * has ever heard of them. With them go the libraries that no release needs any more,
 * and what uploads that were killed have left behind.
 */
export async function collectGarbage(work: Work, days: number): Promise<void> {
  const since = Date.now() - days * day
  const { gone, bytes } = await collectReleases(work, since)
  const vendors = await collectVendors(work, { since, gone })
  if (!work.dryRun) await work.store.removeDrafts()
  const nothing = gone.size === 0 && vendors.count === 0
  const size = ((bytes + vendors.bytes) / 1024 / 1024).toFixed(1)
  work.say(nothing ? `nothing is older than ${days} days and out of use` : `${gone.size} releases, ${vendors.count} libraries, ${size} MB`)
}
