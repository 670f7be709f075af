import { AtriumError, type Listing, type Registry, type RegistryEntry, type SignedRelease } from '@atrium/protocol'
import { listingsInOrder, registryTree, verifyHead, type MerkleTree } from '@atrium/trust'
import type { Config } from '../config/config.ts'
import { errorMessage } from '../errors/error-facts.ts'
import type { ReleaseSource } from '../releases/release-source.ts'
import { chooseReleases, type IsStopped } from './choose-releases.ts'
import type { Person } from './person.ts'
import { readRelease } from './read-release.ts'
import { inOrder, type ServedRemote, type SiteRegistry } from './site-registry.ts'

export interface OpenRegistryOptions {
  readonly config: Config
  readonly source: ReleaseSource
  /** Highest serial seen before. */
  readonly seen: number
  readonly takesExpired: boolean
  readonly warn: (line: string) => void
}

const unproven = (name: string) =>
  new AtriumError('RELEASE_UNPROVEN', { subject: `${name}: no release of it can be believed`, remedy: 'Release it again.' })

const unreachable = (name: string) =>
  new AtriumError('STORE_UNREACHABLE', { subject: `the releases of ${name} cannot be read`, remedy: 'Try again in a moment.' })

const isSilence = (error: unknown): boolean => error instanceof AtriumError && error.code.startsWith('STORE_')

/** Reads a remote's releases once and keeps them: a release never changes. */
function releaseReader({ source, warn }: OpenRegistryOptions) {
  const known = new Map<string, Promise<SignedRelease>>()
  return (listing: Listing, version: string): Promise<SignedRelease> => {
    const key = `${listing.name}/${version}`
    const read =
      known.get(key) ??
      readRelease(source, listing, version).catch((error: unknown) => {
        known.delete(key)
        // That the store is silent it has told once.
        if (!isSilence(error)) warn(`${key} is not served: ${errorMessage(error)}`)
        throw error
      })
    known.set(key, read)
    return read
  }
}

const disabledBy = ({ disabled }: Config, listing: Listing): string | undefined =>
  disabled.get(listing.name) ?? listing.disabled

/** Where a remote's files are for this site. */
const deployedBase = ({ basePath }: Config, { base }: Listing): string =>
  base.startsWith('/') ? `${basePath}${base.slice(1)}` : base

function entryOf(config: Config, listing: Listing, releases: readonly SignedRelease[]): RegistryEntry {
  const disabled = disabledBy(config, listing)
  return {
    name: listing.name,
    base: deployedBase(config, listing),
    releases: releases.map(({ record }) => record),
    ...(disabled === undefined ? {} : { disabled }),
  }
}

interface Source extends OpenRegistryOptions {
  readonly listings: readonly Listing[]
  readonly tree: MerkleTree
}

function remoteReader({ listings, tree, ...options }: Source) {
  const { config } = options
  const places = new Map(listings.map((listing, index) => [listing.name, { listing, index }]))
  const read = releaseReader(options)
  return (person: Person, isStopped: IsStopped) => async (name: string): Promise<ServedRemote | undefined> => {
    const place = name === 'shell' ? undefined : places.get(name)
    if (!place) return undefined
    const { listing, index } = place
    const found = await Promise.allSettled(chooseReleases(listing, person, isStopped).map((version) => read(listing, version)))
    const releases = found.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    if (releases.length === 0) throw found.some((each) => each.status === 'rejected' && isSilence(each.reason)) ? unreachable(name) : unproven(name)
    const disabled = config.disabled.get(name)
    const proven = { listing, index, proof: [...tree.proof(index)], releases, ...(disabled === undefined ? {} : { disabled }) }
    return { entry: entryOf(config, listing, releases), proven }
  }
}

/** The registry as it was signed, for one person at a time. */
export type OpenedRegistry = (person: Person, isStopped: IsStopped) => SiteRegistry

/**
 * What the signed registry of the store comes to for this site.
 *
 * @throws AtriumError REGISTRY_UNSIGNED, REGISTRY_EXPIRED or REGISTRY_ROLLED_BACK; REGISTRY_INVALID when its listings are not those that were signed.
 */
export async function openRegistry({ signed, listings }: Registry, options: OpenRegistryOptions): Promise<OpenedRegistry> {
  const { config, seen, takesExpired } = options
  const head = await verifyHead(signed, { keys: config.registryKeys, now: takesExpired ? 0 : Date.now(), seen })
  const tree = await registryTree(listings)
  if (tree.root !== head.root || tree.size !== head.size) {
    throw new AtriumError('REGISTRY_INVALID', { subject: 'its listings are not those that were signed', remedy: 'Put back the last good one, or release again.' })
  }
  const ordered = listingsInOrder(listings)
  const remotes = ordered.filter(({ name }) => name !== 'shell')
  const directory = remotes.flatMap((listing) =>
    listing.navigation && disabledBy(config, listing) === undefined
      ? [{ name: listing.name, navigation: listing.navigation }]
      : [],
  )
  const remoteFor = remoteReader({ ...options, listings: ordered, tree })
  const site = { signed, directory: inOrder(directory), bases: remotes.map((listing) => deployedBase(config, listing)) }
  return (person, isStopped) => ({ ...site, remote: remoteFor(person, isStopped) })
}
