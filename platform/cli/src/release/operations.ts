import { type Registry, type ReleaseRecord, type SignedRelease, AtriumError, type StoppedCanary, type Listing, type Channels, publicKeySchema } from '@atrium/protocol'
import { type Store, forgetStopped, stoppedCanaries } from '@atrium/store'
import { isDeepStrictEqual } from 'node:util'
import * as v from 'valibot'
import { teamSigner, makeKey, trustedKeys } from '../keys.ts'
import { counter } from '../terminal.ts'
import { withRelease, type Target, relist, withoutCanary, withoutPreview, listed, withStable } from './channels.ts'
import { checkContracts, checkBudgets } from './checks.ts'
import { changeRegistry, type ChangedRegistry, changeText, readRegistry, changes } from './registry.ts'
import { readRelease, readBuild, type BuiltRelease, revisionOf, upload, findRelease } from './uploads.ts'

/** What every command is given. */
export interface ReleaseContext {
  readonly store: Store
  /** Says what would change, and changes nothing. */
  readonly dryRun: boolean
  /** Goes on where contracts or the care of a gateway say no. */
  readonly force: boolean
  readonly reason?: string | undefined
  readonly say: (line: string) => void
}

export interface Step {
  readonly command: string
  /** Not in the store yet, in a dry run. */
  readonly pending?: readonly SignedRelease[]
  readonly apply: (listings: Registry['listings']) => Promise<Registry['listings']>
}

const recordReader = (store: Store, pending: readonly SignedRelease[]) => {
  const known = new Map<string, Promise<ReleaseRecord>>(pending.map(({ record }) => [`${record.name} ${record.version}`, Promise.resolve(record)]))
  return (name: string, version: string): Promise<ReleaseRecord> => {
    const key = `${name} ${version}`
    const record = known.get(key) ?? readRelease(store, name, version).then((release) => release.record)
    known.set(key, record)
    return record
  }
}

/** Changes the registry unless contracts speak against it, and says what has changed. */
export async function applyChange({ store, dryRun, force, reason, say }: ReleaseContext, { command, apply, pending = [] }: Step): Promise<ChangedRegistry> {
  const read = recordReader(store, pending)
  const changed = await changeRegistry(store, {
    command,
    reason,
    dryRun,
    async apply(before) {
      const after = await apply(before)
      if (!force) await checkContracts(before, after, read)
      return after
    },
  })
  for (const move of changed.moves) if (move.what !== 'keys') say(`${dryRun ? 'would change ' : ''}${changeText(move)}`)
  if (changed.moves.length === 0) say('nothing to change')
  return changed
}

export interface Halts {
  readonly stopped: readonly StoppedCanary[]
  /** Why the list cannot be read. */
  readonly problem?: string
}

const isDamaged = (error: unknown): error is AtriumError => error instanceof AtriumError && error.code === 'STORE_REFUSED'

/** What gateways have stopped, to be shown; a list that cannot be read hides nothing else. */
export async function readableHalts(store: Store): Promise<Halts> {
  try {
    return { stopped: await stoppedCanaries(store) }
  } catch (error) {
    if (!isDamaged(error)) throw error
    return { stopped: [], problem: error.message }
  }
}

/** Forgets what gateways have stopped of a piece. What was released is in force by now, so a list that cannot be read is told and ends nothing. */
export async function clearHalts({ store, say }: ReleaseContext, name: string): Promise<void> {
  try {
    await forgetStopped(store, name)
  } catch (error) {
    if (!isDamaged(error)) throw error
    say(error.message)
  }
}

export interface BuildRelease {
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
  return isDeepStrictEqual(withRelease(listing.channels, record.version, target), listing.channels)
}

