import {
  AtriumError,
  type ChangeRecord,
  type Channels,
  type Listing,
  type ChangedField,
  type Flag,
  type Registry,
  type SignedRelease,
} from '@atrium/protocol'
import { parseStored, storeLayout, type Store } from '@atrium/store'
import { digestOf, registryTree, signRegistry, verifyHead, verifyRelease } from '@atrium/trust'
import os from 'node:os'
import { isDeepStrictEqual } from 'node:util'
import { registrySigners, trustedKeys } from '../keys.ts'
import { hostName } from '../project.ts'
import { neededRemotes } from './compatibility.ts'
import { readRelease } from './uploads.ts'

/** The registry as it was read, and what is needed to replace exactly that one. */
interface RegistryDocument {
  /** Undefined in a store without releases. */
  readonly registry: Registry | undefined
  readonly tag: string | null
}

function parse(bytes: Buffer, location: string): Registry {
  try {
    return parseStored('registry', bytes.toString())
  } catch (error) {
    throw new AtriumError('REGISTRY_INVALID', {
      subject: `${location}: ${error instanceof Error ? error.message : String(error)}`,
      remedy: 'It is damaged or of another version of Atrium: move it away, and release everything again.',
      cause: error,
    })
  }
}

/**
 * Reads the registry and verifies it, because the next one is derived from it: it must be complete and signed by a key
 * that is trusted here. It may have expired, as signing it again is the remedy.
 *
 * @param keys - Default: those that are trusted here.
 * @throws AtriumError REGISTRY_UNSIGNED or REGISTRY_INVALID.
 */
export async function readRegistry(store: Store, keys: readonly string[] = trustedKeys()): Promise<RegistryDocument> {
  const file = await store.read(storeLayout.registry)
  if (!file) return { registry: undefined, tag: null }
  const registry = parse(file.bytes, store.location)
  const head = await verifyHead(registry.signed, { keys, now: 0 })
  const { root, size } = await registryTree(registry.listings)
  if (root === head.root && size === head.size) return { registry, tag: file.tag }
  throw new AtriumError('REGISTRY_INVALID', {
    subject: `${store.location}: its listings are not those that were signed`,
    remedy: 'The store was edited manually: restore the last valid registry.',
  })
}

type Facts = ReadonlyMap<string, string>

const canaryText = ({ version, percent, cohorts }: NonNullable<Listing['channels']['canary']>): string =>
  [version, `${percent} %`, ...cohorts].join(' ')

/** `20 % beta`, for people. */
export const flagText = ({ percent, cohorts }: Flag): string =>
  [percent === 100 ? 'on' : percent > 0 ? `${percent} %` : '', ...cohorts].filter((each) => each !== '').join(' ') ||
  'off'

/** Facts about a listing, by the names that the history uses. */
function factsOf(listing: Listing | undefined): Facts {
  if (!listing) return new Map()
  const { channels, disabled, flags = {}, grants = {}, keys, retired } = listing
  return new Map([
    ['stable', channels.stable],
    ...(channels.canary ? [['canary', canaryText(channels.canary)] as const] : []),
    ...Object.entries(channels.previews).map(([label, version]) => [`preview ${label}`, version] as const),
    ...Object.entries(flags).map(([name, flag]) => [`flag ${name}`, flagText(flag)] as const),
    ...Object.entries(grants).flatMap(([name, policy]) =>
      Object.entries(policy).map(([kind, sources = []]) => [`grant ${name} ${kind}`, sources.join(' ')] as const),
    ),
    ...(disabled === undefined ? [] : [['off', disabled] as const]),
    ...(retired === undefined ? [] : [['retired', retired] as const]),
    ['keys', keys.map((key) => key.slice(0, 8)).join(' ')],
  ])
}

const moved = (name: string, before: Facts, after: Facts): ChangedField[] =>
  [...new Set([...before.keys(), ...after.keys()])].flatMap((what) => {
    const [from, to] = [before.get(what), after.get(what)]
    return from === to
      ? []
      : [{ name, what, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }]
  })

/** What a change of the listings changed, by package. */
function changesBetween(before: Registry['listings'], after: Registry['listings']): ChangedField[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return names.flatMap((name) => moved(name, factsOf(before[name]), factsOf(after[name])))
}

/** The version that one side of a change names. */
export const versionIn = (side: string | undefined): string | undefined => /^[0-9a-f]{12}\b/.exec(side ?? '')?.[0]

export const changeText = ({ name, what, from, to }: ChangedField): string =>
  `${name} ${what}: ${from ?? '–'} → ${to ?? '–'}`

/** Writes an entry of the history, once. */
async function saveChange(store: Store, change: ChangeRecord | undefined): Promise<void> {
  if (change) await store.replace(storeLayout.change(change.serial), Buffer.from(`${JSON.stringify(change)}\n`), null)
}

async function readChange(store: Store, file: string): Promise<ChangeRecord | undefined> {
  const stored = await store.read(file)
  try {
    return stored && parseStored('change', stored.bytes.toString())
  } catch {
    // The history only informs, nothing is decided by it: leave the entry out.
    return undefined
  }
}

