/** Milliseconds for which nobody asks again for what was not there. */
const memory = 10_000

/** So many are remembered; the oldest goes for the next. */
const most = 1000

export interface Misses {
  readonly add: (path: string) => void
  readonly has: (path: string) => boolean
}

/** What was not there when it was asked for: strangers may ask for anything as often as they like. */
export function createMisses(now: () => number): Misses {
  const missed = new Map<string, number>()
  return {
    add(path) {
      missed.delete(path)
      missed.set(path, now())
      const [oldest] = missed.keys()
      if (missed.size > most && oldest !== undefined) missed.delete(oldest)
    },
    has: (path) => now() - (missed.get(path) ?? -Infinity) < memory,
  }
}
