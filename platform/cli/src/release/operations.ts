import { hostName } from '../project.ts'
import {
  AtriumError,
  publicKeySchema,
  type Channels,
  type Listing,
  type Registry,
  type ReleaseRecord,
  type SignedRelease,
  type StoppedCanary,
} from '@atrium/protocol'
import { compress, clearStoppedCanaries, readStoppedCanaries, type Store } from '@atrium/store'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import * as v from 'valibot'
import { budgetOf, readBudgets, type Budgets } from '../budgets.ts'
import type { Build } from '../builds.ts'
import { makeKey, teamSigner, trustedKeys } from '../keys.ts'
import { counter } from '../terminal.ts'
import { checkCompatibility, neededRemotes, type ReadRecord } from './compatibility.ts'
import {
  changeRegistry,
  changes,
  changeText,
  listed,
  readRegistry,
  relist,
  withoutCanary,
  withoutPreview,
  withRelease,
  withStable,
  type ChangedRegistry,
  type Target,
} from './registry.ts'
import { findRelease, readBuild, readRelease, revisionOf, upload, type BuiltRelease } from './uploads.ts'

export async function servedBytes({ folder, files }: BuiltRelease): Promise<number> {
  let total = 0
  for (const file of files.filter((each) => each !== 'record.json')) {
    const bytes = readFileSync(path.join(folder, file))
    total += (await compress(file, bytes))?.br.length ?? bytes.length
  }
  return total
}

/**
 * @param budgets - Name → KB. Default: those of the project.
 * @throws Error naming every build that is larger than its budget.
 */
export async function checkBudgets(
  builds: readonly (BuiltRelease & Pick<Build, 'budget'>)[],
  budgets: Budgets['release'] = readBudgets().release,
): Promise<void> {
  const over: string[] = []
  for (const build of builds) {
    const { name, version } = build.record
    const budget = budgetOf(budgets, build.budget ?? name)
    const size = budget === undefined ? 0 : (await servedBytes(build)) / 1024
    if (budget !== undefined && size > budget)
      over.push(`${name} ${version} is ${size.toFixed(1)} KB, over its budget of ${budget} KB`)
  }
  if (over.length > 0)
    throw new Error(
      `Refused, nothing was changed:\n  ${over.join('\n  ')}\nMake it smaller, or raise the budget in budgets.json.`,
    )
}

/** What every operation needs. */
export interface ReleaseContext {
  readonly store: Store
  /** Reports what would change, and changes nothing. */
  readonly dryRun: boolean
  /** Overrides the check of what works together, and a gateway's halt of a canary. */
  readonly force: boolean
  readonly reason?: string | undefined
  /** Who changes it, for the history. Default: `ATRIUM_RELEASED_BY`, or the user and machine. */
  readonly by?: string | undefined
  readonly say: (line: string) => void
}

interface RegistryUpdate {
  readonly command: string
  /** Releases that a dry run has not put into the store. */
  readonly pending?: readonly SignedRelease[]
  readonly apply: (listings: Registry['listings']) => Promise<Registry['listings']>
}

/** Reads records from the store, those of builds that are not in it yet from here. */
export function recordReader(store: Store, pending: readonly ReleaseRecord[]): ReadRecord {
  const known = new Map<string, Promise<ReleaseRecord>>(
    pending.map((record) => [`${record.name} ${record.version}`, Promise.resolve(record)]),
  )
  return (name, version) => {
    const key = `${name} ${version}`
    const record = known.get(key) ?? readRelease(store, name, version).then((release) => release.record)
    known.set(key, record)
    return record
  }
}

/** Changes the registry unless what users get would not work together, and reports what has changed. */
export async function applyChange(
  { store, dryRun, force, reason, by, say }: ReleaseContext,
  { command, apply, pending = [] }: RegistryUpdate,
): Promise<ChangedRegistry> {
  const read = recordReader(
    store,
    pending.map(({ record }) => record),
  )
  const changed = await changeRegistry(store, {
    command,
    reason,
    by,
    dryRun,
    async apply(before) {
      const after = await apply(before)
      if (!force) await checkCompatibility(before, after, read)
      return after
    },
  })
  for (const move of changed.moves) if (move.what !== 'keys') say(`${dryRun ? 'would change ' : ''}${changeText(move)}`)
  if (changed.moves.length === 0) say('Nothing to change.')
  return changed
}

