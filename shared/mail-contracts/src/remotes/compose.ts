import type { EmailAddress } from '../jmap/mail.ts'
import type { ViewModule } from '@atrium/protocol'

/** What a new message starts from. Ids, not objects: compose reads them itself. */
export interface ComposeRequest {
  readonly kind: 'new' | 'reply' | 'reply-all' | 'forward' | 'draft'
  /** The message answered or forwarded, or the stored draft. Needed for all kinds but `new`. */
  readonly emailId?: string
  readonly to?: readonly EmailAddress[]
  readonly subject?: string
  readonly text?: string
}

/**
 * Keys of `localStorage` under which messages are kept that had not reached the server when their page ended.
 * Who finds one draws the windows: they take it up.
 */
export const unsentPrefix = (accountId: string): string => `atrium:compose:${accountId}:`

/** What `compose` exposes. */
export interface ComposeModules {
  'compose/composer': {
    /** Opens a window and returns its key, which stays the same over all saves. */
    readonly openComposer: (request: ComposeRequest) => string
    /** How many windows are open. */
    readonly useOpenComposers: () => number
  }
  /** The windows, drawn by the shell above any page. */
  'compose/windows': ViewModule<Record<never, never>>
}
