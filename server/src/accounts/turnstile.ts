/** Runs tasks, so many at once; the others wait in line. */
export type Turnstile = <Result>(task: () => Promise<Result>) => Promise<Result>

export function createTurnstile(atOnce: number): Turnstile {
  const waiting: (() => void)[] = []
  let running = 0
  return async (task) => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await task()
    } finally {
      // The place is handed over, not given back, so that nobody slips in between.
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
