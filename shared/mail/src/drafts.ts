import type { MethodResult, SetResponse } from '@atrium/jmap'
import type { Id } from '@atrium/jmap/types'
import { MailError } from '@atrium/mail-contracts'
import type { AtriumError } from '@atrium/protocol'
import { type Outcome, asAtriumError, type MailCore, outcomeOf } from './core.ts'
import { emailSet, submissionSet } from './methods.ts'
import {
  compareWithSent,
  createdDraft,
  type DraftContent,
  type DraftState,
  emailOfDraft,
  findReplacement,
  type Found,
  type LostRequest,
  mailboxWithRole,
  newMessageId,
  notSaved,
  type OtherVersion,
  recover,
  seeDraft,
  type SentMessage,
} from './stored-draft.ts'

export interface SavedDraft {
  readonly key: string
  /** Another one after each save: a stored message never changes (RFC 8621 §4). */
  readonly emailId: Id
  readonly threadId: Id | null
  /** Without angle brackets; the same over all saves, unless there is an `other` version. */
  readonly messageId: string
  /** It was found to have gone out as it is, by a request whose response was lost: nothing was stored. */
  readonly sent?: SentMessage
  /** Another window has stored or sent another version: this one was stored as a message of its own, beside it. */
  readonly other?: OtherVersion
}

export interface AdoptedDraft {
  /** Null when nothing is known to be stored of it. */
  readonly emailId: Id | null
  /** Without angle brackets. Null: one is made. */
  readonly messageId: string | null
  /** A request of an earlier page or session whose response did not come. Default: none. */
  readonly lost?: Pick<LostRequest, 'kind' | 'content'> | null
}

export interface SubmittedMessage {
  readonly identityId: Id
  readonly content: DraftContent
  /** Seconds for which the server holds it back, so that it can be stopped. Default: it goes out at once. */
  readonly holdFor?: number
}

export interface Drafts {
  /** Continues a draft under a key of the caller's choice. */
  readonly adoptDraft: (key: string, draft: AdoptedDraft) => void
  /**
   * Stores the draft in place of what was stored under the same key. Saves of one key follow each
   * other; of several that wait only the last is executed, and all get its outcome.
   * Fails with `DRAFT_NOT_SAVED`, `MAILBOX_MISSING` or a network code; what was stored before is then
   * still followed.
   */
  readonly saveDraft: (draft: DraftContent & { readonly key: string }) => Promise<Outcome<SavedDraft>>
  /** Destroys what is stored under the key, after saves in progress. A later save stores it as a new draft. */
  readonly discardDraft: (key: string) => Promise<Outcome<null>>
  /**
   * Sends the draft: stores `content` and submits it in one request, after saves in progress.
   * Fails with `SEND_REFUSED` (nothing was sent, the draft remains), `SEND_UNKNOWN` (the response was
   * lost; sending again first looks whether it went out, and the server sends no message twice) or `DRAFT_SENT`
   * (another version went out; this one is a message of its own from now on, which the next call sends).
   */
  readonly sendDraft: (key: string, message: SubmittedMessage) => Promise<Outcome<SentMessage>>
}

const refused = (subject: string, remedy: string | undefined, cause?: unknown): AtriumError =>
  new MailError('SEND_REFUSED', { subject, remedy: remedy || 'The message is in the drafts', cause })

/** The submission, or that of an earlier attempt or another window, which has sent the same Message-ID. */
const submissionOf = (result: MethodResult<SetResponse>): { readonly id: Id; readonly earlier: Id | null } => {
  if (!result.ok) throw refused(result.error.type, result.error.description)
  const created = result.value.created['submission']
  if (created) return { id: created.id, earlier: null }
  const error = result.value.notCreated['submission']
  if (error?.type === 'alreadyExists' && error.existingId && error.existingEmailId) {
    return { id: error.existingId, earlier: error.existingEmailId }
  }
  throw refused(error?.type ?? 'serverFail', error?.description)
}

