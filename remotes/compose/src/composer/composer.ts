import type { AtriumError } from '@atrium/protocol'
import type { ComposeRequest } from '@atrium/mail-contracts'
import type { LostRequest } from '@atrium/mail'
import { workspace } from '@atrium/remote'
import type { SaveState } from '../draft/autosave.ts'
import type { Draft } from '../draft/draft.ts'

/** Why a message was not sent, and what the window says about it. */
export type SendProblem =
  | { readonly kind: 'no-recipients' | 'invalid-recipients' | 'uploads-running' | 'uploads-failed' | 'no-subject' | 'no-identity' }
  /** Another window has sent another version; or a send whose response was lost has not gone out. */
  | { readonly kind: 'sent-elsewhere' | 'lost' }
  /** Another window has stored another version, under this id. */
  | { readonly kind: 'changed-elsewhere'; readonly emailId: string }
  | { readonly kind: 'refused' | 'unknown' | 'offline'; readonly error: AtriumError }

/** Randomness alone makes it unique; `randomUUID` is not there without TLS. */
export const newMessageId = (): string => {
  const random = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${random}@${workspace.getState().session?.address.split('@').at(-1) || 'localhost'}`
}

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
  /** Without angle brackets. Made before the first save, so that what a lost response has stored or sent is found by it. */
  readonly messageId: string
  /** What the server was last sent, while it is not known whether it came through. */
  readonly attempted: Pick<LostRequest, 'kind' | 'content'> | null
  /** Milliseconds since 1970 at which sending began; null when it is not on its way. */
  readonly sendingSince: number | null
  /** It came with HTML, which is not kept here. */
  readonly hadFormatting: boolean
}
