import type { Timing } from '../retry.ts'

/** Time that passes only when a test lets it, in steps a test can see. */
export interface FakeTiming extends Timing {
  /** Milliseconds of each wait, in order. */
  readonly waits: number[]
  /** Lets every wait of at most so many milliseconds end. */
  readonly pass: (ms: number) => void
}

export function createFakeTiming(): FakeTiming {
  let now = 0
  let pending: { readonly at: number; readonly resolve: () => void }[] = []
  const waits: number[] = []
  return {
    waits,
    now: () => now,
    random: () => 0.5,
    wait: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        waits.push(ms)
        pending.push({ at: now + ms, resolve })
        signal?.addEventListener('abort', () => resolve())
      }),
    pass: (ms) => {
      now += ms
      const due = pending.filter(({ at }) => at <= now)
      pending = pending.filter(({ at }) => at > now)
      for (const { resolve } of due) resolve()
    },
  }
}

/** Waits of any length end at once, and no time passes. */
export const instantTiming: Timing = {
  now: () => 0,
  random: () => 0,
  wait: () => new Promise((resolve) => setTimeout(resolve, 0)),
}
