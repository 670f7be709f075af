import { AtriumError, type Channels, type Listing, type Registry } from '@atrium/protocol'
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
import { checkCompatibility } from './release/compatibility.ts'
import { checkBudgets, plannedListing, recordReader } from './release/operations.ts'
import { readBuild, readRelease, resign, revisionOf, upload, type BuiltRelease } from './release/uploads.ts'
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

interface Read {
  readonly build: Build
  readonly built: BuiltRelease
}

/** A build that is in the store. */
interface Stored extends Build {
  readonly version: string
  readonly key: string
}

async function storeBuild(store: Store, { build, built }: Read): Promise<Stored> {
  const { release } = await upload(store, built, { revision: revisionOf(build.folder) })
  return { ...build, version: release.record.version, key: release.signature.key }
}

type Introductions = Awaited<ReturnType<typeof introductions>>

interface Publication {
  readonly store: Store
  readonly builds: readonly Stored[]
  readonly introduced: Introductions
}

interface Publishing {
  readonly name: string
  readonly version: string
  readonly old: Listing | undefined
}

/** What was published before stays where `atrium release` has put it; anything else becomes stable. */
const channelsFor = ({ name, version, old }: Publishing, introduced: Introductions): Channels =>
  old !== undefined && introduced.version(name) === version
    ? old.channels
    : withRelease(old?.channels, version, { channel: 'stable' })

/** What others have released into this store stays; what `start` published from here and is no longer installed goes. */
const othersIn = (before: Registry['listings'], names: readonly string[], introduced: Introductions) =>
  Object.entries(before).filter(([name]) => !names.includes(name) && introduced.command(name) !== 'start')

function withoutReason(listing: Listing): Listing {
  const { disabled: _, ...rest } = listing
  return rest
}

/** The checks of `atrium release`, before anything is stored. */
async function checkBuilds(
  store: Store,
  { listings, read, introduced }: { listings: Registry['listings']; read: readonly Read[]; introduced: Introductions },
): Promise<void> {
  await checkBudgets(
    read.map(({ build: { budget }, built }) => ({ ...built, ...(budget === undefined ? {} : { budget }) })),
  )
  const planned = read.map(({ build: { name, disabled }, built: { record } }) => {
    const known = listings[name]
    const channels = channelsFor({ name, version: record.version, old: known }, introduced)
    return [
      name,
      { ...withoutReason(plannedListing(known, record, channels)), ...(disabled === undefined ? {} : { disabled }) },
    ] as const
  })
  const names = planned.map(([name]) => name)
  const after = Object.fromEntries([...othersIn(listings, names, introduced), ...planned])
  const records = read.map(({ built }) => built.record)
  await checkCompatibility(listings, after, recordReader(store, records))
}

async function listingsWith(
  { store, builds, introduced }: Publication,
  before: Registry['listings'],
): Promise<Registry['listings']> {
  const others = othersIn(
    before,
    builds.map(({ name }) => name),
    introduced,
  )
  const listed = await Promise.all(
    builds.map(async ({ name, version, key, disabled }) => {
      const old = before[name]
      const channels = channelsFor({ name, version, old }, introduced)
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
 * Refuses what `atrium release` refuses: builds over their budget, and what does not work with the rest of the store.
 *
 * @param location - A folder, or `s3://bucket/prefix`.
 */
export async function publish(location: string, builds: readonly Build[]): Promise<void> {
  const store = openStore(location)
  const listings = await currentListings(store)
  const read = builds.map((build) => ({ build, built: readBuild(build.folder) }))
  const names = [...new Set([...Object.keys(listings), ...builds.map(({ name }) => name)])]
  const off = names.filter((name) => listings[name]?.disabled !== undefined)
  const introduced = await introductions(store, { names: names.filter((name) => listings[name]), off })
  await checkBuilds(store, { listings, read, introduced })
  const stored = await Promise.all(read.map((each) => storeBuild(store, each)))
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
