import { AtriumError } from '@atrium/protocol'

export class TooManyAttempts extends AtriumError {
  /** Whole seconds. */
  readonly retryAfter: number

  /** @param wait - Milliseconds. */
  constructor(wait: number) {
    const seconds = Math.max(1, Math.ceil(wait / 1000))
    super('RATE_LIMITED', {
      subject: 'this address or this client',
      remedy: `Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'} and try again.`,
    })
    this.retryAfter = seconds
  }
}
