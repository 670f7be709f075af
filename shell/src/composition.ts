import type { ComposeRequest } from '@atrium/mail-contracts'
import { load } from '@atrium/remote'

// What this product decides of its remotes. What they add where, they say in their own package.json.

/** Remote whose page `/` opens; its badge is in the document's title. */
export const landingRemote = 'inbox'

/** Keys of `localStorage` with messages that the composer removes itself, once the server has them. */
export const backupPrefix = 'atrium:compose:'

/** What the button "Compose" and the key `c` do: opens a window of the composer. */
export async function openComposer(request: ComposeRequest): Promise<void> {
  const { openComposer: open } = await load('compose/composer')
  open(request)
}

export const searchRemote = 'search'

/** Address of the results for a query; of the landing page without one. */
export const searchAddress = (query: string): string =>
  query.trim() === '' ? '/' : `/${searchRemote}?q=${encodeURIComponent(query.trim().toWellFormed())}`

export const settingsAddress = '/settings'

/** Remotes in the bottom bar of a narrow screen, in this order; Compose comes after the second. */
export const bottomBar: readonly string[] = [landingRemote, searchRemote, 'settings']

/** Feature switches of this product, for `useFlags`. */
export const flags = {}
