import { AtriumError } from '@atrium/protocol'
import { createAttemptLimiter } from '../accounts/attempt-limiter.ts'
import { createTurnstile, type Turnstile } from '../accounts/turnstile.ts'
import { TooManyAttempts } from './too-many-attempts.ts'

/**
 * Lets an attempt to sign in happen, or makes it wait. Three counters, so that neither guessing one
 * password, nor guessing from many places, nor trying many addresses is quick; and so that a
 * stranger who fails on purpose keeps nobody out for more than seconds.
 */
export type SignInGuard = <Result>(
  who: { readonly address: string; readonly client: string },
  attempt: () => Promise<Result>,
) => Promise<Result>

const minute = 60_000

const isWrong = (error: unknown): boolean => error instanceof AtriumError && error.code === 'CREDENTIALS_WRONG'

export function createSignInGuard(free: number, now: () => number = Date.now): SignInGuard {
  const ofBoth = createAttemptLimiter({ free, longest: 15 * minute }, now)
  const ofAddress = createAttemptLimiter({ free: free * 10, longest: minute / 2 }, now)
  const ofClient = createAttemptLimiter({ free: free * 6, longest: 5 * minute }, now)
  const lines = new Map<string, { turnstile: Turnstile; waiting: number }>()

  /** One at a time for one pair, or a burst would be through before its first failure is counted. */
  async function inLine<Result>(key: string, task: () => Promise<Result>): Promise<Result> {
    const line = lines.get(key) ?? { turnstile: createTurnstile(1), waiting: 0 }
    lines.set(key, line)
    line.waiting++
    try {
      return await line.turnstile(task)
    } finally {
      if (--line.waiting === 0) lines.delete(key)
    }
  }

  return ({ address, client }, attempt) => {
    const both = `${address}\n${client}`
    return inLine(both, async () => {
      const wait = Math.max(ofBoth.wait(both), ofAddress.wait(address), ofClient.wait(client))
      if (wait > 0) throw new TooManyAttempts(wait)
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
    })
  }
}
