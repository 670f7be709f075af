import { AtriumError } from '@atrium/protocol'
import { createAttemptLimiter } from '../accounts/attempt-limiter.ts'
import type { FairQueue } from '../accounts/fair-queue.ts'
import { monotonicTime } from '../accounts/monotonic-time.ts'
import { TooManyAttempts } from './too-many-attempts.ts'

/**
 * Runs an attempt to sign in, or refuses it with a time to wait. Three counters, so that neither guessing one
 * password, nor guessing from many places, nor trying many addresses is quick; and so that a
 * stranger who fails on purpose keeps no account locked for more than seconds. What is not refused waits in a queue
 * that is bounded and fair between clients.
 */
export type SignInGuard = <Result>(
  who: { readonly address: string; readonly client: string },
  attempt: () => Promise<Result>,
) => Promise<Result>

const minute = 60_000

const isWrong = (error: unknown): boolean => error instanceof AtriumError && error.code === 'CREDENTIALS_WRONG'

export interface SignInGuardOptions {
  /** Failures of one address from one client without any wait. */
  readonly free: number
  /** Where attempts wait for their turn. */
  readonly queue: FairQueue
  /** Milliseconds. Default: a clock that is never set. */
  readonly now?: () => number
}

export function createSignInGuard({ free, queue, now = monotonicTime }: SignInGuardOptions): SignInGuard {
  const ofBoth = createAttemptLimiter({ free, longest: 15 * minute }, now)
  const ofAddress = createAttemptLimiter({ free: free * 10, longest: minute / 2 }, now)
  const ofClient = createAttemptLimiter({ free: free * 6, longest: 5 * minute }, now)

  return ({ address, client }, attempt) => {
    const both = `${address}\n${client}`
    const check = (): void => {
      const wait = Math.max(ofBoth.wait(both), ofAddress.wait(address), ofClient.wait(client))
      if (wait > 0) throw new TooManyAttempts(wait)
    }
    const checked = async () => {
      // Checked again when its turn has come: what was ahead in the queue may have failed meanwhile.
      check()
      try {
        const result = await attempt()
        ofBoth.succeeded(both)
        return result
      } catch (error) {
        if (isWrong(error)) {
          ofBoth.failed(both)
          ofAddress.failed(address)
          ofClient.failed(client)
        }
        throw error
      }
    }
    return (async () => {
      check()
      // One at a time for one pair, or a burst would be through before its first failure is counted.
      return queue.run({ client, exclusive: both }, checked)
    })()
  }
}
