/** Time as this package sees it; a test passes its own. */
export interface Timing {
  readonly now: () => number
  /** Resolves after so many milliseconds; at once when the signal is aborted. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>
  readonly random: () => number
}

export const realTiming: Timing = {
  now: () => Date.now(),
  random: Math.random,
  wait: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const timer = setTimeout(done, ms)
      function done(): void {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      signal?.addEventListener('abort', done)
    }),
}
