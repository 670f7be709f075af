import { MailError } from '@atrium/mail-contracts'
import { AtriumError } from '@atrium/protocol'
import type { Id } from '@atrium/mail-contracts'
import type { MailCore } from '../core.ts'
import type { Answer, MethodError } from '../jmap/call.ts'
import type { Created, SetAnswer } from '../shapes/answers.ts'
import { emailSet } from '../shapes/calls.ts'
import type { DraftContent } from './draft-content.ts'
import type { SentMessage } from './drafts.ts'
import { findByMessageId, hasContent, mailboxWithRole } from './find-stored.ts'

/** A request whose response was lost: what it did must be looked for before anything is repeated. */
export interface LostRequest {
  readonly kind: 'save' | 'send'
  readonly content: DraftContent
  /** Milliseconds of the page's clock. */
  readonly at: number
}

/** What is known of a draft under its key. */
export interface DraftState {
  /** Another one only when the draft has become a message of its own beside another version. */
  messageId: string
  emailId: Id | null
  lost: LostRequest | null
  /** The state of all messages at which `emailId` was known to be the stored draft; null: it must be looked at first. */
  seen: string | null
}

/** Another version of a draft, which this one does not contain. */
export interface OtherVersion {
  readonly emailId: Id
  /** It was sent; else it is a draft. */
  readonly sent: boolean
}

/** Milliseconds after which a server no longer carries out a request whose response did not come. */
const longestRequest = 90_000

export const newMessageId = (address: string): string =>
  `${crypto.randomUUID()}@${address.split('@').at(-1) || 'localhost'}`

export const notSaved = (error: MethodError): AtriumError =>
  new MailError('DRAFT_NOT_SAVED', { subject: error.type, remedy: error.description || 'The text is still in the window' })

/** The message made under creation id `draft`. @throws AtriumError `DRAFT_NOT_SAVED` */
export const createdDraft = (answer: Answer<SetAnswer>): Created => {
  if (!answer.ok) throw notSaved(answer.error)
  const created = answer.value.created['draft']
  if (!created) throw notSaved(answer.value.notCreated['draft'] ?? { type: 'serverFail' })
  return created
}

/** Makes the draft a message of its own: neither replaces the other version nor counts as the same message. */
export const separate = (state: DraftState, address: string): void => {
  state.messageId = newMessageId(address)
  state.emailId = null
  state.seen = null
}

/** What was found at the server in place of what this draft expected there. */
export interface Found {
  /** The draft has gone out as it is now; nothing is left to store. */
  readonly sent: SentMessage | null
  /** Another version: the draft was made a message of its own. */
  readonly other: OtherVersion | null
}

const nothing: Found = { sent: null, other: null }

/** Removes the copy among the drafts of a message that has gone out. */
const removeCopy = async (core: MailCore, state: DraftState, sent: Id): Promise<void> => {
  if (state.emailId !== null && state.emailId !== sent) {
    await core.client.write({ set: emailSet({ destroy: [state.emailId] }) }, true)
  }
  state.emailId = null
  core.requestSync()
}

/** The message went out: as the draft is now, or in another version. */
export const compareWithSent = async (
  core: MailCore,
  state: DraftState,
  { sent, content }: { readonly sent: SentMessage; readonly content: DraftContent },
): Promise<Found> => {
  state.lost = null
  if (await hasContent(core, sent.emailId, content)) {
    await removeCopy(core, state, sent.emailId)
    return { sent, other: null }
  }
  const copy = state.emailId
  separate(state, content.from.email)
  // What is stored of this version stays its own; only the sent one is left alone.
  if (copy !== sent.emailId) state.emailId = copy
  return { sent: null, other: { emailId: sent.emailId, sent: true } }
}

const findSent = async (core: MailCore, state: DraftState): Promise<SentMessage | null> => {
  const [emailId] = await findByMessageId(core, await mailboxWithRole(core, 'sent'), state.messageId)
  return emailId === undefined ? null : { emailId, submissionId: null }
}

/**
 * Finds out what became of a request whose response was lost.
 * @throws AtriumError `DRAFT_NOT_SAVED` while `patient` and a send may still be carried out by the server.
 */
export const recover = async (
  core: MailCore,
  state: DraftState,
  { content, patient }: { readonly content: DraftContent; readonly patient: boolean },
): Promise<Found> => {
  const { lost } = state
  if (lost === null) return nothing
  state.seen = null
  if (lost.kind === 'send') {
    const sent = await findSent(core, state)
    if (sent) return compareWithSent(core, state, { sent, content })
    if (patient && core.timing.now() - lost.at < longestRequest) {
      throw notSaved({ type: 'sendUnknown', description: 'It is stored once it is known that it was not sent' })
    }
  }
  const stored = await findByMessageId(core, await mailboxWithRole(core, 'drafts'), state.messageId)
  state.lost = null
  // One request makes the new and destroys the old: where the old one is left, nothing was done.
  if (state.emailId !== null && stored.includes(state.emailId)) return nothing
  return follow(core, state, { stored, contents: [lost.content, content] })
}

/** Takes over the stored copy that has one of these contents; next to another one the draft is on its own. */
const follow = async (
  core: MailCore,
  state: DraftState,
  { stored, contents }: { readonly stored: readonly Id[]; readonly contents: readonly [DraftContent, ...DraftContent[]] },
): Promise<Found> => {
  state.emailId = null
  const [newest] = stored
  if (newest === undefined) return nothing
  for (const id of stored) {
    for (const content of contents) {
      if (!(await hasContent(core, id, content))) continue
      state.emailId = id
      return nothing
    }
  }
  separate(state, contents[0].from.email)
  return { sent: null, other: { emailId: newest, sent: false } }
}

/** What was stored under this key is no draft any more: another window has replaced, sent or deleted it. */
export const findReplacement = async (core: MailCore, state: DraftState, content: DraftContent): Promise<Found> => {
  const sent = await findSent(core, state)
  if (sent) {
    state.emailId = null
    return compareWithSent(core, state, { sent, content })
  }
  const stored = await findByMessageId(core, await mailboxWithRole(core, 'drafts'), state.messageId)
  return follow(core, state, { stored, contents: [content] })
}
