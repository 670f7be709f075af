import type { Id } from '@atrium/mail-contracts'
import type { Outcome } from '../outcome.ts'
import type { DraftContent } from './draft-content.ts'

export interface SavedDraft {
  readonly key: string
  /** Another one after each save: a stored message never changes (RFC 8621 §4). */
  readonly emailId: Id
  readonly threadId: Id | null
  /** Without angle brackets; the same over all saves. */
  readonly messageId: string
}

export interface SentMessage {
  readonly emailId: Id
  /** Null when it went out with an attempt whose answer was lost. */
  readonly submissionId: Id | null
}

export interface Drafts {
  /** Continues a stored draft under a key of the caller's choice. */
  readonly adoptDraft: (key: string, draft: { readonly emailId: Id; readonly messageId: string | null }) => void
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
   * Fails with `SEND_REFUSED` (nothing was sent, the draft is kept) or `SEND_UNKNOWN` (the answer was
   * lost; sending again first looks whether it went out).
   */
  readonly sendDraft: (
    key: string,
    message: { readonly identityId: Id; readonly content: DraftContent },
  ) => Promise<Outcome<SentMessage>>
}