/** Files that are read in parallel. */
const batch = 16

/** All changes, the newest first, read when they are needed. */
export async function* changes(store: Store): AsyncGenerator<ChangeRecord> {
  const current = (await readRegistry(store)).registry?.change
  if (current) yield current
  const files = (await store.list(storeLayout.history)).map(({ path }) => path).reverse()
  const rest = files.filter((file) => current === undefined || file !== storeLayout.change(current.serial))
  for (let start = 0; start < rest.length; start += batch) {
    const read = await Promise.all(rest.slice(start, start + batch).map((file) => readChange(store, file)))
    yield* read.filter((change) => change !== undefined)
  }
}

/** Milliseconds. */
export const day = 24 * 3_600_000

/** Days until a signed registry expires. `atrium start` signs it again when half of them are left. */
const lifetime = 90

/** More attempts than teams that release in the same second. */
const tries = 20

interface RegistryChange {
  /** Its name in the history. */
  readonly command: string
  readonly reason?: string | undefined
  /** Who makes it. Default: `ATRIUM_RELEASED_BY`, or the user and machine. */
  readonly by?: string | undefined
  /** Default: false. */
  readonly dryRun?: boolean
  /** Signs when nothing else changes: never, when half of the lifetime is over, or in any case. Default: `never`. */
  readonly sign?: 'never' | 'when due' | 'always'
  /** Called for each attempt, with the newest listings; what it throws ends the change. */
  readonly apply: (listings: Registry['listings']) => Promise<Registry['listings']>
}

export interface ChangedRegistry {
  readonly registry: Registry
  readonly moves: ChangeRecord['moves']
  /** False in a dry run, and when there was nothing to change. */
  readonly written: boolean
}

function releasedBy(): string {
  const named = process.env['ATRIUM_RELEASED_BY']
  if (named) return named
  try {
    return `${os.userInfo().username}@${os.hostname()}`
  } catch {
    // A container may run as a user without a name.
    return os.hostname()
  }
}

const isDue = ({ head, signatures }: Registry['signed'], keys: readonly string[]): boolean =>
  Date.parse(head.expires) - Date.now() <= (lifetime / 2) * day ||
  !keys.every((key) => signatures.some((each) => each.key === key))

async function next(
  before: Registry | undefined,
  listings: Registry['listings'],
  { command, reason, by = releasedBy() }: RegistryChange,
): Promise<Registry> {
  const now = Date.now()
  // Starts at the time in seconds, so that a new store is not older than what browsers have seen.
  const serial = Math.max((before?.signed.head.serial ?? 0) + 1, Math.floor(now / 1000))
  const signed = await signRegistry({
    listings,
    serial,
    expires: new Date(now + lifetime * day),
    signers: registrySigners(),
  })
  const change: ChangeRecord = {
    serial,
    at: new Date(now).toISOString(),
    by,
    command,
    ...(reason === undefined ? {} : { reason }),
    moves: changesBetween(before?.listings ?? {}, listings),
  }
  return { ...signed, change }
}

/** Whether there is nothing to write. */
function isUnchanged(
  before: Registry | undefined,
  listings: Registry['listings'],
  { sign = 'never' }: RegistryChange,
): boolean {
  if (!before || !isDeepStrictEqual(before.listings, listings) || sign === 'always') return false
  return (
    sign === 'never' ||
    !isDue(
      before.signed,
      registrySigners().map(({ key }) => key),
    )
  )
}

/** A grant ends with the remote: another one of the same name must not inherit it. */
function withoutOrphans(listings: Registry['listings']): Registry['listings'] {
  const host = listings[hostName]
  const kept = Object.entries(host?.grants ?? {}).filter(([name]) => Object.hasOwn(listings, name))
  if (!host?.grants || kept.length === Object.keys(host.grants).length) return listings
  const { grants: _, ...rest } = host
  return { ...listings, [hostName]: kept.length > 0 ? { ...rest, grants: Object.fromEntries(kept) } : rest }
}

/**
 * Changes the registry by one compare and swap; retries on the newest registry when another writer was first.
 * Killed before the swap, nothing has changed; after it, everything has: `change` in the registry becomes an entry of
 * the history with the next change, if not with this one.
 *
 * @throws Error when other writers are first every time, and what `apply` throws.
 */
export async function changeRegistry(store: Store, change: RegistryChange): Promise<ChangedRegistry> {
  for (let left = tries; left > 0; left--) {
    const { registry: before, tag } = await readRegistry(store)
    const listings = withoutOrphans(await change.apply(before?.listings ?? {}))
    if (before && isUnchanged(before, listings, change)) return { registry: before, moves: [], written: false }
    const registry = await next(before, listings, change)
    const moves = registry.change?.moves ?? []
    if (change.dryRun) return { registry, moves, written: false }
    await saveChange(store, before?.change)
    if (await store.replace(storeLayout.registry, Buffer.from(`${JSON.stringify(registry, null, 2)}\n`), tag)) {
      await saveChange(store, registry.change)
      return { registry, moves, written: true }
    }
  }
  throw new Error(
    `${store.location}: other releases changed the registry ${tries} times in the meantime. Nothing was changed. Try again`,
  )
}

