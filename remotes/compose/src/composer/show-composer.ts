import type { Composer } from './composer.ts'
import { patchComposer } from './composers.ts'
import { keeperOf } from './keepers.ts'
import { makeRoom } from './make-room.ts'

/** Unfolds a window, enlarges it or folds it away; folding saves. */
export const showComposer = (key: string, view: Exclude<Composer['view'], 'closed'>): void => {
  patchComposer(key, { view, closing: false })
  if (view === 'minimised') void keeperOf(key)?.autosave.flush()
  else makeRoom(key)
}
