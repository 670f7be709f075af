/** Limits of the gateway on what clients of the mail server hold open. */

/** Kinds of responses that are held open while a client reads, each with a limit of its own. */
export type HeldKind = 'download' | 'events' | 'other'

export interface HeldLimit {
  readonly account: number
  readonly all: number
}

/**
 * Responses open at a time, per account and of all accounts: downloads (each holds some MiB at most), event streams
 * (one for each tab) and all else below `/jmap/`. Beyond it: 429 with Retry-After.
 */
export const maxHeld: Readonly<Record<HeldKind, HeldLimit>> = {
  download: { account: 24, all: 96 },
  events: { account: 24, all: 2000 },
  other: { account: 64, all: 1000 },
}

/** Seconds of the Retry-After of a response beyond `maxHeld`. */
export const heldRetryAfter = 2

/** Milliseconds that a response waits for a client that does not read. Beyond it the connection is closed. */
export const longestUnread = 60_000
