/** Counts uses in fixed windows of time. */
export interface RateLimiter {
  /** Milliseconds until the next use is free; 0 = now. Does not count. */
  readonly wait: (key: string) => number
  readonly count: (key: string) => void
}

const maxKeys = 20_000

/** @param window - Milliseconds. */
export function createRateLimiter(
  { uses, window }: { readonly uses: number; readonly window: number },
  now: () => number = Date.now,
): RateLimiter {
  const keys = new Map<string, { count: number; since: number }>()
  const current = (key: string) => {
    const entry = keys.get(key)
    return entry && now() - entry.since < window ? entry : undefined
  }
  return {
    wait(key) {
      const entry = current(key)
      return entry && entry.count >= uses ? entry.since + window - now() : 0
    },
    count(key) {
      const entry = current(key) ?? { count: 0, since: now() }
      entry.count++
      keys.delete(key)
      keys.set(key, entry)
      const [oldest] = keys.size > maxKeys ? keys.keys() : []
      if (oldest !== undefined) keys.delete(oldest)
    },
  }
}
