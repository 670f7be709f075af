import type { AtriumError } from '@atrium/protocol'
import { type SendProblem, findComposer, patchComposer, runtimeOf, reportUnsaved } from './composers.ts'
import { connection, senderOf } from './connection.ts'
import { backUp } from './draft/backup.ts'
import { isUploading, type Draft, invalidRecipients, recipientsOf, contentOf, usedAttachments } from './draft/draft.ts'
import { registerDraft, markSent, undoSeconds } from './lifecycle.ts'

interface Allowed {
  /** Sent without a subject, after a question. Default: false. */
  readonly noSubject?: boolean
  /** Sent without the file that its text mentions, after a question. Default: false. */
  readonly noAttachment?: boolean
  /** When it goes out. Default: now, after the time in which it can be taken back. */
  readonly at?: Date
}

/** Characters of a text that are looked through for a mention. */
const readForMention = 20_000

/** Words with which people say that a file comes with their message, in the languages of the interface. */
const mention =
  /(?:^|[^\p{L}])(?:attached|attachments?|attaching|enclosed|anbei|angehängte?[nrs]?|im anhang|anhänge|ci-joints?|ci-jointe?s?|pièces? jointes?|添付|مرفق|المرفقات?)(?![\p{L}])/iu

/** What was written mentions a file; what is quoted does not count. */
const mentionsAttachment = ({ subject, text }: Draft): boolean =>
  mention.test(`${subject}\n${text.slice(0, readForMention).replace(/^>.*$/gm, '')}`)

/** What stands in the way of sending; null when nothing does. */
function checkDraft(draft: Draft, allowed: Allowed): SendProblem | null {
  if (recipientsOf(draft).length === 0) return { kind: 'no-recipients' }
  if (invalidRecipients(draft).length > 0) return { kind: 'invalid-recipients' }
  const attachments = usedAttachments(draft)
  if (attachments.some(isUploading)) return { kind: 'uploads-running' }
  if (attachments.some(({ error }) => error !== null)) return { kind: 'uploads-failed' }
  if (draft.subject.trim() === '' && !allowed.noSubject) return { kind: 'no-subject' }
  return attachments.length === 0 && !allowed.noAttachment && mentionsAttachment(draft)
    ? { kind: 'no-attachment' }
    : null
}

function problemOf(error: AtriumError): SendProblem {
  if (error.code === 'SEND_UNKNOWN') return { kind: 'unknown', error }
  if (error.code === 'DRAFT_SENT') return { kind: 'sent-elsewhere' }
  return { kind: navigator.onLine && error.code !== 'MAIL_UNREACHABLE' ? 'refused' : 'offline', error }
}

/**
 * Sends a message when nothing stands in the way; what does is said in the window.
 * @param allowed What the person has confirmed.
 */
export async function sendComposer(key: string, allowed: Allowed = {}): Promise<void> {
  const composer = findComposer(key)
  const runtime = runtimeOf(key)
  const link = connection()
  if (!composer || !runtime || composer.phase !== 'writing') return
  const sender = link && senderOf(composer.draft, link)
  const problem = checkDraft(composer.draft, allowed) ?? (sender?.identity ? null : { kind: 'no-identity' as const })
  if (problem || !link || !sender?.identity) return patchComposer(key, { problem })

  patchComposer(key, { phase: 'sending', problem: null, sendingSince: Date.now() })
  reportUnsaved(key)
  await runtime.autosave.stop()
  const content = contentOf(composer.draft, sender)
  // `stop` has waited for a save under way: what it stored is known now.
  registerDraft(link.mail, findComposer(key) ?? composer)
  patchComposer(key, { attempted: { kind: 'send', content } })
  backUp(key)
  const holdFor = allowed.at === undefined ? undoSeconds() : (allowed.at.getTime() - Date.now()) / 1000
  const outcome = await link.mail.sendDraft(key, { identityId: sender.identity.id, content, holdFor })
  if (!outcome.ok) {
    const problem = problemOf(outcome.error)
    const known = problem.kind === 'refused' || problem.kind === 'sent-elsewhere'
    patchComposer(key, { phase: 'writing', problem, sendingSince: null, ...(known ? { attempted: null } : {}) })
    runtime.autosave.change()
    backUp(key)
    return
  }
  markSent(link.mail, key, { ...outcome.value, at: allowed.at })
}
