import { AtriumError, type Id, type SetError } from '@atrium/contracts'
import type { MailCore } from '../core.ts'
import type { Answer } from '../jmap/call.ts'
import { outcomeOf } from '../outcome.ts'
import type { SetAnswer } from '../shapes/answers.ts'
import { emailSet } from '../shapes/calls.ts'
import type { DraftContent } from './draft-content.ts'
import type { Drafts, SavedDraft } from './drafts.ts'
import { emailOfDraft } from './email-of-draft.ts'
import { findByMessageId, mailboxWithRole } from './find-stored.ts'
import { submitDraft } from './submit-draft.ts'

/** What is known of a draft under its key. */
export interface DraftState {
  readonly messageId: string
  emailId: Id | null
  /** A request whose answer was lost: what it stored must be looked for first. */
  lost: 'save' | 'send' | null
}

const newMessageId = (address: string): string => `${crypto.randomUUID()}@${address.split('@').at(-1) || 'localhost'}`

export const notSaved = (error: SetError | { type: string; description?: string | undefined }): AtriumError =>
  new AtriumError('DRAFT_NOT_SAVED', { subject: error.type, remedy: error.description || 'The text is still in the window' })

/** The id that a call gave to creation id `draft`. @throws AtriumError `DRAFT_NOT_SAVED` */
export const createdDraft = (answer: Answer<SetAnswer>): { readonly id: Id; readonly threadId?: Id | undefined } => {
  if (!answer.ok) throw notSaved(answer.error)
  const created = answer.value.created['draft']
  if (!created) throw notSaved(answer.value.notCreated['draft'] ?? { type: 'serverFail' })
  return created
}

/** Finds out what became of a save whose answer was lost, so that no second copy stays. */
export const recover = async (core: MailCore, state: DraftState): Promise<void> => {
  if (state.lost === null) return
  const stored = await findByMessageId(core, await mailboxWithRole(core, 'drafts'), state.messageId)
  const [newest, ...older] = stored
  if (older.length > 0) await core.client.write({ set: emailSet({ destroy: older }) }, true)
  state.emailId = newest ?? null
  state.lost = null
}

const store = async (core: MailCore, state: DraftState, key: string, draft: DraftContent): Promise<SavedDraft> => {
  const mailboxId = await mailboxWithRole(core, 'drafts')
  await recover(core, state)
  const create = { draft: emailOfDraft(draft, { mailboxId, messageId: state.messageId }) }
  const old = state.emailId
  state.lost = 'save'
  const { set } = await core.client.write({ set: emailSet({ create, ...(old ? { destroy: [old] } : {}) }) }, false)
  state.lost = null
  // Should only the making have failed, the text is gone from the server, and the next save is a first one.
  if (set.ok && old && !set.value.notDestroyed[old]) state.emailId = null
  const created = createdDraft(set)
  state.emailId = created.id
  core.requestSync()
  return { key, emailId: created.id, threadId: created.threadId ?? null, messageId: state.messageId }
}

interface Pending {
  draft: DraftContent
  readonly outcome: ReturnType<Drafts['saveDraft']>
}

export const createDrafts = (core: MailCore): Drafts => {
  const states = new Map<string, DraftState>()
  const tails = new Map<string, Promise<unknown>>()
  const pending = new Map<string, Pending>()

  const stateOf = (key: string, address: string): DraftState => {
    const state = states.get(key) ?? { messageId: newMessageId(address), emailId: null, lost: null }
    states.set(key, state)
    return state
  }

  const inTurn = <T,>(key: string, work: () => Promise<T>): Promise<T> => {
    const result = (tails.get(key) ?? Promise.resolve()).then(work)
    const tail = result.catch(() => undefined).then(() => {
      if (tails.get(key) === tail) tails.delete(key)
    })
    tails.set(key, tail)
    return result
  }

  const save: Drafts['saveDraft'] = ({ key, ...draft }) => {
    const waiting = pending.get(key)
    if (waiting) {
      waiting.draft = draft
      return waiting.outcome
    }
    const run = (): Promise<SavedDraft> => {
      const latest = pending.get(key)?.draft ?? draft
      pending.delete(key)
      return store(core, stateOf(key, draft.from.email), key, latest)
    }
    const outcome = outcomeOf(() => inTurn(key, run))
    pending.set(key, { draft, outcome })
    return outcome
  }

  const discard = async (key: string): Promise<null> => {
    const state = states.get(key)
    if (!state) return null
    await recover(core, state)
    if (state.emailId) await core.client.write({ set: emailSet({ destroy: [state.emailId] }) }, true)
    states.delete(key)
    core.requestSync()
    return null
  }

  return {
    adoptDraft: (key, { emailId, messageId }) => {
      states.set(key, { emailId, messageId: messageId ?? newMessageId(''), lost: null })
    },
    saveDraft: save,
    discardDraft: (key) => outcomeOf(() => inTurn(key, () => discard(key))),
    sendDraft: (key, message) =>
      outcomeOf(() =>
        inTurn(key, async () => {
          const sent = await submitDraft(core, stateOf(key, message.content.from.email), message)
          states.delete(key)
          return sent
        }),
      ),
  }
}
