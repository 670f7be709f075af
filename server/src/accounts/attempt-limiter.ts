import { monotonicTime } from './monotonic-time.ts'

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
