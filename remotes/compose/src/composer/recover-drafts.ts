import { showToast } from '@atrium/remote'
import { say } from '../say.ts'
import { type Backup, takeBackups } from './backup.ts'
import { changeDraft } from './change-draft.ts'
import { newMessageId } from './composer.ts'
import { startComposer } from './open-composer.ts'
import { showComposer } from './show-composer.ts'

/** Opens a window, folded, for a message that another page could not save before it ended. */
const recover = ({ draft, request, emailId, messageId, attempted }: Backup): string => {
  // Where the earlier page has written the Message-ID, a save of its last moment is found by it.
  const key = startComposer(request, {
    ...{ draft, emailId, attempted },
    messageId: messageId ?? newMessageId(),
    phase: 'writing',
  })
  changeDraft(key, {})
  showComposer(key, 'minimised')
  return key
}

/** Opens windows again for messages that other pages of this person could not save before they ended. */
export const recoverDrafts = async (accountId: string): Promise<void> => {
  const count = await takeBackups(accountId, recover)
  if (count > 0) showToast({ tone: 'neutral', text: say('recovered', { count }) })
}
