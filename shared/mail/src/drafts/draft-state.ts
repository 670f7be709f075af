import { MailError } from '@atrium/mail-contracts'
import { AtriumError } from '@atrium/protocol'
import type { Id } from '@atrium/mail-contracts'
import type { MailCore } from '../core.ts'
import type { Answer, MethodError } from '../jmap/call.ts'
import type { Created, SetAnswer } from '../shapes/answers.ts'
import { emailSet } from '../shapes/calls.ts'
import { findByMessageId, mailboxWithRole } from './find-stored.ts'

/** What is known of a draft under its key. */
export interface DraftState {
  readonly messageId: string
  emailId: Id | null
  /** A request whose answer was lost: what it stored must be looked for first. */
  lost: 'save' | 'send' | null
}

export const newMessageId = (address: string): string =>
  `${crypto.randomUUID()}@${address.split('@').at(-1) || 'localhost'}`

const notSaved = (error: MethodError): AtriumError =>
  new MailError('DRAFT_NOT_SAVED', { subject: error.type, remedy: error.description || 'The text is still in the window' })

/** The message made under creation id `draft`. @throws AtriumError `DRAFT_NOT_SAVED` */
export const createdDraft = (answer: Answer<SetAnswer>): Created => {
  if (!answer.ok) throw notSaved(answer.error)
  const created = answer.value.created['draft']
  if (!created) throw notSaved(answer.value.notCreated['draft'] ?? { type: 'serverFail' })
  return created
}

/** Finds out what became of a request whose answer was lost, so that no second copy stays. */
export const recover = async (core: MailCore, state: DraftState): Promise<void> => {
  if (state.lost === null) return
  const stored = await findByMessageId(core, await mailboxWithRole(core, 'drafts'), state.messageId)
  const [newest, ...older] = stored
  if (older.length > 0) await core.client.write({ set: emailSet({ destroy: older }) }, true)
  state.emailId = newest ?? null
  state.lost = null
}
