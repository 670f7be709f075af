import type { Channels, Listing, SignedRelease } from '@atrium/protocol'
import type { Store } from '@atrium/store'
import { digestOf, verifyRelease } from '@atrium/trust'
import { versionsIn } from './channels.ts'
import { readRelease } from './stored-release.ts'

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
