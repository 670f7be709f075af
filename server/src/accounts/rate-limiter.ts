import { monotonicTime } from './monotonic-time.ts'

/** Counts uses in fixed windows of time. */
export interface RateLimiter {
  /** Milliseconds until the next use is free; 0 = now. Does not count. */
  readonly wait: (key: string) => number
  readonly count: (key: string) => void
  /**
   * Checks and counts in one step, before slow work begins: of many uses at once no more get through than the limit
   * allows. Milliseconds to wait; 0 = counted.
   */
  readonly take: (key: string) => number
  /** Takes back a use that came to nothing. */
  readonly giveBack: (key: string) => void
}

/**
 * Keys a limiter remembers. Default: 20,000. Beyond it the one that was used least recently is forgotten. A constant.
 */
const maxKeys = 20_000

/** @param window - Milliseconds. */
export function createRateLimiter(
  { uses, window }: { readonly uses: number; readonly window: number },
  now: () => number = monotonicTime,
): RateLimiter {
  const keys = new Map<string, { count: number; since: number }>()
  const current = (key: string) => {
    const entry = keys.get(key)
    return entry && now() - entry.since < window ? entry : undefined
  }
  const wait: RateLimiter['wait'] = (key) => {
    const entry = current(key)
    return entry && entry.count >= uses ? Math.min(window, entry.since + window - now()) : 0
  }
  const count: RateLimiter['count'] = (key) => {
    const entry = current(key) ?? { count: 0, since: now() }
    entry.count++
    keys.delete(key)
    keys.set(key, entry)
    const [oldest] = keys.size > maxKeys ? keys.keys() : []
    if (oldest !== undefined) keys.delete(oldest)
  }
  return {
    wait,
    count,
    take(key) {
      const milliseconds = wait(key)
      if (milliseconds === 0) count(key)
      return milliseconds
    },
    giveBack(key) {
      const entry = current(key)
      if (entry && entry.count > 0) entry.count--
    },
  }
}
