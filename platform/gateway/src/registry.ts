import {
  contributionsTo,
  frameSlots,
  type DirectoryEntry,
  type Listing,
  type PageRegistry,
  type ReleaseRecord,
  type SlotsOfRemote,
  type FlagStates,
  type ProvenEntry,
  type RegistryEntry,
  type SignedHead,
  type SignedRelease,
  type RemotePolicy,
  AtriumError,
  type Registry,
} from '@atrium/protocol'
import { parseStored, storeLayout } from '@atrium/store'
import { verifyRelease, listingsInOrder, registryTree, verifyHead, type MerkleTree } from '@atrium/trust'
import { chooseReleases, flagsFor, type IsStopped, type User } from './channels.ts'
import { errorMessage } from './log.ts'
import type { Site } from './options.ts'
import type { ReleaseSource } from './release-source.ts'

// What pages know of remotes they have loaded nothing of: places in the navigation and in slots.

const orderOf = ({ navigation }: DirectoryEntry): number => navigation?.order ?? Infinity

const byOrder = (one: DirectoryEntry, other: DirectoryEntry): number => {
  const [first, second] = [orderOf(one), orderOf(other)]
  return first === second ? (one.name < other.name ? -1 : 1) : first < second ? -1 : 1
}

/** In the order of the navigation, those without an item last. */
export const inOrder = (entries: readonly DirectoryEntry[]): DirectoryEntry[] => [...entries].sort(byOrder)

/** The entry of a listing or of a release; undefined where it has no place in the navigation or a slot. */
export function directoryEntry({
  name,
  navigation,
  slots,
}: Pick<Listing | ReleaseRecord, 'name' | 'navigation' | 'slots'>): DirectoryEntry | undefined {
  if (!navigation && !slots) return undefined
  return { name, ...(navigation ? { navigation } : {}), ...(slots ? { slots } : {}) }
}

/** The directory with some entries in place of those of the same name; undefined removes one. */
export function withEntries(
  directory: readonly DirectoryEntry[],
  changed: ReadonlyMap<string, DirectoryEntry | undefined>,
): readonly DirectoryEntry[] {
  if (changed.size === 0) return directory
  const added = [...changed.values()].filter((entry) => entry !== undefined)
  return inOrder([...directory.filter(({ name }) => !changed.has(name)), ...added])
}

/**
 * So many items of the navigation, and so many contributions to each slot of the frame, come with a page; the rest is
 * fetched when the page is idle. The products' frames show about as many without "More".
 */
const directoryInPage = 8

function inFrame(
  entry: DirectoryEntry,
  shown: Readonly<Record<string, ReadonlySet<string>>>,
): SlotsOfRemote | undefined {
  const slots = Object.entries(entry.slots ?? {}).filter(([slot]) => shown[slot]?.has(entry.name))
  return slots.length === 0 ? undefined : Object.fromEntries(slots)
}

/** The part of the directory that a page starts with: whole where it is short, whatever the number of remotes. */
export function startDirectory(directory: readonly DirectoryEntry[]): Pick<PageRegistry, 'directory' | 'partial'> {
  if (directory.length <= directoryInPage) return { directory: [...directory] }
  const shown = Object.fromEntries(
    frameSlots.map((slot) => [
      slot,
      new Set(
        contributionsTo(slot, directory)
          .slice(0, directoryInPage)
          .map(({ remote }) => remote),
      ),
    ]),
  )
  const started = directory.flatMap((entry, index) => {
    const { name, navigation } = entry
    return (
      directoryEntry({
        name,
        ...(index < directoryInPage && navigation ? { navigation } : {}),
        slots: inFrame(entry, shown),
      }) ?? []
    )
  })
  return { directory: started, partial: true }
}

/** A remote as a page gets it. */
export interface ServedRemote {
  /** Where its files are for this site, newest release first. */
  readonly entry: RegistryEntry
  /** Absent for a remote on a dev server, which is not signed. */
  readonly proven?: ProvenEntry
}

/** The registry as one page sees it. */
export interface SiteRegistry {
  /** Null as long as nothing was released. */
  readonly signed: SignedHead | null
  /** Every remote's place in the navigation and in slots, as the user's release has them; one that is off is absent. */
  readonly directory: () => Promise<readonly DirectoryEntry[]>
  /** Flags as they are for the user. */
  readonly flags: FlagStates
  /** Remote → what the operator has granted it. */
  readonly grants: Readonly<Record<string, RemotePolicy>>
  /** URLs below which files of remotes lie. */
  readonly bases: readonly string[]
  /** @throws AtriumError RELEASE_UNPROVEN when none of its releases can be verified. */
  readonly remote: (name: string) => Promise<ServedRemote | undefined>
}

