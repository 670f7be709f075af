import { showToast } from '@atrium/remote'
import { connection } from '../connection.ts'
import { say } from '../say.ts'
import type { Backup } from './backup.ts'
import { changeDraft } from './change-draft.ts'
import { startComposer } from './open-composer.ts'
import { showComposer } from './show-composer.ts'

/** Puts up windows again for messages that another page could not save before it ended. */
export const recoverDrafts = (backups: readonly Backup[]): void => {
  for (const { draft, emailId } of backups) {
    const key = startComposer({ kind: 'new' }, { draft, emailId })
    // The Message-ID of what is stored is not known here: the next save gives it a new one.
    if (emailId !== null) connection()?.mail.adoptDraft(key, { emailId, messageId: null })
    changeDraft(key, {})
    showComposer(key, 'minimised')
  }
  if (backups.length > 0) showToast({ tone: 'neutral', text: say('recovered', { count: backups.length }) })
}
