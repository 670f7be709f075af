import type { Draft } from '../draft/draft.ts'
import { findComposer, patchComposer, patchDraft } from './composers.ts'
import { keeperOf, tellUnsaved } from './keepers.ts'

/** The person has changed something: it is shown, marked and, a moment later, saved. */
export const changeDraft = (key: string, patch: Partial<Draft>): void => {
  const composer = findComposer(key)
  if (!composer || composer.phase === 'sending') return
  patchDraft(key, patch)
  if (composer.problem) patchComposer(key, { problem: null })
  keeperOf(key)?.autosave.change()
  tellUnsaved(key)
}
