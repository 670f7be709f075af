import { RetryLaterError } from '@atrium/gateway'

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
const heldRetryAfter = 2

/** Milliseconds that a response waits for a client that does not read. Beyond it the connection is closed. */
export const longestUnread = 60_000

/** Responses in progress, by the session of the request. They end with their session. */
export interface OpenStreams {
  /**
   * The signal aborts when the session ends, at its last moment, or when the server closes.
   *
   * @throws RetryLaterError when the account, or all of them, have as many of that kind open as there may be
   */
  readonly open: (
    session: { readonly id: Uint8Array; readonly endsAt: number },
    account: string,
    kind?: HeldKind,
  ) => OpenStream
  readonly endSession: (id: Uint8Array) => void
  readonly endAccount: (account: string) => void
  /** All of an account but those of one session. */
  readonly endOthers: (account: string, except: Uint8Array) => void
  /** Ends what would never end by itself; the rest may finish. */
  readonly endLasting: () => void
}

export interface OpenStream {
  readonly signal: AbortSignal
  readonly abort: () => void
  /** Says that it has no end of its own: an event stream. */
  readonly lasts: () => void
  /** Forgets the stream, once it has ended by itself. */
  readonly close: () => void
}

const tooManyStreams = (): RetryLaterError =>
  new RetryLaterError('RATE_LIMITED', heldRetryAfter * 1000, {
    subject: 'downloads and streams that are open at a time',
    remedy: `Wait ${heldRetryAfter} seconds, or close other tabs, and try again.`,
  })

interface Entry {
  readonly kind: HeldKind
  readonly session: string
  readonly account: string
  readonly controller: AbortController
  lasting: boolean
}

/** Milliseconds that a timer can wait. Beyond it: a stream ends after this time, and the client connects again. */
const longestTimer = 2 ** 31 - 1

export function createOpenStreams(): OpenStreams {
  const entries = new Set<Entry>()
  const endWhere = (chosen: (entry: Entry) => boolean): void => {
    for (const entry of entries) if (chosen(entry)) entry.controller.abort()
  }
  return {
    open({ id, endsAt }, account, kind = 'other') {
      const open = [...entries].filter((entry) => entry.kind === kind)
      const own = open.filter((entry) => entry.account === account)
      if (own.length >= maxHeld[kind].account || open.length >= maxHeld[kind].all) throw tooManyStreams()
      const controller = new AbortController()
      const entry = { kind, session: Buffer.from(id).toString('hex'), account, controller, lasting: false }
      const timer = setTimeout(() => controller.abort(), Math.min(longestTimer, endsAt - Date.now())).unref()
      entries.add(entry)
      const close = (): void => {
        clearTimeout(timer)
        entries.delete(entry)
      }
      return {
        signal: controller.signal,
        abort: () => controller.abort(),
        lasts: () => void (entry.lasting = true),
        close,
      }
    },
    endSession(id) {
      const session = Buffer.from(id).toString('hex')
      endWhere((entry) => entry.session === session)
    },
    endOthers(account, except) {
      const session = Buffer.from(except).toString('hex')
      endWhere((entry) => entry.account === account && entry.session !== session)
    },
    endAccount: (account) => endWhere((entry) => entry.account === account),
    endLasting: () => endWhere((entry) => entry.lasting),
  }
}
