import { MailError } from '@atrium/mail-contracts'
import { AtriumError } from '@atrium/protocol'
import type { Id } from '@atrium/mail-contracts'
import { asAtriumError } from '../as-atrium-error.ts'
import type { MailCore } from '../core.ts'
import type { Answer } from '../jmap/call.ts'
import type { SetAnswer } from '../shapes/answers.ts'
import { emailSet, submissionSet } from '../shapes/calls.ts'
import { createdDraft, type DraftState, recover } from './draft-state.ts'
import type { DraftContent } from './draft-content.ts'
import type { SentMessage } from './drafts.ts'
import { emailOfDraft } from './email-of-draft.ts'
import { findByMessageId, mailboxWithRole } from './find-stored.ts'

const refused = (subject: string, remedy: string | undefined, cause?: unknown): AtriumError =>
  new MailError('SEND_REFUSED', { subject, remedy: remedy || 'The message is in the drafts', cause })

const submissionOf = (answer: Answer<SetAnswer>): Id => {
  if (!answer.ok) throw refused(answer.error.type, answer.error.description)
  const created = answer.value.created['submission']
  if (created) return created.id
  const error = answer.value.notCreated['submission']
  throw refused(error?.type ?? 'serverFail', error?.description)
}

/** The answer to an earlier attempt was lost: what is in the sent mail already went out. */
const alreadySent = async (core: MailCore, state: DraftState, sent: Id): Promise<SentMessage | null> => {
  if (state.lost !== 'send') return null
  const [emailId] = await findByMessageId(core, sent, state.messageId)
  return emailId === undefined ? null : { emailId, submissionId: null }
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

/** Stores the last text and submits it, in one request that is never repeated by itself. */
export const submitDraft = async (
  core: MailCore,
  state: DraftState,
  message: { readonly identityId: Id; readonly content: DraftContent },
): Promise<SentMessage> => {
  const [drafts, sent] = await Promise.all([mailboxWithRole(core, 'drafts'), mailboxWithRole(core, 'sent')])
  const before = await alreadySent(core, state, sent)
  if (before) return before
  await recover(core, state)
  const answers = await post(core, state, calls(state, message, { drafts, sent }))
  core.requestSync()
  state.emailId = createdDraft(answers.draft).id
  return { emailId: state.emailId, submissionId: submissionOf(answers.submission) }
}

const post = async (core: MailCore, state: DraftState, group: ReturnType<typeof calls>) => {
  state.lost = 'send'
  try {
    const answers = await core.client.write(group, false)
    state.lost = null
    return answers
  } catch (thrown) {
    const error = asAtriumError(thrown)
    const unknown = error.code === 'MAIL_UNREACHABLE' || error.code === 'MAIL_ANSWER_INVALID' || error.code === 'UPSTREAM_UNREACHABLE'
    if (!unknown) {
      state.lost = null
      throw refused(error.subject, error.remedy, error)
    }
    throw new MailError('SEND_UNKNOWN', {
      subject: 'message',
      remedy: 'Look into the sent mail before sending again',
      cause: error,
    })
  }
}
