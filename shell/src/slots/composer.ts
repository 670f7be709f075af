import { unsentPrefix, type ComposeRequest, type LoadRemote } from '@atrium/mail-contracts'
import { createStore } from 'zustand'

interface ComposerState {
  /** Somebody has asked for the composer; its windows are not loaded before. */
  readonly wanted: boolean
  /** How many windows are open. */
  readonly open: number
}

/** What the host knows of the composer. */
export const composer = createStore<ComposerState>(() => ({ wanted: false, open: 0 }))

/** Notices when a remote loads the composer, so that its windows are drawn. */
export const noticingComposer =
  (load: LoadRemote): LoadRemote =>
  (name) => {
    if (name.startsWith('compose/')) composer.setState({ wanted: true })
    return load(name)
  }

/** Opens a window of the composer. */
export async function openComposer(load: LoadRemote, request: ComposeRequest): Promise<void> {
  const { openComposer: open } = await load('compose/composer')
  open(request)
}

/** Whether an earlier page ended with a message of this account that had not reached the server. */
export function hasUnsent(accountId: string): boolean {
  try {
    return Object.keys(localStorage).some((key) => key.startsWith(unsentPrefix(accountId)))
  } catch {
    // Storage is forbidden: then nothing was kept in it.
    return false
  }
}
