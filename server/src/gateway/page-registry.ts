import type { PageRegistry } from '@atrium/protocol'
import type { ServedRemote, SiteRegistry } from './site-registry.ts'

/** What the rail and the start page are made of, whatever page is opened. */
export const landingRemote = 'inbox'

/** So many items the navigation shows before the rest is fetched. */
const directoryInPage = 8

/** The remote a page below the base path belongs to: `/` and `/inbox/m1` → inbox. */
export const remoteNameOf = (pathname: string): string => pathname.split('/')[1] || landingRemote

/** Remotes as the page is told of them, each once. */
export function entriesOf(remotes: readonly (ServedRemote | undefined)[]): Pick<PageRegistry, 'entries' | 'unsigned'> {
  const served = [...new Map(remotes.flatMap((remote) => (remote ? [[remote.entry.name, remote]] : []))).values()]
  return {
    entries: served.flatMap(({ proven }) => (proven ? [proven] : [])),
    unsigned: served.flatMap(({ entry, proven }) => (proven ? [] : [entry])),
  }
}

/** The part of the registry a page starts with: one remote's entry and the rail's, whatever the number of remotes. */
export const pageRegistry = (registry: SiteRegistry, remotes: readonly (ServedRemote | undefined)[]): PageRegistry => ({
  signed: registry.signed,
  ...entriesOf(remotes),
  directory: registry.directory.slice(0, directoryInPage),
})
