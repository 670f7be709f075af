import type { Id } from '@atrium/mail-contracts'
import type { Outcome } from '../outcome.ts'
import type { DraftContent } from './draft-content.ts'
import type { LostRequest, OtherVersion } from './draft-state.ts'

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

export interface SentMessage {
  readonly emailId: Id
  /** Null when it went out with an attempt whose answer was lost. */
  readonly submissionId: Id | null
}

export interface AdoptedDraft {
  /** Null when nothing is known to be stored of it. */
  readonly emailId: Id | null
  /** Without angle brackets. Null: one is made. */
  readonly messageId: string | null
  /** A request of an earlier page or session whose response did not come. Default: none. */
  readonly lost?: Pick<LostRequest, 'kind' | 'content'> | null
}

export interface Drafts {
  /** Continues a draft under a key of the caller's choice. */
  readonly adoptDraft: (key: string, draft: AdoptedDraft) => void
  /**
   * Stores the draft in place of what was stored under the same key. Saves of one key follow each
   * other; of several that wait only the last is carried out, and all get its outcome.
   * Fails with `DRAFT_NOT_SAVED`, `MAILBOX_MISSING` or a network code; what was stored before is then
   * still followed.
   */
  readonly saveDraft: (draft: DraftContent & { readonly key: string }) => Promise<Outcome<SavedDraft>>
  /** Forgets the key and destroys what was stored under it. */
  readonly discardDraft: (key: string) => Promise<Outcome<null>>
  /**
   * Sends the draft: stores `content` and submits it in one request, after saves under way.
   * Fails with `SEND_REFUSED` (nothing was sent, the draft is kept), `SEND_UNKNOWN` (the response was
   * lost; sending again first looks whether it went out, and the server sends no message twice) or `DRAFT_SENT`
   * (another version went out; this one is a message of its own from now on, which the next call sends).
   */
  readonly sendDraft: (
    key: string,
    message: { readonly identityId: Id; readonly content: DraftContent },
  ) => Promise<Outcome<SentMessage>>
}
