import { isUploading } from '../attachment/attachment.ts'
import type { SendProblem } from '../composer/composer.ts'
import type { Draft } from '../draft/draft.ts'
import { invalidRecipients, recipientsOf } from '../draft/draft-content.ts'

/** What stands in the way of sending; null when nothing does. */
export const checkDraft = (draft: Draft, allowed: { readonly noSubject: boolean }): SendProblem | null => {
  if (recipientsOf(draft).length === 0) return { kind: 'no-recipients' }
  if (invalidRecipients(draft).length > 0) return { kind: 'invalid-recipients' }
  if (draft.attachments.some(isUploading)) return { kind: 'uploads-running' }
  if (draft.attachments.some(({ error }) => error !== null)) return { kind: 'uploads-failed' }
  return draft.subject.trim() === '' && !allowed.noSubject ? { kind: 'no-subject' } : null
}