interface Halts {
  readonly halted: readonly StoppedCanary[]
  /** Why the list cannot be read. */
  readonly problem?: string
}

const isDamaged = (error: unknown): error is AtriumError =>
  error instanceof AtriumError && error.code === 'STORE_REFUSED'

/** Canaries that gateways have halted, to be shown; a list that cannot be read is reported and hides nothing else. */
export async function readableHalts(store: Store): Promise<Halts> {
  try {
    return { halted: await readStoppedCanaries(store) }
  } catch (error) {
    if (!isDamaged(error)) throw error
    return { halted: [], problem: error.message }
  }
}

/** Clears what gateways have halted of a package. The release is in effect by now, so a list that cannot be read is only reported. */
async function clearHalts({ store, say }: ReleaseContext, name: string): Promise<void> {
  try {
    await clearStoppedCanaries(store, name)
  } catch (error) {
    if (!isDamaged(error)) throw error
    say(error.message)
  }
}

interface BuildRelease {
  /** Folders of builds. */
  readonly folders: readonly string[]
  readonly target: Target
  /** Records that their teams have signed elsewhere. Default: they are signed here. */
  readonly signed?: readonly SignedRelease[]
  /** Its name in the history. Default: `release`. */
  readonly command?: string
}

/** @throws Error when the configured key may not sign this package. */
function checkTeam(name: string, listing: Listing | undefined, key = teamSigner(name).key): void {
  if (!listing || listing.keys.includes(key)) return
  throw new Error(
    `${name} is released with the key ${listing.keys.map((each) => each.slice(0, 8)).join(' or ')}, not with ${key.slice(0, 8)}.\n` +
      `Set ATRIUM_TEAM_KEY_FILE to the team's key, or allow this one: atrium release keys ${name} ${[...listing.keys, key].join(',')}`,
  )
}

/** A release brings back what was retired. */
function unretired(listing: Listing | undefined): Listing | undefined {
  if (!listing) return undefined
  const { retired: _, ...rest } = listing
  return rest
}

const isReleased = ({ record }: BuiltRelease, listing: Listing | undefined, target: Target): boolean => {
  if (!listing || listing.retired !== undefined) return false
  return isDeepStrictEqual(withRelease(listing.channels, record.version, target), listing.channels)
}

async function uploadBuild(
  { store, dryRun, force, say }: ReleaseContext,
  build: BuiltRelease,
  signed: SignedRelease | undefined,
): Promise<SignedRelease> {
  const { name, version } = build.record
  const count = counter(`uploading ${name} ${version}`)
  const { release, fresh } = await upload(store, build, {
    dryRun,
    again: force,
    revision: signed ? undefined : revisionOf(build.folder),
    signed,
    onFile: count,
  })
  const size = release.record.size === undefined ? '' : `, ${(release.record.size / 1024).toFixed(1)} KB as served`
  say(
    `${name} ${version}: ${dryRun ? 'would upload' : 'uploaded'} ${fresh} of ${build.files.length + build.maps.length} files${size}`,
  )
  return release
}

/**
 * Releases builds to a channel, all in one change of the registry.
 *
 * @throws Error when a check refuses, or one of them was released by another process in the meantime.
 */
export async function releaseBuilds(
  context: ReleaseContext,
  { folders, target, signed = [], command = 'release' }: BuildRelease,
): Promise<void> {
  const signedFor = (name: string) => signed.find(({ record }) => record.name === name)
  const { registry } = await readRegistry(context.store)
  const seen: Registry['listings'] = registry?.listings ?? {}
  const builds = folders.map(readBuild)
  for (const { record } of builds) checkTeam(record.name, seen[record.name], signedFor(record.name)?.signature.key)
  const fresh = builds.filter((build) => context.force || !isReleased(build, seen[build.record.name], target))
  for (const { record } of builds.filter((build) => !fresh.includes(build)))
    context.say(`${record.name}: already released as ${record.version}. Nothing to do.`)
  if (fresh.length === 0) return
  await checkBudgets(fresh)
  if (!context.force) await checkBeforeUpload(context.store, { seen, builds: fresh, target })
  const releases: SignedRelease[] = []
  for (const build of fresh) releases.push(await uploadBuild(context, build, signedFor(build.record.name)))
  await applyChange(context, {
    command,
    pending: context.dryRun ? releases : [],
    apply: (listings) => released(context, { listings, seen, releases, target }),
  })
  if (!context.dryRun) for (const { record } of releases) await clearHalts(context, record.name)
}

