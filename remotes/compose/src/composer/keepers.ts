import { clearUnsaved, markUnsaved } from '@atrium/remote'
import { isUploading } from '../attachment/attachment.ts'
import type { Autosave } from '../draft/autosave.ts'
import { findComposer } from './composers.ts'

/** What belongs to a composer and is no state to be drawn. */
export interface Keeper {
  readonly autosave: Autosave
  readonly uploads: Map<string, { readonly file: File; readonly stop: AbortController }>
  /** What had the focus when the window was opened. */
  readonly opener: Element | null
}

const keepers = new Map<string, Keeper>()

export const keeperOf = (key: string): Keeper | undefined => keepers.get(key)

export const addKeeper = (key: string, keeper: Keeper): void => {
  keepers.set(key, keeper)
}

export const dropKeeper = (key: string): void => {
  const keeper = keepers.get(key)
  if (!keeper) return
  void keeper.autosave.stop()
  for (const { stop } of keeper.uploads.values()) stop.abort()
  keepers.delete(key)
  clearUnsaved(unsavedKey(key))
}

const unsavedKey = (key: string): string => `compose/${key}`

/** Whether anything of it is nowhere but in this page. */
export const isUnsaved = (key: string): boolean => {
  const composer = findComposer(key)
  const keeper = keepers.get(key)
  const discarded = composer?.view === 'closed' && !composer.closing
  if (!composer || !keeper || discarded) return false
  return keeper.autosave.dirty() || composer.phase === 'sending' || composer.draft.attachments.some(isUploading)
}

/** Tells the host whether this remote may be replaced and the page left. */
export const tellUnsaved = (key: string): void => {
  if (isUnsaved(key)) markUnsaved(unsavedKey(key))
  else clearUnsaved(unsavedKey(key))
}
