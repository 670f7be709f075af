import { isDeepStrictEqual } from 'node:util'
import type { Listing, Registry, SignedRelease } from '@atrium/protocol'
import { teamSigner } from '../keys/signers.ts'
import { readBuild, type BuiltRelease } from './build-files.ts'
import { place, type Target } from './channels.ts'
import { checkBudgets } from './check-budgets.ts'
import { counter } from './progress.ts'
import { readRegistry } from './registry-document.ts'
import { relist } from './relist.ts'
import { revisionOf } from './revision.ts'
import { forgetStops } from './stops.ts'
import { upload } from './upload.ts'
import { carryOut, type Work } from './work.ts'

export interface PieceRelease {
  /** Folders of builds. */
  readonly folders: readonly string[]
  readonly target: Target
}

/** @throws Error when the key at hand is not one that may sign this piece. */
function checkTeam(name: string, listing: Listing | undefined): void {
  const { key } = teamSigner(name)
  if (!listing || listing.keys.includes(key)) return
  throw new Error(
    `${name} is released with the key ${listing.keys.map((each) => each.slice(0, 8)).join(' or ')}, the key at hand is ${key.slice(0, 8)}.\n` +
      `Set ATRIUM_TEAM_KEY_FILE to the team's key, or let this one in: pnpm release keys ${name} ${[...listing.keys, key].join(',')}`,
  )
}

const isPlaced = ({ record }: BuiltRelease, listing: Listing | undefined, target: Target): boolean => {
  if (!listing) return false
  return isDeepStrictEqual(place(listing.channels, record.version, target), listing.channels)
}

async function send({ store, dryRun, force, say }: Work, build: BuiltRelease): Promise<SignedRelease> {
  const { name, version } = build.record
  const count = counter(`uploading ${name} ${version}`)
  const { release, fresh } = await upload(store, build, { dryRun, again: force, revision: revisionOf(build.folder), onFile: count })
  const size = release.record.size === undefined ? '' : `, ${(release.record.size / 1024).toFixed(1)} KB as served`
  say(`${name} ${version}: ${dryRun ? 'would upload' : 'uploaded'} ${fresh} of ${build.files.length + build.maps.length} files${size}`)
  return release
}

/**
 * Puts builds into a channel, all by one change of the registry.
 *
 * @throws Error when a check refuses, or somebody else has released one of them meanwhile.
 */
export async function releasePieces(work: Work, { folders, target }: PieceRelease): Promise<void> {
  const { registry } = await readRegistry(work.store)
  const seen: Registry['listings'] = registry?.listings ?? {}
  const builds = folders.map(readBuild)
  for (const { record } of builds) checkTeam(record.name, seen[record.name])
  const fresh = builds.filter((build) => work.force || !isPlaced(build, seen[build.record.name], target))
  for (const { record } of builds.filter((build) => !fresh.includes(build))) work.say(`${record.name} ${record.version} is there already: nothing to release`)
  if (fresh.length === 0) return
  await checkBudgets(fresh)
  const releases: SignedRelease[] = []
  for (const build of fresh) releases.push(await send(work, build))
  await carryOut(work, { command: 'release', pending: work.dryRun ? releases : [], apply: (listings) => released(work, { listings, seen, releases, target }) })
  if (!work.dryRun) for (const { record } of releases) await forgetStops(work, record.name)
}

interface Releasing {
  readonly listings: Registry['listings']
  /** As they were when the release began. */
  readonly seen: Registry['listings']
  readonly releases: readonly SignedRelease[]
  readonly target: Target
}

async function released({ store, dryRun }: Work, { listings, seen, releases, target }: Releasing): Promise<Registry['listings']> {
  const changed: Registry['listings'] = { ...listings }
  for (const release of releases) {
    const { name, version } = release.record
    const before = listings[name]
    if (!isDeepStrictEqual(before?.channels, seen[name]?.channels)) {
      throw new Error(`${name} was changed by somebody else meanwhile, and is as they left it: look (pnpm release status), then try again`)
    }
    const channels = place(before?.channels, version, target)
    const keys = before?.keys ?? [release.signature.key]
    changed[name] = await relist(store, { name, before, channels, keys, pending: dryRun ? [release] : [] })
  }
  return changed
}
