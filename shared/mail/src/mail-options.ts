import type { EventSourceLike } from './sync/event-stream.ts'
import type { Timing } from './jmap/timing.ts'

export interface MailOptions {
  readonly session: { readonly accountId: string; readonly csrf: string }
  /**
   * Resolves to the session's token after the server has refused `refused`; null when there is none.
   * Default: a refused token is never replaced.
   */
  readonly renewCsrf?: (refused: string) => Promise<string | null>
  /** Path prefix of the site with a slash at its end. Default: `/`. */
  readonly basePath?: string
  /** Default: the browser's. */
  readonly fetch?: typeof fetch
  /** Default: the browser's `EventSource`. */
  readonly eventSource?: (url: string) => EventSourceLike
  /** The stream of changes is opened once this is fulfilled: what is on the screen comes first. Default: at once. */
  readonly listenAfter?: Promise<unknown>
  /** Default: the browser's; for the progress of uploads. */
  readonly createRequest?: () => XMLHttpRequest
  /** Default: the clock. */
  readonly timing?: Timing
  /** After the caches were brought up to date. */
  readonly onChanged?: (types: readonly string[]) => void
  /** The session is over; called once. */
  readonly onSignedOut?: () => void
}
