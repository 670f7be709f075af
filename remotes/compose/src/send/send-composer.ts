import type { AtriumError } from '@atrium/protocol'
import type { ComposeRequest } from '@atrium/mail-contracts'
import { emit, showToast } from '@atrium/remote'
import { backUpUnsaved } from '../composer/backup.ts'
import { returnFocus } from '../composer/close-composer.ts'
import type { SendProblem } from '../composer/composer.ts'
import { findComposer, patchComposer } from '../composer/composers.ts'
import { keeperOf, tellUnsaved } from '../composer/keepers.ts'
import { forget } from '../composer/let-go.ts'
import { type ComposeMail, connection, senderOf } from '../connection.ts'
import { contentOf } from '../draft/draft-content.ts'
import { say } from '../say.ts'
import { checkDraft } from './check-draft.ts'

const problemOf = (error: AtriumError): SendProblem => {
  if (error.code === 'SEND_UNKNOWN') return { kind: 'unknown', error }
  return { kind: navigator.onLine && error.code !== 'MAIL_UNREACHABLE' ? 'refused' : 'offline', error }
}

/** RFC 8621 §4.1.1: a message that was answered or forwarded is marked so. */
const markOriginal = (mail: ComposeMail, { kind, emailId }: ComposeRequest): void => {
  if (emailId === undefined || kind === 'new' || kind === 'draft') return
  mail.actions.setKeyword([emailId], kind === 'forward' ? '$forwarded' : '$answered', true)
}

/**
 * Sends a message when nothing stands in the way; what does is said in the window.
 * @param allowed What the person has been asked about.
 */
export const sendComposer = async (key: string, allowed = { noSubject: false }): Promise<void> => {
  const composer = findComposer(key)
  const keeper = keeperOf(key)
  const way = connection()
  if (!composer || !keeper || composer.phase !== 'writing') return
  const sender = way && senderOf(composer.draft, way)
  const problem = checkDraft(composer.draft, allowed) ?? (sender?.identity ? null : { kind: 'no-identity' as const })
  if (problem || !way || !sender?.identity) return patchComposer(key, { problem })

  patchComposer(key, { phase: 'sending', problem: null, view: composer.view })
  tellUnsaved(key)
  await keeper.autosave.stop()
  const content = contentOf(composer.draft, sender)
  const outcome = await way.mail.sendDraft(key, { identityId: sender.identity.id, content })
  if (!outcome.ok) {
    patchComposer(key, { phase: 'writing', problem: problemOf(outcome.error) })
    keeper.autosave.change()
    return
  }
  const { emailId, submissionId } = outcome.value
  markOriginal(way.mail, composer.request)
  returnFocus(key)
  forget(key)
  backUpUnsaved()
  emit('mail:sent', { emailId, submissionId })
  showToast({ tone: 'success', text: say('sent') })
}
