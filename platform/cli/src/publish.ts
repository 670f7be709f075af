import { AtriumError, type Channels, type Registry } from '@atrium/protocol'
import { openStore, storeLayout, type Store } from '@atrium/store'
import {
  changeRegistry,
  changes,
  readRegistry,
  relist,
  versionIn,
  versionsIn,
  withRelease,
} from './release/registry.ts'
import { readBuild, readRelease, resign, revisionOf, upload } from './release/uploads.ts'
import type { Build } from './builds.ts'
import { say } from './terminal.ts'

const publishing = new Set(['start', 'release'])

/**
 * How packages came into the registry, by its history; read back to where that is known for all of them.
 *
 * @param off - Names of remotes that are switched off.
 */
async function introductions(store: Store, { names, off }: { names: readonly string[]; off: readonly string[] }) {
  const published = new Map<string, { readonly version: string; readonly command: string }>()
  const switched = new Map<string, string>()
  for await (const { command, moves } of changes(store)) {
    for (const { name, what, to } of moves) {
      const version = versionIn(to)
      if (version !== undefined && publishing.has(command) && !published.has(name))
        published.set(name, { version, command })
      if (what === 'off' && !switched.has(name)) switched.set(name, command)
    }
    if (names.every((name) => published.has(name)) && off.every((name) => switched.has(name))) break
  }
  return {
    /** The version that was built and published last; it may have been rolled back since. */
    version: (name: string) => published.get(name)?.version,
    /** The command that published it: `start` or `release`. */
    command: (name: string) => published.get(name)?.command,
    /** The command that switched it off or on last. */
    switchedBy: (name: string) => switched.get(name),
  }
}

/** Signs a package's releases again, for a team that has changed its key. */
async function resignReleases(store: Store, name: string, channels: Channels): Promise<void> {
  for (const version of versionsIn(channels)) await resign(store, await readRelease(store, name, version))
}

/** A build that is in the store. */
interface Stored extends Build {
  readonly version: string
  readonly key: string
}

async function storeBuild(store: Store, build: Build): Promise<Stored> {
  const { release } = await upload(store, readBuild(build.folder), { revision: revisionOf(build.folder) })
  return { ...build, version: release.record.version, key: release.signature.key }
}

interface Publication {
  readonly store: Store
  readonly builds: readonly Stored[]
  readonly introduced: Awaited<ReturnType<typeof introductions>>
}

async function listingsWith(
  { store, builds, introduced }: Publication,
  before: Registry['listings'],
): Promise<Registry['listings']> {
  const here = new Set(builds.map(({ name }) => name))
  // What others have released into this store stays; what `start` published from here and is no longer installed goes.
  const others = Object.entries(before).filter(([name]) => !here.has(name) && introduced.command(name) !== 'start')
  const listed = await Promise.all(
    builds.map(async ({ name, version, key, disabled }) => {
      const old = before[name]
      const isKnown = old !== undefined && introduced.version(name) === version
      const channels = isKnown ? old.channels : withRelease(old?.channels, version, { channel: 'stable' })
      if (old && !old.keys.includes(key)) await resignReleases(store, name, channels)
      const { disabled: off, ...listing } = await relist(store, {
        name,
        before: old,
        channels,
        keys: old?.keys.includes(key) ? old.keys : [key],
      })
      const reason = disabled ?? (introduced.switchedBy(name) === 'start' ? undefined : off)
      return [name, reason === undefined ? listing : { ...listing, disabled: reason }] as const
    }),
  )
  return Object.fromEntries([...others, ...listed])
}

/** The listings in a store. A registry signed with other keys cannot be continued: it is removed, and the releases stay. */
async function currentListings(store: Store): Promise<Registry['listings']> {
  try {
    return (await readRegistry(store)).registry?.listings ?? {}
  } catch (error) {
    if (!(error instanceof AtriumError) || error.code !== 'REGISTRY_UNSIGNED') throw error
    say(`${store.location} was signed with keys that are not available here: starting a new registry`)
    await store.remove(storeLayout.registry)
    return {}
  }
}

/**
 * Puts builds into a store and makes those stable that were not published or released before: a channel that
 * `atrium release` has set stays as it is. Changes nothing when nothing is new and the signature is not due.
 *
 * @param location - A folder, or `s3://bucket/prefix`.
 */
export async function publish(location: string, builds: readonly Build[]): Promise<void> {
  const store = openStore(location)
  const listings = await currentListings(store)
  const stored = await Promise.all(builds.map((build) => storeBuild(store, build)))
  const names = [...new Set([...Object.keys(listings), ...stored.map(({ name }) => name)])]
  const off = names.filter((name) => listings[name]?.disabled !== undefined)
  const introduced = await introductions(store, { names: names.filter((name) => listings[name]), off })
  await changeRegistry(store, {
    command: 'start',
    sign: 'when due',
    apply: (before) => listingsWith({ store, builds: stored, introduced }, before),
  })
}

/** Signs the registry again when half of its lifetime is over. */
export async function renewSignature(location: string): Promise<void> {
  await changeRegistry(openStore(location), { command: 'start', sign: 'when due', apply: async (listings) => listings })
}
