import type { CountSource, SlotContribution, Slots } from '@atrium/host'
import { type ComposeRequest, unsentPrefix } from '@atrium/mail-contracts'
import type { RemoteModules } from '@atrium/protocol/register'
import { load, workspace } from '@atrium/remote'

// The one file that names a remote: what stands where, and which of them does what.

/** A view or a hook that no contract has does not compile. */
const contribution = (view: keyof RemoteModules, more: Omit<SlotContribution, 'view'> = {}): SlotContribution => ({
  view,
  ...more,
})
function count<Name extends keyof RemoteModules>(module: Name, hook: keyof RemoteModules[Name] & string): CountSource {
  return { module, hook }
}

/** Remote whose page `/` opens. */
export const landingRemote = 'inbox'

/** Unread conversations, shown at the landing remote's item and in the document's title. */
export const unreadCount = count('inbox/unread', 'useUnreadCount')

/** Keys of `localStorage` with messages that the composer removes itself, once the server has them. */
export const backupPrefix = 'atrium:compose:'

/** Whether an earlier page of this account ended with a message that had not reached the server. */
function hasUnsent(): boolean {
  const { session } = workspace.getState()
  if (!session) return false
  try {
    return Object.keys(localStorage).some((key) => key.startsWith(unsentPrefix(session.accountId)))
  } catch {
    // Storage is forbidden: nothing was stored in it.
    return false
  }
}

export const slots: Slots = {
  rail: [contribution('inbox/folders')],
  header: [contribution('search/box', { activation: 'idle' })],
  // Rendered once something of compose was requested, or a message has to be recovered.
  windows: [
    contribution('compose/windows', {
      activation: 'requested',
      isNeeded: hasUnsent,
      busy: count('compose/composer', 'useOpenComposers'),
    }),
  ],
}

/** Modules that are fetched when the page is idle, because a click on Compose needs them. */
export const prefetched = [{ remote: 'compose', exposed: ['./composer', './windows'] }] as const

/** Opens a window of the composer. */
export async function openComposer(request: ComposeRequest): Promise<void> {
  const { openComposer: open } = await load('compose/composer')
  open(request)
}

export const searchRemote = 'search'

/** Address of the results for a query; of the landing page without one. */
export const searchAddress = (query: string): string =>
  query.trim() === '' ? '/' : `/${searchRemote}?q=${encodeURIComponent(query.trim())}`

export const settingsAddress = '/settings'

/** Remotes in the bottom bar of a narrow screen, in this order; Compose comes after the second. */
export const bottomBar: readonly string[] = [landingRemote, searchRemote, 'settings']

/** Feature switches of this product, for `useFlags`. */
export const flags = {}
