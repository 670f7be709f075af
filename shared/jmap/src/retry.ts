import type { AtriumError } from '@atrium/protocol'

/** Time as this package sees it; a test passes its own. */
export interface Timing {
  readonly now: () => number
  /** Resolves after so many milliseconds; at once when the signal is aborted. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>
  /** From 0 to 1, 1 not included. */
  readonly random: () => number
}

export const realTiming: Timing = {
  now: () => Date.now(),
  random: Math.random,
  wait: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const timer = setTimeout(done, ms)
      function done(): void {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      signal?.addEventListener('abort', done)
    }),
}

/** Bounds of the delay between attempts, in milliseconds. */
export interface BackoffOptions {
  /** Upper bound of the first delay. Default: 500. */
  readonly first?: number
  /** Upper bound of any delay. Default: 30000. */
  readonly max?: number
  readonly random?: () => number
}

/**
 * Doubling delays with jitter over their upper half, so that a thousand pages do not retry at the same moment.
 * @returns Milliseconds before the n-th attempt after the first (n from 1).
 */
export function createBackoff({ first = 500, max = 30_000, random = Math.random }: BackoffOptions = {}): (
  attempt: number,
) => number {
  return (attempt) => {
    const bound = Math.min(max, first * 2 ** (attempt - 1))
    return Math.round(bound / 2 + (random() * bound) / 2)
  }
}

/** A failure that may pass: retried by `withRetry`, which throws `error` when it gives up. */
export class TemporaryFailure extends Error {
  readonly error: AtriumError
  /** Milliseconds to wait as requested by the server (`Retry-After`); 0 when it did not. */
  readonly after: number
  /** False when the server refused before it did anything: repeating is safe for any request. */
  readonly mayBeProcessed: boolean

  constructor(
    error: AtriumError,
    { after = 0, mayBeProcessed = true }: { readonly after?: number; readonly mayBeProcessed?: boolean } = {},
  ) {
    super(error.message, { cause: error })
    this.error = error
    this.after = after
    this.mayBeProcessed = mayBeProcessed
  }
}

export interface RetryOptions {
  readonly timing: Timing
  /** Whether carrying it out twice gives the same as once. */
  readonly idempotent: boolean
  /** Ends the waiting; the last failure is thrown. */
  readonly signal?: AbortSignal
  /** Attempts in all. Default: 4. */
  readonly attempts?: number
}

/**
 * Runs `attempt` until it succeeds, fails with anything but a `TemporaryFailure`, or the attempts are used up.
 * @throws the `AtriumError` of the last failure.
 */
export async function withRetry<T>(
  attempt: () => Promise<T>,
  { timing, idempotent, signal, attempts = 4 }: RetryOptions,
): Promise<T> {
  const delay = createBackoff({ max: 8000, random: timing.random })
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt()
    } catch (thrown) {
      if (!(thrown instanceof TemporaryFailure)) throw thrown
      const safe = idempotent || !thrown.mayBeProcessed
      if (!safe || tried >= attempts || signal?.aborted) throw thrown.error
      await timing.wait(Math.max(thrown.after, delay(tried)), signal)
      if (signal?.aborted) throw thrown.error
    }
  }
}