/** The channel a release goes to. */
export type Target =
  | { readonly channel: 'stable' }
  | { readonly channel: 'canary'; readonly percent: number; readonly cohorts: readonly string[] }
  | { readonly channel: 'preview'; readonly label: string }

/** Channels without a canary. */
export function withoutCanary(before: Channels): Channels {
  const { canary: _, ...channels } = before
  return channels
}

/** Channels with a version made stable; what was stable is what it falls back on. */
function asStable(before: Channels, version: string): Channels {
  const rest = before.canary?.version === version ? withoutCanary(before) : before
  return before.stable === version ? rest : { ...rest, stable: version, previous: before.stable }
}

/**
 * Channels of a package with a version in one of them.
 *
 * @throws Error when a package without a stable release would start as a canary or a preview.
 */
export function withRelease(before: Channels | undefined, version: string, target: Target): Channels {
  if (!before) {
    if (target.channel === 'stable') return { stable: version, previews: {} }
    throw new Error(`No stable release yet. Release it once without --${target.channel}`)
  }
  if (target.channel === 'stable') return asStable(before, version)
  if (target.channel === 'preview') return { ...before, previews: { ...before.previews, [target.label]: version } }
  if (before.stable === version) return before
  return { ...before, canary: { version, percent: target.percent, cohorts: [...target.cohorts] } }
}

/** Channels without a preview. */
export function withoutPreview(before: Channels, label: string): Channels {
  const { [label]: _, ...previews } = before.previews
  return { ...before, previews }
}

/** Channels with an earlier release made stable again. What was stable does not become a fallback. */
export function withStable(before: Channels, version: string, fallback: string | undefined): Channels {
  const { previous: _, ...rest } = before
  return { ...rest, stable: version, ...(fallback === undefined ? {} : { previous: fallback }) }
}

/** Every version that may run. */
export const versionsIn = ({ stable, previous, canary, previews }: Channels): string[] => [
  ...new Set(
    [stable, previous, canary?.version, ...Object.values(previews)].filter((version) => version !== undefined),
  ),
]

/** @throws Error when the package is not in the registry. */
export function listed(listings: Registry['listings'], name: string): Listing {
  const listing = Object.hasOwn(listings, name) ? listings[name] : undefined
  if (listing) return listing
  throw new Error(`Unknown remote "${name}". Released: ${Object.keys(listings).sort().join(', ') || 'none'}`)
}

interface Relisting {
  readonly name: string
  readonly before: Listing | undefined
  readonly channels: Channels
  /** Who may sign its releases. Default: as before. */
  readonly keys?: readonly string[]
  /** Releases that a dry run has not put into the store. */
  readonly pending?: readonly SignedRelease[]
}

/** Where browsers find a package's files: behind the gateway, or at `ATRIUM_RELEASES_URL`. */
function baseOf(name: string, before: Listing | undefined): string {
  const url = process.env['ATRIUM_RELEASES_URL']
  return url ? `${url.replace(/\/*$/, '/')}${name}/` : (before?.base ?? `/releases/${name}/`)
}

/**
 * The listing of a package with these channels. Every release in it is read and verified: what is signed here was
 * signed by its team, and is the one that was listed before under its version.
 *
 * @throws AtriumError RELEASE_UNPROVEN.
 */
export async function relist(
  store: Store,
  { name, before, channels, keys = before?.keys ?? [], pending = [] }: Relisting,
): Promise<Listing> {
  const versions = versionsIn(channels)
  const releases = await Promise.all(
    versions.map(
      async (version) => pending.find(({ record }) => record.version === version) ?? readRelease(store, name, version),
    ),
  )
  const digests = await Promise.all(
    releases.map(async ({ record }) => [record.version, before?.releases[record.version] ?? (await digestOf(record))]),
  )
  // The first of the versions is the stable one.
  const { navigation, slots } = releases[0]?.record ?? {}
  const needs = neededRemotes(releases.map(({ record }) => record))
  const listing: Listing = {
    name,
    base: baseOf(name, before),
    keys: [...keys],
    channels,
    releases: Object.fromEntries(digests),
    ...(before?.disabled === undefined ? {} : { disabled: before.disabled }),
    ...(before?.flags === undefined ? {} : { flags: before.flags }),
    ...(before?.grants === undefined ? {} : { grants: before.grants }),
    ...(before?.retired === undefined ? {} : { retired: before.retired }),
    ...(navigation === undefined ? {} : { navigation }),
    ...(slots === undefined ? {} : { slots }),
    ...(needs.length === 0 ? {} : { needs }),
  }
  await Promise.all(releases.map((release) => verifyRelease(listing, release)))
  return listing
}
