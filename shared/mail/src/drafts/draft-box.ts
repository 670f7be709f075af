import type { MailCore } from '../core.ts'
import { type Outcome, outcomeOf } from '../outcome.ts'
import { emailSet } from '../shapes/calls.ts'
import type { DraftContent } from './draft-content.ts'
import { createdDraft, type DraftState, findReplacement, type Found, newMessageId, notSaved, recover } from './draft-state.ts'
import type { Drafts, SavedDraft } from './drafts.ts'
import { emailOfDraft } from './email-of-draft.ts'
import { mailboxWithRole, seeDraft } from './find-stored.ts'
import { submitDraft } from './submit-draft.ts'

const none: Found = { sent: null, other: null }

/** So often a save is made again because other messages have changed between the look and the save. */
const mostAttempts = 5

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
    const at = this.#core.timing.now()
    this.#states.set(key, { emailId, messageId: messageId ?? newMessageId(''), lost: lost && { ...lost, at }, seen: null })
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
        if (state.lost) await recover(this.#core, state, { content: state.lost.content, patient: false })
        if (state.emailId) await this.#core.client.write({ set: emailSet({ destroy: [state.emailId] }) }, true)
        this.#states.delete(key)
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
    const state = this.#states.get(key) ?? { messageId: newMessageId(from.email), emailId: null, lost: null, seen: null }
    this.#states.set(key, state)
    return state
  }

  async #store(key: string, draft: DraftContent): Promise<SavedDraft> {
    const core = this.#core
    const state = this.#stateOf(key, draft)
    const { sent, other } = await recover(core, state, { content: draft, patient: true })
    if (sent) return { key, emailId: sent.emailId, threadId: null, messageId: state.messageId, sent }
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
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
    state.lost = { kind: 'save', content: draft, at: core.timing.now() }
    const { set } = await core.client.write({ set: emailSet({ ...condition, create, ...(old ? { destroy: [old] } : {}) }) }, false)
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
