import type { StoppedCanary } from '@atrium/protocol'

export interface UnwrittenOptions {
  readonly write: (canary: StoppedCanary) => Promise<void>
  /** Told once until it succeeds again. */
  readonly failed: (error: unknown) => void
  readonly now: () => number
}

export interface Unwritten {
  /** Writes one; it is among `all` until that has succeeded. */
  readonly add: (canary: StoppedCanary) => Promise<void>
  readonly all: () => Iterable<StoppedCanary>
  /** Writes what could not be written before, if that is a while ago. */
  readonly tryAgain: () => void
}

/** Milliseconds between two tries. */
const pause = 5000

/** What this process has stopped and could not write down yet. */
export function createUnwritten({ write, failed, now }: UnwrittenOptions): Unwritten {
  const waiting = new Set<StoppedCanary>()
  let triedAt = -Infinity
  let told = false
  const attempt = async (canary: StoppedCanary): Promise<void> => {
    triedAt = now()
    try {
      await write(canary)
      waiting.delete(canary)
      told = false
    } catch (error) {
      if (!told) failed(error)
      told = true
    }
  }
  return {
    all: () => waiting,
    async add(canary) {
      waiting.add(canary)
      await attempt(canary)
    },
    tryAgain() {
      if (waiting.size === 0 || now() - triedAt < pause) return
      for (const canary of waiting) void attempt(canary)
    },
  }
}