interface PlannedRelease {
  readonly seen: Registry['listings']
  readonly builds: readonly BuiltRelease[]
  readonly target: Target
}

/** A listing as far as it decides what works together. */
export const plannedListing = (before: Listing | undefined, record: ReleaseRecord, channels: Channels): Listing => ({
  ...(before ?? { name: record.name, base: '/', keys: [], releases: {} }),
  channels,
  needs: [...new Set([...(before?.needs ?? []), ...neededRemotes([record])])],
})

/**
 * Checks builds before anything of them is stored. It is checked again when the registry is written, which others may
 * have changed by then.
 */
async function checkBeforeUpload(store: Store, { seen, builds, target }: PlannedRelease): Promise<void> {
  const planned = builds.map(({ record }) => {
    const known = unretired(seen[record.name])
    return [record.name, plannedListing(known, record, withRelease(known?.channels, record.version, target))] as const
  })
  const records = builds.map(({ record }) => record)
  await checkCompatibility(seen, { ...seen, ...Object.fromEntries(planned) }, recordReader(store, records))
}

interface Releasing {
  readonly listings: Registry['listings']
  /** As they were when the release began. */
  readonly seen: Registry['listings']
  readonly releases: readonly SignedRelease[]
  readonly target: Target
}

async function released(
  { store, dryRun }: ReleaseContext,
  { listings, seen, releases, target }: Releasing,
): Promise<Registry['listings']> {
  const changed: Registry['listings'] = { ...listings }
  for (const release of releases) {
    const { name, version } = release.record
    const before = unretired(listings[name])
    if (!isDeepStrictEqual(before?.channels, seen[name]?.channels)) {
      throw new Error(
        `${name} was changed by another release in the meantime, and was left as it is. Check \`atrium release status\`, then try again`,
      )
    }
    const channels = withRelease(before?.channels, version, target)
    const keys = before?.keys ?? [release.signature.key]
    changed[name] = await relist(store, { name, before, channels, keys, pending: dryRun ? [release] : [] })
  }
  return changed
}

