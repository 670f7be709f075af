import { AtriumError } from '@atrium/protocol'

/**
 * Longest `Retry-After`, in seconds. Default: 3600. A longer wait is announced as this one, so that a fault in
 * counting never keeps a client away for longer. A constant.
 */
export const maxRetryAfter = 3600

export class TooManyAttempts extends AtriumError {
  /** Whole seconds, from 1 to `maxRetryAfter`. */
  readonly retryAfter: number

  /** @param wait - Milliseconds. */
  constructor(wait: number) {
    const seconds = Math.min(maxRetryAfter, Math.max(1, Math.ceil(wait / 1000)))
    super('RATE_LIMITED', {
      subject: 'this address or this client',
      remedy: `Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'} and try again.`,
    })
    this.retryAfter = seconds
  }
}
