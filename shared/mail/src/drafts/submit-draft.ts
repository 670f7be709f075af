import { MailError } from '@atrium/mail-contracts'
import { AtriumError } from '@atrium/protocol'
import type { Id } from '@atrium/mail-contracts'
import { asAtriumError } from '../as-atrium-error.ts'
import type { MailCore } from '../core.ts'
import type { Answer } from '../jmap/call.ts'
import type { SetAnswer } from '../shapes/answers.ts'
import { emailSet, submissionSet } from '../shapes/calls.ts'
import { compareWithSent, createdDraft, type DraftState, type Found, recover } from './draft-state.ts'
import type { DraftContent } from './draft-content.ts'
import type { SentMessage } from './drafts.ts'
import { emailOfDraft } from './email-of-draft.ts'
import { mailboxWithRole } from './find-stored.ts'

const refused = (subject: string, remedy: string | undefined, cause?: unknown): AtriumError =>
  new MailError('SEND_REFUSED', { subject, remedy: remedy || 'The message is in the drafts', cause })

/** The submission, or that of an earlier attempt or another window, which has sent the same Message-ID. */
const submissionOf = (answer: Answer<SetAnswer>): { readonly id: Id; readonly earlier: Id | null } => {
  if (!answer.ok) throw refused(answer.error.type, answer.error.description)
  const created = answer.value.created['submission']
  if (created) return { id: created.id, earlier: null }
  const error = answer.value.notCreated['submission']
  if (error?.type === 'alreadyExists' && error.existingId && error.existingEmailId) {
    return { id: error.existingId, earlier: error.existingEmailId }
  }
  throw refused(error?.type ?? 'serverFail', error?.description)
}

const calls = (
  state: DraftState,
  message: { readonly identityId: Id; readonly content: DraftContent },
  mailboxes: { readonly drafts: Id; readonly sent: Id },
) => ({
  draft: emailSet({
    create: { draft: emailOfDraft(message.content, { mailboxId: mailboxes.drafts, messageId: state.messageId }) },
    ...(state.emailId ? { destroy: [state.emailId] } : {}),
  }),
  submission: submissionSet({
    create: { submission: { identityId: message.identityId, emailId: '#draft' } },
    onSuccessUpdateEmail: {
      '#submission': {
        [`mailboxIds/${mailboxes.drafts}`]: null,
        [`mailboxIds/${mailboxes.sent}`]: true,
        'keywords/$draft': null,
        'keywords/$seen': true,
      },
    },
  }),
})

/** @throws AtriumError `DRAFT_SENT` when another version went out. */
const settled = ({ sent, other }: Found): SentMessage | null => {
  if (other?.sent) {
    throw new MailError('DRAFT_SENT', { subject: 'another version of the message', remedy: 'Send this one as a new message' })
  }
  return sent
}

/**
 * Stores the last text and submits it, in one request that is never repeated by itself. Before a repetition it
 * looks for what an earlier attempt has done; the Message-ID keeps the server from sending a message twice.
 */
export const submitDraft = async (
  core: MailCore,
  state: DraftState,
  message: { readonly identityId: Id; readonly content: DraftContent },
): Promise<SentMessage> => {
  const { content } = message
  const [drafts, sent] = await Promise.all([mailboxWithRole(core, 'drafts'), mailboxWithRole(core, 'sent')])
  const before = settled(await recover(core, state, { content, patient: false }))
  if (before) return before
  const answers = await post(core, state, { content, group: calls(state, message, { drafts, sent }) })
  core.requestSync()
  state.emailId = createdDraft(answers.draft).id
  const { id, earlier } = submissionOf(answers.submission)
  if (earlier === null) return { emailId: state.emailId, submissionId: id }
  const found = await compareWithSent(core, state, { sent: { emailId: earlier, submissionId: id }, content })
  return settled(found) ?? { emailId: earlier, submissionId: id }
}

const post = async (
  core: MailCore,
  state: DraftState,
  { content, group }: { readonly content: DraftContent; readonly group: ReturnType<typeof calls> },
) => {
  try {
    const answers = await core.client.write(group, false)
    state.lost = null
    return answers
  } catch (thrown) {
    const error = asAtriumError(thrown)
    const unknown = error.code === 'MAIL_UNREACHABLE' || error.code === 'MAIL_ANSWER_INVALID' || error.code === 'UPSTREAM_UNREACHABLE'
    if (!unknown) throw refused(error.subject, error.remedy, error)
    state.lost = { kind: 'send', content, at: core.timing.now() }
    throw new MailError('SEND_UNKNOWN', {
      subject: 'message',
      remedy: 'Look into the sent mail before sending again',
      cause: error,
    })
  }
}
