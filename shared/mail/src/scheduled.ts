import { getCall, type GetResponse, queryCall, type Call, from, type Ids, unwrap } from '@atrium/jmap'
import type { Id } from '@atrium/jmap/types'
import { MailError } from '@atrium/mail-contracts'
import * as v from 'valibot'
import { type MailCore, type Outcome, outcomeOf } from './core.ts'
import { emailGet, submissionSet } from './methods.ts'
import { mailboxWithRole } from './stored-draft.ts'

/** A message that the server holds back (RFC 8621 §7, FUTURERELEASE of RFC 4865). */
export interface ScheduledMessage {
  readonly submissionId: Id
  readonly emailId: Id
  readonly subject: string
  /** Addresses or names, in the order of the fields. */
  readonly to: readonly string[]
  /** RFC 3339, when it goes out. */
  readonly sendAt: string
}

export interface Scheduled {
  /** What goes out later, the next one first. */
  readonly listScheduled: () => Promise<Outcome<readonly ScheduledMessage[]>>
  /**
   * Stops a message that has not gone out and makes it a draft again.
   * Fails with `SEND_REFUSED` when it is too late, or with a network code.
   */
  readonly cancelSend: (message: { readonly submissionId: Id }) => Promise<Outcome<null>>
}

const submissionSchema = v.object({ id: v.string(), emailId: v.string(), sendAt: v.fallback(v.string(), '') })
const headSchema = v.object({
  id: v.string(),
  subject: v.fallback(v.nullish(v.string(), ''), ''),
  to: v.fallback(v.nullish(v.array(v.object({ name: v.nullish(v.string()), email: v.string() })), []), []),
})

type Submission = v.InferOutput<typeof submissionSchema>

const submissionGet = (
  args: Readonly<Record<string, unknown>> & { readonly ids: Ids },
): Call<GetResponse<Submission>> => getCall('EmailSubmission', submissionSchema, args)

/** Messages held back that are listed. Beyond it: the others are not shown. */
const maxListed = 200

const list = async (core: MailCore): Promise<readonly ScheduledMessage[]> => {
  const { submissions } = await core.client.read({
    query: queryCall('EmailSubmission', { filter: { undoStatus: 'pending' }, limit: maxListed }),
    submissions: submissionGet({ ids: from('query', '/ids'), properties: ['id', 'emailId', 'sendAt'] }),
  })
  const pending = unwrap(submissions).list
  if (pending.length === 0) return []
  const { emails } = await core.client.read({
    emails: emailGet(headSchema, {
      ids: pending.map(({ emailId }) => emailId),
      properties: ['id', 'subject', 'to'],
    }),
  })
  const heads = new Map(unwrap(emails).list.map((email) => [email.id, email]))
  return pending
    .map(({ id, emailId, sendAt }) => ({
      submissionId: id,
      emailId,
      sendAt,
      subject: heads.get(emailId)?.subject ?? '',
      to: (heads.get(emailId)?.to ?? []).map(({ name, email }) => name || email),
    }))
    .toSorted((one, other) => one.sendAt.localeCompare(other.sendAt))
}

const cancel = async (core: MailCore, submissionId: Id): Promise<null> => {
  const [drafts, sent] = await Promise.all([mailboxWithRole(core, 'drafts'), mailboxWithRole(core, 'sent')])
  const { submission } = await core.client.write(
    {
      submission: submissionSet({
        update: { [submissionId]: { undoStatus: 'canceled' } },
        onSuccessUpdateEmail: {
          [submissionId]: {
            [`mailboxIds/${drafts}`]: true,
            [`mailboxIds/${sent}`]: null,
            'keywords/$draft': true,
          },
        },
      }),
    },
    true,
  )
  core.requestSync()
  const error = submission.ok ? submission.value.notUpdated[submissionId] : submission.error
  if (!error) return null
  throw new MailError('SEND_REFUSED', {
    subject: error.type,
    remedy: error.description ?? 'The message was already sent',
  })
}

/** What goes out later, and how it is stopped. */
export const createScheduled = (core: MailCore): Scheduled => ({
  listScheduled: () => outcomeOf(() => list(core)),
  cancelSend: ({ submissionId }) => outcomeOf(() => cancel(core, submissionId)),
})