interface Promotion {
  readonly name: string
  /** Label of the preview to promote. Default: the canary. */
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

/** Makes a canary or a preview stable, or gives a canary to more users. */
export async function promote(context: ReleaseContext, promotion: Promotion): Promise<void> {
  const { name } = promotion
  // Without --force, whether it was halted has to be known.
  const halted = context.force ? (await readableHalts(context.store)).halted : await readStoppedCanaries(context.store)
  await applyChange(context, {
    command: 'promote',
    async apply(listings) {
      const before = listed(listings, name)
      const version = candidate(before, promotion.preview)
      const halt = halted.find((each) => each.remote === name && each.version === version)
      if (halt && !context.force)
        throw new Error(`${name} ${version} was halted: ${halt.reason}\nRelease a fixed version, or use --force.`)
      const channels = promoted(before.channels, version, promotion)
      return { ...listings, [name]: await relist(context.store, { name, before, channels }) }
    },
  })
  // --force overrides the halt: gateways serve it again, with a new canary analysis.
  if (context.force && !context.dryRun) await clearHalts(context, name)
}

interface Rollback {
  readonly name: string
  /** Version to return to. Default: removes the canary if there is one, else returns stable to the release before. */
  readonly to?: string | undefined
  /** Label of a preview to remove. */
  readonly preview?: string | undefined
  /** Keeps the canary. Default: false. */
  readonly stable?: boolean | undefined
}

/** Changes of a package that are searched for earlier releases, when none is named. */
const searchedChanges = 200

/**
 * Earlier stable versions of a package, the newest first, that are still in the store.
 *
 * @param wanted - The whole history is searched for this one.
 */
async function earlierVersions(store: Store, name: string, wanted?: string): Promise<string[]> {
  const found = new Set<string>()
  let seen = 0
  for await (const { moves } of changes(store)) {
    const own = moves.filter((move) => move.name === name)
    for (const move of own) if (move.what === 'stable' && move.from) found.add(move.from)
    if (own.length > 0) seen++
    if (seen >= searchedChanges && (wanted === undefined || found.has(wanted))) break
  }
  const stored = await Promise.all(
    [...found].map(async (version) => ((await findRelease(store, name, version)) ? version : undefined)),
  )
  return stored.filter((version) => version !== undefined)
}

async function stableBefore(store: Store, { name, channels }: Listing, to: string | undefined): Promise<Channels> {
  const known = await earlierVersions(store, name, to)
  const version = to ?? channels.previous
  if (version === undefined) throw new Error(`${name} has no release to return to`)
  if (version === channels.stable) throw new Error(`${name} ${version} is already stable`)
  if (version !== channels.previous && !known.includes(version)) {
    throw new Error(`${name} ${version} was never stable, or was removed. Available: ${known.join(', ') || 'none'}`)
  }
  // Never the version that is rolled back: the next fallback is older than both.
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

/** Rolls back the last release. Nothing is built, nothing is uploaded. */
export async function rollback(context: ReleaseContext, options: Rollback): Promise<void> {
  const start = performance.now()
  const { registry } = await applyChange(context, {
    command: 'rollback',
    async apply(listings) {
      const before = listed(listings, options.name)
      const channels = await channelsAfter(context.store, before, options)
      return { ...listings, [options.name]: await relist(context.store, { name: options.name, before, channels }) }
    },
  })
  const stable = registry.listings[options.name]?.channels.stable
  context.say(`${options.name}: stable is ${stable}, ${((performance.now() - start) / 1000).toFixed(2)} s`)
}

/** Switches a remote off for all users, with the reason they see, or on again. */
export async function switchRemote(context: ReleaseContext, name: string, reason: string | undefined): Promise<void> {
  if (name === hostName) throw new Error('The host cannot be switched off')
  await applyChange(context, {
    command: reason === undefined ? 'enable' : 'disable',
    async apply(listings) {
      const { disabled: _, ...listing } = listed(listings, name)
      return { ...listings, [name]: reason === undefined ? listing : { ...listing, disabled: reason } }
    },
  })
}

/** Prints the public keys that a host built here trusts, in the form of ATRIUM_REGISTRY_KEYS. */
export const printKeys = (): void => void process.stdout.write(`${trustedKeys().join(',')}\n`)

/** Writes a new private key and prints its public key. */
export const printNewKey = (file: string): void => void process.stdout.write(`${makeKey(file).key}\n`)

/** Sets which keys may sign the releases of a package. What is in a channel must be signed by one of them. */
export async function changeTeam(context: ReleaseContext, name: string, keys: readonly string[]): Promise<void> {
  const wrong = keys.find((key) => !v.is(publicKeySchema, key))
  if (wrong !== undefined)
    throw new Error(`"${wrong}" is not a public key; \`atrium release keys make FILE\` prints one`)
  await applyChange(context, {
    command: 'keys',
    async apply(listings) {
      const before = listed(listings, name)
      return { ...listings, [name]: await relist(context.store, { name, before, channels: before.channels, keys }) }
    },
  })
}

/** Signs the registry again as it is: with a new expiry, and with the current keys. */
export async function refresh({ store, dryRun, reason, say }: ReleaseContext): Promise<void> {
  const { registry } = await changeRegistry(store, {
    command: 'refresh',
    reason,
    dryRun,
    sign: 'always',
    apply: async (listings) => listings,
  })
  const { head, signatures } = registry.signed
  const keys = signatures.map(({ key }) => key.slice(0, 8)).join(', ')
  say(
    `${dryRun ? 'would sign' : 'signed'} serial ${head.serial} with ${keys}, valid until ${head.expires.slice(0, 10)}`,
  )
}
