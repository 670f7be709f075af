import type { AtriumError } from '@atrium/protocol'
import type { ComposeRequest } from '@atrium/mail-contracts'
import type { SaveState } from '../draft/autosave.ts'
import type { Draft } from '../draft/draft.ts'

/** Why a message was not sent, and what the window says about it. */
export type SendProblem =
  | { readonly kind: 'no-recipients' | 'invalid-recipients' | 'uploads-running' | 'uploads-failed' | 'no-subject' | 'no-identity' }
  | { readonly kind: 'refused' | 'unknown' | 'offline'; readonly error: AtriumError }

/** A message being written, in a window or on its way out of one. */
export interface Composer {
  /** The same over all saves. */
  readonly key: string
  readonly request: ComposeRequest
  /** `closed` is not drawn, and kept until what was in it is safe. */
  readonly view: 'docked' | 'minimised' | 'maximised' | 'closed'
  /** It goes by itself once everything of it is at the server. */
  readonly closing: boolean
  /** `opening` until the message it answers has been read. */
  readonly phase: 'opening' | 'writing' | 'sending'
  readonly draft: Draft
  readonly save: SaveState
  readonly problem: SendProblem | null
  /** Names of files that were not taken because they do not fit. */
  readonly refusedFiles: readonly string[]
  /** Where it is stored now. */
  readonly emailId: string | null
  /** It came with HTML, which is not kept here. */
  readonly hadFormatting: boolean
}