async function send({ store, dryRun, force, say }: ReleaseContext, build: BuiltRelease): Promise<SignedRelease> {
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
export async function releaseBuilds(work: ReleaseContext, { folders, target }: BuildRelease): Promise<void> {
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
  await applyChange(work, { command: 'release', pending: work.dryRun ? releases : [], apply: (listings) => released(work, { listings, seen, releases, target }) })
  if (!work.dryRun) for (const { record } of releases) await clearHalts(work, record.name)
}

interface Releasing {
  readonly listings: Registry['listings']
  /** As they were when the release began. */
  readonly seen: Registry['listings']
  readonly releases: readonly SignedRelease[]
  readonly target: Target
}

async function released({ store, dryRun }: ReleaseContext, { listings, seen, releases, target }: Releasing): Promise<Registry['listings']> {
  const changed: Registry['listings'] = { ...listings }
  for (const release of releases) {
    const { name, version } = release.record
    const before = listings[name]
    if (!isDeepStrictEqual(before?.channels, seen[name]?.channels)) {
      throw new Error(`${name} was changed by somebody else meanwhile, and is as they left it: look (pnpm release status), then try again`)
    }
    const channels = withRelease(before?.channels, version, target)
    const keys = before?.keys ?? [release.signature.key]
    changed[name] = await relist(store, { name, before, channels, keys, pending: dryRun ? [release] : [] })
  }
  return changed
}

export interface Promotion {
  readonly name: string
  /** Label of the preview to take. Default: the canary. */
  readonly preview?: string | undefined
  readonly target: Target
}

function candidate({ name, channels }: Listing, preview: string | undefined): string {
  const version = preview === undefined ? channels.canary?.version : channels.previews[preview]
  if (version !== undefined) return version
  throw new Error(preview === undefined ? `${name} has no canary to promote` : `${name} has no preview ${preview}`)
}

function promoted(channels: Channels, version: string, { preview, target }: Promotion): Channels {
  const rest = preview === undefined ? channels : withoutPreview(channels, preview)
  const placed = withRelease(rest, version, target)
  return target.channel === 'stable' && placed.canary?.version === version ? withoutCanary(placed) : placed
}

/** Makes a canary or a preview stable, or gives a canary to more people. */
export async function promote(work: ReleaseContext, promotion: Promotion): Promise<void> {
  const { name } = promotion
  // Whether it was stopped has to be known, unless somebody means it anyway.
  const stopped = work.force ? (await readableHalts(work.store)).stopped : await stoppedCanaries(work.store)
  await applyChange(work, {
    command: 'promote',
    async apply(listings) {
      const before = listed(listings, name)
      const version = candidate(before, promotion.preview)
      const halted = stopped.find((each) => each.remote === name && each.version === version)
      if (halted && !work.force) throw new Error(`${name} ${version} was stopped: ${halted.reason}\nRelease a better one, or --force.`)
      const channels = promoted(before.channels, version, promotion)
      return { ...listings, [name]: await relist(work.store, { name, before, channels }) }
    },
  })
  // Whoever went on against a stop has the word: gateways give it to people again, and judge it anew.
  if (work.force && !work.dryRun) await clearHalts(work, name)
}

export interface Rollback {
  readonly name: string
  /** Version to return to. Default: the newest thing goes: a canary if there is one, else what is stable. */
  readonly to?: string | undefined
  /** Label of a preview to end. */
  readonly preview?: string | undefined
  /** Leaves a canary alone. Default: false. */
  readonly stable?: boolean | undefined
}

/** So far back is looked for a release to fall back on. */
const farthest = 200

/** Stable versions of a piece, the newest first, that are still in the store. */
async function earlier(store: Store, name: string): Promise<string[]> {
  const found = new Set<string>()
  let seen = 0
  for await (const { moves } of changes(store)) {
    for (const move of moves) if (move.name === name && move.what === 'stable' && move.from) found.add(move.from)
    if (++seen >= farthest) break
  }
  const kept = await Promise.all([...found].map(async (version) => ((await findRelease(store, name, version)) ? version : undefined)))
  return kept.filter((version) => version !== undefined)
}

async function stableBefore(store: Store, { name, channels }: Listing, to: string | undefined): Promise<Channels> {
  const known = await earlier(store, name)
  const version = to ?? channels.previous
  if (version === undefined) throw new Error(`${name} has no release to return to`)
  if (version === channels.stable) throw new Error(`${name} ${version} is stable already`)
  if (version !== channels.previous && !known.includes(version)) {
    throw new Error(`${name} ${version} was never stable here, or is gone; there are: ${known.join(', ') || 'none'}`)
  }
  // Never what was just left: the next in line is older than both.
  const fallback = known.slice(known.indexOf(version) + 1).find((each) => each !== channels.stable && each !== version)
  return withStable(channels, version, fallback)
}

const channelsAfter = async (store: Store, before: Listing, { to, preview, stable }: Rollback): Promise<Channels> => {
  const { name, channels } = before
  if (preview !== undefined && !channels.previews[preview]) throw new Error(`${name} has no preview ${preview}`)
  if (preview !== undefined) return withoutPreview(channels, preview)
  if (channels.canary && !stable && to === undefined) return withoutCanary(channels)
  return stableBefore(store, before, to)
}

/** Takes back what was released last. Nothing is built, nothing is uploaded. */
export async function rollback(work: ReleaseContext, options: Rollback): Promise<void> {
  const begun = performance.now()
  const { registry } = await applyChange(work, {
    command: 'rollback',
    async apply(listings) {
      const before = listed(listings, options.name)
      const channels = await channelsAfter(work.store, before, options)
      return { ...listings, [options.name]: await relist(work.store, { name: options.name, before, channels }) }
    },
  })
  const stable = registry.listings[options.name]?.channels.stable
  work.say(`${options.name}: stable is ${stable}, ${((performance.now() - begun) / 1000).toFixed(2)} s`)
}

/** Switches a remote off for everybody, with the reason they are shown, or on again. */
export async function switchRemote(work: ReleaseContext, name: string, reason: string | undefined): Promise<void> {
  if (name === 'shell') throw new Error('the shell is what shows everything: it cannot be switched off')
  await applyChange(work, {
    command: reason === undefined ? 'enable' : 'disable',
    async apply(listings) {
      const { disabled: _, ...listing } = listed(listings, name)
      return { ...listings, [name]: reason === undefined ? listing : { ...listing, disabled: reason } }
    },
  })
}

/** Prints the public keys that a shell built here trusts, as ATRIUM_REGISTRY_KEYS takes them. */
export const printKeys = (): void => void process.stdout.write(`${trustedKeys().join(',')}\n`)

/** Writes a new private key and prints its public key. */
export const printNewKey = (file: string): void => void process.stdout.write(`${makeKey(file).key}\n`)

/** Says who may sign the releases of a piece from now on. What is in a channel must be signed by one of them. */
export async function changeTeam(work: ReleaseContext, name: string, keys: readonly string[]): Promise<void> {
  const wrong = keys.find((key) => !v.is(publicKeySchema, key))
  if (wrong !== undefined) throw new Error(`"${wrong}" is no public key; \`pnpm release keys make FILE\` prints one`)
  await applyChange(work, {
    command: 'keys',
    async apply(listings) {
      const before = listed(listings, name)
      return { ...listings, [name]: await relist(work.store, { name, before, channels: before.channels, keys }) }
    },
  })
}

/** Signs the registry again as it is: with a new expiry, and with the keys in force now. */
export async function refresh({ store, dryRun, reason, say }: ReleaseContext): Promise<void> {
  const { registry } = await changeRegistry(store, { command: 'refresh', reason, dryRun, sign: 'always', apply: async (listings) => listings })
  const { head, signatures } = registry.signed
  const keys = signatures.map(({ key }) => key.slice(0, 8)).join(', ')
  say(`${dryRun ? 'would sign' : 'signed'} serial ${head.serial} with ${keys}, good until ${head.expires.slice(0, 10)}`)
}
