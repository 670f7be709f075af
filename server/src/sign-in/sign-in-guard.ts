import { causedBy, monotonicTime, rateLimited } from '@atrium/gateway'
import { AtriumError } from '@atrium/protocol'
import type { FairQueue } from './fair-queue.ts'

/** Slows down who fails again and again. */
export interface AttemptLimiter {
  /** Milliseconds to wait before this key may try; 0 = now. */
  readonly wait: (key: string) => number
  readonly failed: (key: string) => void
  readonly succeeded: (key: string) => void
}

export interface AttemptLimits {
  /** Failures without any wait. */
  readonly free: number
  /** Milliseconds to wait at most. */
  readonly longest: number
  /** Milliseconds without a failure after which everything is forgotten. Default: one hour. */
  readonly memory?: number
}

/** Milliseconds after the first failure that is not free; doubles with each further one. */
const firstWait = 1000

/**
 * Keys a limiter remembers. Default: 20,000. Beyond it the least recently failed is forgotten, so that an attacker
 * cannot fill the memory. A constant.
 */
const maxKeys = 20_000

/**
 * Kept in memory, not in the database: a restart forgives, which costs an attacker nothing he did
 * not have, and a flood of guesses causes no writes.
 */
export function createAttemptLimiter(limits: AttemptLimits, now: () => number = monotonicTime): AttemptLimiter {
  const { free, longest, memory = 3_600_000 } = limits
  const keys = new Map<string, { failures: number; lastAt: number }>()
  const recall = (key: string) => {
    const entry = keys.get(key)
    if (entry && now() - entry.lastAt < memory) return entry
    keys.delete(key)
    return undefined
  }
  return {
    wait(key) {
      const entry = recall(key)
      if (!entry || entry.failures < free) return 0
      const delay = Math.min(longest, firstWait * 2 ** Math.min(entry.failures - free, 30))
      return Math.min(delay, Math.max(0, entry.lastAt + delay - now()))
    },
    failed(key) {
      const failures = (recall(key)?.failures ?? 0) + 1
      keys.delete(key)
      keys.set(key, { failures, lastAt: now() })
      const [oldest] = keys.size > maxKeys ? keys.keys() : []
      if (oldest !== undefined) keys.delete(oldest)
    },
    succeeded: (key) => void keys.delete(key),
  }
}

/**
 * Runs an attempt to sign in, or refuses it with a time to wait. Three counters, so that neither guessing one
 * password, nor guessing from many places, nor trying many addresses is quick; and so that a
 * attacker who fails on purpose keeps no account locked for more than seconds. What is not refused waits in a queue
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
      if (wait > 0)
        throw causedBy(
          rateLimited(wait),
          `sign-ins are refused for a while, because one client or one address has failed too often. ATRIUM_RATE_SIGN_IN is how many failures are free (${free}).`,
        )
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
