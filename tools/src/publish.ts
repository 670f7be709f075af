import { AtriumError, type Registry } from '@atrium/protocol'
import { openStore, storeLayout, type Store } from '@atrium/store'
import { readBuild } from './release/build-files.ts'
import { changeRegistry } from './release/change-registry.ts'
import { place } from './release/channels.ts'
import { say } from './release/progress.ts'
import { introductions, type Introductions } from './release/introductions.ts'
import { readRegistry } from './release/registry-document.ts'
import { relist } from './release/relist.ts'
import { resignReleases } from './release/resign-releases.ts'
import { revisionOf } from './release/revision.ts'
import { upload } from './release/upload.ts'

/** A build to be published. */
export interface Build {
  readonly name: string
  readonly folder: string
  /** Why the remote is switched off. */
  readonly disabled?: string | undefined
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
  readonly introduced: Introductions
}

async function published({ store, builds, introduced }: Publication, before: Registry['listings']): Promise<Registry['listings']> {
  const here = new Set(builds.map(({ name }) => name))
  // What others have released into this store is theirs; what was started from here and is gone goes.
  const others = Object.entries(before).filter(([name]) => !here.has(name) && introduced.command(name) !== 'start')
  const listed = await Promise.all(
    builds.map(async ({ name, version, key, disabled }) => {
      const old = before[name]
      const isKnown = old !== undefined && introduced.version(name) === version
      const channels = isKnown ? old.channels : place(old?.channels, version, { channel: 'stable' })
      if (old && !old.keys.includes(key)) await resignReleases(store, name, channels)
      const { disabled: off, ...listing } = await relist(store, { name, before: old, channels, keys: old?.keys.includes(key) ? old.keys : [key] })
      const reason = disabled ?? (introduced.switchedBy(name) === 'start' ? undefined : off)
      return [name, reason === undefined ? listing : { ...listing, disabled: reason }] as const
    }),
  )
  return Object.fromEntries([...others, ...listed])
}

/** The registry as it is. One with another key is nothing to build on, and nothing that a store of one's own is lost by. */
async function known(store: Store): Promise<Registry['listings']> {
  try {
    return (await readRegistry(store)).registry?.listings ?? {}
  } catch (error) {
    if (!(error instanceof AtriumError) || error.code !== 'REGISTRY_UNSIGNED') throw error
    say(`${store.location} was signed with keys that are not here: its registry is begun anew`)
    await store.remove(storeLayout.registry)
    return {}
  }
}

/**
 * Puts builds into a store and makes those current that were not published or released before: a channel that
 * `pnpm release` has set stays as it is. Changes nothing when nothing is new and the signature is good for a while.
 */
export async function publish(location: string, builds: readonly Build[]): Promise<void> {
  const store = openStore(location)
  const listings = await known(store)
  const stored = await Promise.all(builds.map((build) => storeBuild(store, build)))
  const names = [...new Set([...Object.keys(listings), ...stored.map(({ name }) => name)])]
  const off = names.filter((name) => listings[name]?.disabled !== undefined)
  const introduced = await introductions(store, { names: names.filter((name) => listings[name]), off })
  await changeRegistry(store, { command: 'start', sign: 'when due', apply: (before) => published({ store, builds: stored, introduced }, before) })
}

/** Signs the registry again when half of its time is over. */
export async function keepSigned(location: string): Promise<void> {
  await changeRegistry(openStore(location), { command: 'start', sign: 'when due', apply: async (listings) => listings })
}
