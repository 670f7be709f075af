import type { AtriumError } from '@atrium/protocol'
import { backUp } from '../composer/backup.ts'
import type { SendProblem } from '../composer/composer.ts'
import { findComposer, patchComposer } from '../composer/composers.ts'
import { keeperOf, tellUnsaved } from '../composer/keepers.ts'
import { introduce } from '../composer/save-draft.ts'
import { connection, senderOf } from '../connection.ts'
import { contentOf } from '../draft/draft-content.ts'
import { checkDraft } from './check-draft.ts'
import { markSent } from './mark-sent.ts'

const problemOf = (error: AtriumError): SendProblem => {
  if (error.code === 'SEND_UNKNOWN') return { kind: 'unknown', error }
  if (error.code === 'DRAFT_SENT') return { kind: 'sent-elsewhere' }
  return { kind: navigator.onLine && error.code !== 'MAIL_UNREACHABLE' ? 'refused' : 'offline', error }
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

  patchComposer(key, { phase: 'sending', problem: null, sendingSince: Date.now() })
  tellUnsaved(key)
  await keeper.autosave.stop()
  const content = contentOf(composer.draft, sender)
  // `stop` has waited for a save under way: what it stored is known now.
  introduce(way.mail, findComposer(key) ?? composer)
  patchComposer(key, { attempted: { kind: 'send', content } })
  backUp(key)
  const outcome = await way.mail.sendDraft(key, { identityId: sender.identity.id, content })
  if (!outcome.ok) {
    const problem = problemOf(outcome.error)
    const known = problem.kind === 'refused' || problem.kind === 'sent-elsewhere'
    patchComposer(key, { phase: 'writing', problem, sendingSince: null, ...(known ? { attempted: null } : {}) })
    keeper.autosave.change()
    backUp(key)
    return
  }
  markSent(way.mail, key, outcome.value)
}
