import type { DirectoryEntry, ProvenEntry, RegistryEntry, SignedHead } from '@atrium/protocol'

/** A remote as the page is told of it. */
export interface ServedRemote {
  /** Where its files are for this site, newest release first. */
  readonly entry: RegistryEntry
  /** Absent for a remote on a dev server, which nobody has signed. */
  readonly proven?: ProvenEntry
}

/** The registry as one page sees it. */
export interface SiteRegistry {
  /** Null as long as nothing was released. */
  readonly signed: SignedHead | null
  /** Every remote's place in the navigation; absent where it shows none or is off. */
  readonly directory: readonly DirectoryEntry[]
  /** URLs below which files of remotes lie. */
  readonly bases: readonly string[]
  /** @throws AtriumError RELEASE_UNPROVEN when none of its releases can be believed. */
  readonly remote: (name: string) => Promise<ServedRemote | undefined>
}

export const emptyRegistry: SiteRegistry = {
  signed: null,
  directory: [],
  bases: [],
  remote: () => Promise.resolve(undefined),
}

const byOrder = (a: DirectoryEntry, b: DirectoryEntry): number =>
  a.navigation.order - b.navigation.order || (a.name < b.name ? -1 : 1)

/** What the navigation shows, in its order. */
export const inOrder = (entries: readonly DirectoryEntry[]): DirectoryEntry[] => [...entries].sort(byOrder)

/** The same registry with some remotes taken from elsewhere. */
export function withRemotes(registry: SiteRegistry, taken: ReadonlyMap<string, RegistryEntry>): SiteRegistry {
  if (taken.size === 0) return registry
  const shown = [...taken.values()].flatMap(({ name, releases }) => {
    const navigation = releases[0]?.navigation
    return navigation ? [{ name, navigation }] : []
  })
  return {
    signed: registry.signed,
    directory: inOrder([...registry.directory.filter(({ name }) => !taken.has(name)), ...shown]),
    bases: [...registry.bases, ...[...taken.values()].map(({ base }) => base)],
    async remote(name) {
      const entry = taken.get(name)
      return entry ? { entry } : registry.remote(name)
    },
  }
}
