import type { MailCore } from '../core.ts'
import { type Outcome, outcomeOf } from '../outcome.ts'
import { emailSet } from '../shapes/calls.ts'
import type { DraftContent } from './draft-content.ts'
import { createdDraft, type DraftState, newMessageId, recover } from './draft-state.ts'
import type { Drafts, SavedDraft } from './drafts.ts'
import { emailOfDraft } from './email-of-draft.ts'
import { mailboxWithRole } from './find-stored.ts'
import { submitDraft } from './submit-draft.ts'

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

  readonly adoptDraft: Drafts['adoptDraft'] = (key, { emailId, messageId }) => {
    this.#states.set(key, { emailId, messageId: messageId ?? newMessageId(''), lost: null })
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
        await recover(this.#core, state)
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
    const state = this.#states.get(key) ?? { messageId: newMessageId(from.email), emailId: null, lost: null }
    this.#states.set(key, state)
    return state
  }

  async #store(key: string, draft: DraftContent): Promise<SavedDraft> {
    const core = this.#core
    const state = this.#stateOf(key, draft)
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
