import { showToast } from '@atrium/remote'
import { connection } from '../connection.ts'
import type { Draft } from '../draft/draft.ts'
import { recipientsOf } from '../draft/draft-content.ts'
import { say } from '../say.ts'
import { findComposer, patchComposer } from './composers.ts'
import { isUnsaved, keeperOf } from './keepers.ts'
import { forget } from './let-go.ts'
import { introduce } from './save-draft.ts'

const isEmpty = (draft: Draft): boolean =>
  recipientsOf(draft).length === 0 && [draft.subject, draft.text, draft.quote].every((text) => text.trim() === '') && draft.attachments.length === 0

/** Gives the focus back to what had it before, if that is still there. */
export const returnFocus = (key: string): void => {
  const opener = keeperOf(key)?.opener
  if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true })
}

/**
 * Closes a window and saves what is in it. Should that fail, the window stays, folded away, until it
 * has worked: what was written never exists in a place that nobody can see.
 */
export const closeComposer = async (key: string): Promise<void> => {
  const composer = findComposer(key)
  const keeper = keeperOf(key)
  if (!composer || !keeper || composer.phase === 'sending') return
  returnFocus(key)
  if (isEmpty(composer.draft)) {
    const mail = composer.emailId === null ? undefined : connection()?.mail
    if (mail) introduce(mail, composer)
    void mail?.discardDraft(key)
    return forget(key)
  }
  if (!isUnsaved(key)) return forget(key)
  patchComposer(key, { view: 'closed', closing: true })
  if (await keeper.autosave.flush()) return
  if (!findComposer(key)?.closing) return
  patchComposer(key, { view: 'minimised' })
  showToast({ tone: 'danger', text: say('notSavedYet') })
}