export const emptyRegistry: SiteRegistry = {
  signed: null,
  directory: async () => [],
  flags: {},
  grants: {},
  bases: [],
  remote: () => Promise.resolve(undefined),
}

/** The same registry with some remotes taken from elsewhere. */
export function withRemotes(registry: SiteRegistry, taken: ReadonlyMap<string, RegistryEntry>): SiteRegistry {
  if (taken.size === 0) return registry
  const entries = new Map(
    [...taken].map(
      ([
        name,
        {
          releases: [release],
        },
      ]) => [name, release && directoryEntry(release)],
    ),
  )
  return {
    signed: registry.signed,
    flags: registry.flags,
    grants: registry.grants,
    directory: async () => withEntries(await registry.directory(), entries),
    bases: [...registry.bases, ...[...taken.values()].map(({ base }) => base)],
    async remote(name) {
      const entry = taken.get(name)
      return entry ? { entry } : registry.remote(name)
    },
  }
}

/**
 * A release that its listing names and its team has signed.
 *
 * @throws AtriumError RELEASE_UNPROVEN, or the error of the store or the file.
 */
export const readRelease = (source: ReleaseSource, listing: Listing, version: string): Promise<SignedRelease> =>
  source.read(storeLayout.release(listing.name, version), async (text) => {
    const release = parseStored('release', text)
    await verifyRelease(listing, release)
    return release
  })

export interface OpenRegistryOptions {
  readonly site: Site
  readonly source: ReleaseSource
  /** Highest serial seen before. */
  readonly seen: number
  readonly takesExpired: boolean
  readonly warn: (line: string) => void
}

const unproven = (name: string) =>
  new AtriumError('RELEASE_UNPROVEN', {
    subject: `${name}: no release of it can be verified`,
    remedy: 'Release it again.',
  })

const unreachable = (name: string) =>
  new AtriumError('STORE_UNREACHABLE', {
    subject: `the releases of ${name} cannot be read`,
    remedy: 'Try again in a moment.',
  })

const isStoreFailure = (error: unknown): boolean => error instanceof AtriumError && error.code.startsWith('STORE_')

/** Reads a remote's releases once and caches them: a release never changes. */
function releaseReader({ source, warn }: OpenRegistryOptions) {
  const known = new Map<string, Promise<SignedRelease>>()
  return (listing: Listing, version: string): Promise<SignedRelease> => {
    const key = `${listing.name}/${version}`
    const read =
      known.get(key) ??
      readRelease(source, listing, version).catch((error: unknown) => {
        known.delete(key)
        // A store that does not respond is logged by its source.
        if (!isStoreFailure(error)) warn(`${key} is not served: ${errorMessage(error)}`)
        throw error
      })
    known.set(key, read)
    return read
  }
}

const disabledBy = ({ disabled }: Site, listing: Listing): string | undefined =>
  disabled.get(listing.name) ?? listing.disabled

/** Where a remote's files are for this site. */
const deployedBase = ({ basePath }: Site, { base }: Listing): string =>
  base.startsWith('/') ? `${basePath}${base.slice(1)}` : base

function entryOf(site: Site, listing: Listing, releases: readonly SignedRelease[]): RegistryEntry {
  const disabled = disabledBy(site, listing)
  return {
    name: listing.name,
    base: deployedBase(site, listing),
    releases: releases.map(({ record }) => record),
    ...(disabled === undefined ? {} : { disabled }),
  }
}

type ReadListed = ReturnType<typeof releaseReader>

interface Source extends OpenRegistryOptions {
  readonly listings: readonly Listing[]
  readonly tree: MerkleTree
  readonly read: ReadListed
}

const isGone = ({ retired }: Listing): boolean => retired !== undefined && Date.parse(retired) <= Date.now()

