import type { Channels, Listing, Registry, SignedRelease } from '@atrium/protocol'
import type { Store } from '@atrium/store'
import { digestOf, verifyRelease } from '@atrium/trust'
import { readRelease } from './uploads.ts'

/** Where a release goes. */
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
 * Channels of a piece after a version was put into one.
 *
 * @throws Error when a piece that nobody has yet would begin as an experiment.
 */
export function withRelease(before: Channels | undefined, version: string, target: Target): Channels {
  if (!before) {
    if (target.channel === 'stable') return { stable: version, previews: {} }
    throw new Error(`it has no stable release yet: release it once without --${target.channel}`)
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

/** Channels with an earlier release made stable. What was stable is nobody's fallback. */
export function withStable(before: Channels, version: string, fallback: string | undefined): Channels {
  const { previous: _, ...rest } = before
  return { ...rest, stable: version, ...(fallback === undefined ? {} : { previous: fallback }) }
}

/** Every version that may run. */
export const versionsIn = ({ stable, previous, canary, previews }: Channels): string[] => [
  ...new Set([stable, previous, canary?.version, ...Object.values(previews)].filter((version) => version !== undefined)),
]

/** @throws Error when the piece is not in the registry. */
export function listed(listings: Registry['listings'], name: string): Listing {
  const listing = Object.hasOwn(listings, name) ? listings[name] : undefined
  if (listing) return listing
  throw new Error(`${name} was never released; there are: ${Object.keys(listings).sort().join(', ') || 'none'}`)
}

export interface Relisting {
  readonly name: string
  readonly before: Listing | undefined
  readonly channels: Channels
  /** Who may sign its releases. Default: as before. */
  readonly keys?: readonly string[]
  /** Releases that a dry run has not put into the store. */
  readonly pending?: readonly SignedRelease[]
}

/** Where browsers find a piece's files: behind the gateway, or wherever `ATRIUM_RELEASES_URL` says. */
function baseOf(name: string, before: Listing | undefined): string {
  const url = process.env['ATRIUM_RELEASES_URL']
  return url ? `${url.replace(/\/*$/, '/')}${name}/` : (before?.base ?? `/releases/${name}/`)
}

/**
 * The listing of a piece with these channels. Every release in it is read and verified: what is signed here
 * was signed by its team, and is the one that was listed before under its version.
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
