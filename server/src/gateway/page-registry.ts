import type { DirectoryEntry, PageRegistry, Registry, RegistryEntry } from '@atrium/contracts'

/** What the rail and the start page are made of, whatever page is opened. */
export const landingRemote = 'inbox'

/** So many items the navigation shows before the rest is fetched. */
const directoryInPage = 8

/** What the navigation shows, in its order. Remotes that are off are not in it. */
export function directoryOf(registry: Registry): DirectoryEntry[] {
  return Object.values(registry.remotes)
    .flatMap(({ name, disabled, releases }) => {
      const navigation = disabled === undefined ? releases[0]?.navigation : undefined
      return navigation ? [{ name, navigation }] : []
    })
    .sort((a, b) => a.navigation.order - b.navigation.order || (a.name < b.name ? -1 : 1))
}

/** The remote a page below the base path belongs to: `/` and `/inbox/m1` → inbox. */
export function remoteOf(pathname: string, registry: Registry): RegistryEntry | undefined {
  const name = pathname.split('/')[1] || landingRemote
  return Object.hasOwn(registry.remotes, name) ? registry.remotes[name] : undefined
}

/** The part of the registry a page starts with: one remote's entry and the rail's, whatever the number of remotes. */
export function pageRegistry(registry: Registry, page: RegistryEntry | undefined): PageRegistry {
  const landing = registry.remotes[landingRemote]
  const entries = new Set([page, landing].filter((entry) => entry !== undefined))
  return {
    serial: registry.serial,
    entries: [...entries],
    directory: directoryOf(registry).slice(0, directoryInPage),
  }
}