function remoteReader({ listings, tree, read, site }: Source) {
  const places = new Map(listings.map((listing, index) => [listing.name, { listing, index }]))
  return (user: User, isStopped: IsStopped) =>
    async (name: string): Promise<ServedRemote | undefined> => {
      const place = name === 'shell' ? undefined : places.get(name)
      if (!place || isGone(place.listing)) return undefined
      const { listing, index } = place
      const found = await Promise.allSettled(
        chooseReleases(listing, user, isStopped).map((version) => read(listing, version)),
      )
      const releases = found.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
      if (releases.length === 0)
        throw found.some((each) => each.status === 'rejected' && isStoreFailure(each.reason))
          ? unreachable(name)
          : unproven(name)
      const disabled = site.disabled.get(name)
      const proven = {
        listing,
        index,
        proof: [...tree.proof(index)],
        releases,
        ...(disabled === undefined ? {} : { disabled }),
      }
      return { entry: entryOf(site, listing, releases), proven }
    }
}

/** The directory of the stable releases, and what users in a canary or a preview see of it in its place. */
function directoryReader({ listings, read, site }: Omit<Source, 'tree'>) {
  const shown = listings.filter((listing) => disabledBy(site, listing) === undefined && listing.retired === undefined)
  const stable = inOrder(shown.flatMap((listing) => directoryEntry(listing) ?? []))
  const onTrial = shown.filter(({ channels: { canary, previews } }) => canary || Object.keys(previews).length > 0)
  return (user: User, isStopped: IsStopped) => async (): Promise<readonly DirectoryEntry[]> => {
    const chosen = onTrial.flatMap((listing) => {
      const [version] = chooseReleases(listing, user, isStopped)
      return version === undefined || version === listing.channels.stable ? [] : [{ listing, version }]
    })
    const entries = await Promise.all(
      chosen.map(async ({ listing, version }) => {
        // One that cannot be read is not served either: the page gets the stable one.
        const release = await read(listing, version).catch(() => undefined)
        return [listing.name, directoryEntry(release?.record ?? listing)] as const
      }),
    )
    return withEntries(stable, new Map(entries))
  }
}

/** The registry as it was signed, for one user at a time. */
export type OpenedRegistry = (user: User, isStopped: IsStopped) => SiteRegistry

/**
 * What the signed registry of the store comes to for this site.
 *
 * @throws AtriumError REGISTRY_UNSIGNED, REGISTRY_EXPIRED or REGISTRY_ROLLED_BACK; REGISTRY_INVALID when its listings are not those that were signed.
 */
export async function openRegistry(
  { signed, listings }: Registry,
  options: OpenRegistryOptions,
): Promise<OpenedRegistry> {
  const { site, seen, takesExpired } = options
  const head = await verifyHead(signed, { keys: site.trustedKeys, now: takesExpired ? 0 : Date.now(), seen })
  const tree = await registryTree(listings)
  if (tree.root !== head.root || tree.size !== head.size) {
    throw new AtriumError('REGISTRY_INVALID', {
      subject: 'its listings are not those that were signed',
      remedy: 'Restore the last valid registry, or release again.',
    })
  }
  const ordered = listingsInOrder(listings)
  const remotes = ordered.filter(({ name }) => name !== 'shell')
  const read = releaseReader(options)
  const remoteFor = remoteReader({ ...options, listings: ordered, tree, read })
  const directoryFor = directoryReader({ ...options, listings: remotes, read })
  const grants = listings['shell']?.grants ?? {}
  const shared = { signed, grants, bases: remotes.map((listing) => deployedBase(site, listing)) }
  return (user, isStopped) => ({
    ...shared,
    flags: flagsFor(listings['shell']?.flags, user),
    directory: directoryFor(user, isStopped),
    remote: remoteFor(user, isStopped),
  })
}

/** The remote a page below the base path belongs to: `/inbox/m1` → inbox, `/` → the product's landing remote. */
export const remoteNameOf = (pathname: string, landing: string | undefined): string | undefined =>
  pathname.split('/')[1] || landing

/** Remotes as a page gets them, each once. */
export function entriesOf(remotes: readonly (ServedRemote | undefined)[]): Pick<PageRegistry, 'entries' | 'unsigned'> {
  const served = [...new Map(remotes.flatMap((remote) => (remote ? [[remote.entry.name, remote]] : []))).values()]
  return {
    entries: served.flatMap(({ proven }) => (proven ? [proven] : [])),
    unsigned: served.flatMap(({ entry, proven }) => (proven ? [] : [entry])),
  }
}

/** The part of the registry a page starts with: one remote's entry and the frame's, whatever the number of remotes. */
export const pageRegistry = async (
  registry: SiteRegistry,
  remotes: readonly (ServedRemote | undefined)[],
): Promise<PageRegistry> => ({
  signed: registry.signed,
  ...entriesOf(remotes),
  ...startDirectory(await registry.directory()),
})
