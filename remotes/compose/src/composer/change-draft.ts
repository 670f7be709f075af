import type { Draft } from '../draft/draft.ts'
import { backUpSoon } from './backup.ts'
import type { SendProblem } from './composer.ts'
import { findComposer, patchComposer, patchDraft } from './composers.ts'
import { keeperOf, tellUnsaved } from './keepers.ts'

/** What stays said until it is answered: typing on does not change it. */
const lasting: readonly SendProblem['kind'][] = ['unknown', 'changed-elsewhere', 'sent-elsewhere']

/** The person has changed something: it is shown, marked and, a moment later, saved. */
export const changeDraft = (key: string, patch: Partial<Draft>): void => {
  const composer = findComposer(key)
  if (!composer || composer.phase === 'sending') return
  patchDraft(key, patch)
  if (composer.problem && !lasting.includes(composer.problem.kind)) patchComposer(key, { problem: null })
  keeperOf(key)?.autosave.change()
  tellUnsaved(key)
  backUpSoon(key)
}
