import type { ComposeRequest, LoadRemote } from '@atrium/contracts'
import { createStore } from 'zustand'

/** Whether anybody has asked for the composer; its windows are not loaded before. */
export const composer = createStore<{ readonly wanted: boolean }>(() => ({ wanted: false }))

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