/** RFC 4865: the server holds a message back for so many seconds; then the client makes the envelope. */
const envelopeOf = ({ content, holdFor = 0 }: SubmittedMessage): Record<string, unknown> => {
  if (holdFor <= 0) return {}
  const recipients = [...content.to, ...(content.cc ?? []), ...(content.bcc ?? [])]
  return {
    envelope: {
      mailFrom: { email: content.from.email, parameters: { HOLDFOR: String(Math.round(holdFor)) } },
      rcptTo: [...new Set(recipients.map(({ email }) => email))].map((email) => ({ email, parameters: null })),
    },
  }
}

const calls = (
  state: DraftState,
  message: SubmittedMessage,
  mailboxes: { readonly drafts: Id; readonly sent: Id },
) => ({
  draft: emailSet({
    create: { draft: emailOfDraft(message.content, { mailboxId: mailboxes.drafts, messageId: state.messageId }) },
    ...(state.emailId ? { destroy: [state.emailId] } : {}),
  }),
  submission: submissionSet({
    create: { submission: { identityId: message.identityId, emailId: '#draft', ...envelopeOf(message) } },
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
    throw new MailError('DRAFT_SENT', {
      subject: 'another version of the message',
      remedy: 'Send this one as a new message',
    })
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
  message: SubmittedMessage,
): Promise<SentMessage> => {
  const { content } = message
  const [drafts, sent] = await Promise.all([mailboxWithRole(core, 'drafts'), mailboxWithRole(core, 'sent')])
  const before = settled(await recover(core, state, { content, wait: false }))
  if (before) return before
  const results = await post(core, state, { content, group: calls(state, message, { drafts, sent }) })
  core.requestSync()
  state.emailId = createdDraft(results.draft).id
  const { id, earlier } = submissionOf(results.submission)
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
    const results = await core.client.write(group, false)
    state.lost = null
    return results
  } catch (thrown) {
    const error = asAtriumError(thrown)
    const unknown =
      error.code === 'MAIL_UNREACHABLE' || error.code === 'MAIL_ANSWER_INVALID' || error.code === 'UPSTREAM_UNREACHABLE'
    if (!unknown) throw refused(error.subject, error.remedy, error)
    state.lost = { kind: 'send', content, at: core.client.timing.now() }
    throw new MailError('SEND_UNKNOWN', {
      subject: 'message',
      remedy: 'Check the Sent folder before sending again',
      cause: error,
    })
  }
}

const none: Found = { sent: null, other: null }

/**
 * Attempts of one save, because other messages have changed between the look and the save. Beyond it: the save
 * fails with `stateMismatch`, and is tried again later.
 */
const maxAttempts = 5

interface Pending {
  draft: DraftContent
  readonly outcome: Promise<Outcome<SavedDraft>>
}

/** The drafts that are being written. */
export class DraftBox implements Drafts {
  readonly #core: MailCore
  readonly #states = new Map<string, DraftState>()
  readonly #tails = new Map<string, Promise<void>>()
  readonly #pending = new Map<string, Pending>()

  constructor(core: MailCore) {
    this.#core = core
  }

  readonly adoptDraft: Drafts['adoptDraft'] = (key, { emailId, messageId, lost = null }) => {
    const at = this.#core.client.timing.now()
    this.#states.set(key, {
      emailId,
      messageId: messageId ?? newMessageId(''),
      lost: lost && { ...lost, at },
      seen: null,
    })
  }

  readonly saveDraft: Drafts['saveDraft'] = ({ key, ...draft }) => {
    const waiting = this.#pending.get(key)
    if (waiting) {
      waiting.draft = draft
      return waiting.outcome
    }
    const outcome = outcomeOf(() =>
      this.#inTurn(key, () => {
        const latest = this.#pending.get(key)?.draft ?? draft
        this.#pending.delete(key)
        return this.#store(key, latest)
      }),
    )
    this.#pending.set(key, { draft, outcome })
    return outcome
  }

  readonly discardDraft: Drafts['discardDraft'] = (key) =>
    outcomeOf(() =>
      this.#inTurn(key, async () => {
        const state = this.#states.get(key)
        if (!state) return null
        if (state.lost) await recover(this.#core, state, { content: state.lost.content, wait: false })
        if (state.emailId) await this.#core.client.write({ set: emailSet({ destroy: [state.emailId] }) }, true)
        // Its Message-ID stays: should the draft be brought back, a save whose response is lost is found by it.
        Object.assign(state, { emailId: null, lost: null, seen: null } satisfies Partial<DraftState>)
        this.#core.requestSync()
        return null
      }),
    )

  readonly sendDraft: Drafts['sendDraft'] = (key, message) =>
    outcomeOf(() =>
      this.#inTurn(key, async () => {
        const sent = await submitDraft(this.#core, this.#stateOf(key, message.content), message)
        this.#states.delete(key)
        return sent
      }),
    )

  #stateOf(key: string, { from }: DraftContent): DraftState {
    const state = this.#states.get(key) ?? {
      messageId: newMessageId(from.email),
      emailId: null,
      lost: null,
      seen: null,
    }
    this.#states.set(key, state)
    return state
  }

  async #store(key: string, draft: DraftContent): Promise<SavedDraft> {
    const core = this.#core
    const state = this.#stateOf(key, draft)
    const { sent, other } = await recover(core, state, { content: draft, wait: true })
    if (sent) return { key, emailId: sent.emailId, threadId: null, messageId: state.messageId, sent }
    for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
      const saved = await this.#write(key, draft)
      if (saved) return { ...(other ? { other } : {}), ...saved }
    }
    throw notSaved({ type: 'stateMismatch', description: 'It is saved in a moment' })
  }

  /** Stores the draft in place of the one before; null when other messages changed meanwhile, and it must be looked at again. */
  async #write(key: string, draft: DraftContent): Promise<SavedDraft | null> {
    const core = this.#core
    const state = this.#stateOf(key, draft)
    const mailboxId = await mailboxWithRole(core, 'drafts')
    const { sent, other } = await this.#look(state, draft)
    if (sent) return { key, emailId: sent.emailId, threadId: null, messageId: state.messageId, sent }
    const old = state.emailId
    const create = { draft: emailOfDraft(draft, { mailboxId, messageId: state.messageId }) }
    // Without the condition a save of another window since the last look would be left as a second draft.
    const condition = old !== null && state.seen !== null ? { ifInState: state.seen } : {}
    state.lost = { kind: 'save', content: draft, at: core.client.timing.now() }
    const { set } = await core.client.write(
      { set: emailSet({ ...condition, create, ...(old ? { destroy: [old] } : {}) }) },
      false,
    )
    state.lost = null
    state.seen = set.ok ? set.value.newState : null
    if (!set.ok && set.error.type === 'stateMismatch') return null
    // Should only the making have failed, the text is gone from the server, and the next save is a first one.
    if (set.ok && old && !set.value.notDestroyed[old]) state.emailId = null
    const { id: emailId, threadId = null } = createdDraft(set)
    state.emailId = emailId
    core.requestSync()
    return { key, emailId, threadId, messageId: state.messageId, ...(other ? { other } : {}) }
  }

  /** What has become of the stored draft, unless that is known from the last save. */
  async #look(state: DraftState, draft: DraftContent): Promise<Found> {
    if (state.emailId === null || state.seen !== null) return none
    const { isDraft, state: seen } = await seeDraft(this.#core, state.emailId)
    if (isDraft) state.seen = seen
    return isDraft ? none : findReplacement(this.#core, state, draft)
  }

  /** One after the other for each key. */
  #inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const result = (this.#tails.get(key) ?? Promise.resolve()).then(work)
    const ended = async (): Promise<void> => {
      await result.catch(() => undefined)
      if (this.#tails.get(key) === tail) this.#tails.delete(key)
    }
    const tail = ended()
    this.#tails.set(key, tail)
    return result
  }
}
