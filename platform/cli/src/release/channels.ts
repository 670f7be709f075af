import type { Channels, Listing, Registry, SignedRelease } from '@atrium/protocol'
import type { Store } from '@atrium/store'
import { digestOf, verifyRelease } from '@atrium/trust'
import { readRelease } from './uploads.ts'

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
  ...new Set([stable, previous, canary?.version, ...Object.values(previews)].filter((version) => version !== undefined)),
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
export async function relist(store: Store, { name, before, channels, keys = before?.keys ?? [], pending = [] }: Relisting): Promise<Listing> {
  const versions = versionsIn(channels)
  const releases = await Promise.all(
    versions.map(async (version) => pending.find(({ record }) => record.version === version) ?? readRelease(store, name, version)),
  )
  const digests = await Promise.all(releases.map(async ({ record }) => [record.version, before?.releases[record.version] ?? (await digestOf(record))]))
  const navigation = releases[0]?.record.navigation
  const listing: Listing = {
    name,
    base: baseOf(name, before),
    keys: [...keys],
    channels,
    releases: Object.fromEntries(digests),
    ...(before?.disabled === undefined ? {} : { disabled: before.disabled }),
    ...(navigation === undefined ? {} : { navigation }),
  }
  await Promise.all(releases.map((release) => verifyRelease(listing, release)))
  return listing
}
