import { emit, showToast } from '@atrium/remote'
import { connection } from '../connection.ts'
import { say } from '../say.ts'
import { backUp } from './backup.ts'
import { returnFocus } from './close-composer.ts'
import { findComposer, patchComposer } from './composers.ts'
import { isUnsaved, keeperOf, tellUnsaved } from './keepers.ts'
import { forget } from './let-go.ts'
import { introduce } from './save-draft.ts'

/** Milliseconds in which a discarded draft can be brought back; its toast goes a little earlier. */
const hold = 8000
const toastTime = 7000

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Deletes what is stored, after a while in which `undo` works. Resolves with whether it is gone. */
const destroyStored = (emailId: string | null): { readonly gone: Promise<boolean>; readonly undo: () => void } => {
  const change = emailId === null ? undefined : connection()?.mail.actions.destroy([emailId], hold)
  return {
    gone: change ? change.settled.then(({ failed }) => failed.length === 0) : wait(hold).then(() => true),
    undo: () => void change?.undo(),
  }
}

const bringBack = (key: string): void => {
  patchComposer(key, { view: 'docked' })
  if (findComposer(key)?.save.status !== 'saved') keeperOf(key)?.autosave.change()
  tellUnsaved(key)
  backUp(key)
}

/** Throws a draft away. Nothing is asked: a toast brings it back. */
export const discardComposer = async (key: string): Promise<void> => {
  const composer = findComposer(key)
  const keeper = keeperOf(key)
  if (!composer || !keeper) return
  const untouched = composer.emailId === null && !isUnsaved(key)
  returnFocus(key)
  patchComposer(key, { view: 'closed', closing: false })
  tellUnsaved(key)
  const stopped = keeper.autosave.stop()
  if (untouched) return forget(key)

  let kept = false
  let undoDestroy = (): void => undefined
  const undo = (): void => {
    kept = true
    undoDestroy()
    bringBack(key)
  }
  showToast({ tone: 'neutral', text: say('discarded'), action: { label: say('undo'), run: undo }, duration: toastTime })
  await stopped
  if (kept) return
  const stored = findComposer(key)?.emailId ?? null
  const destroying = destroyStored(stored)
  undoDestroy = destroying.undo
  const gone = await destroying.gone
  if (kept) return
  const mail = connection()?.mail
  if (mail) introduce(mail, findComposer(key) ?? composer)
  await mail?.discardDraft(key)
  forget(key)
  if (gone) emit('draft:discarded', { key })
  else showToast({ tone: 'danger', text: say('notDiscarded') })
}
