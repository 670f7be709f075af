/** Runs a task when fewer than the allowed number are running; the others wait in order. */
export type Limiter = <T>(task: () => Promise<T>) => Promise<T>

/**
 * A concurrency limiter. A task that ends passes its place on to the next one in line, so a task that comes in at
 * that moment cannot take the place as well.
 * @param limit Read whenever a task starts or ends: a limit that falls takes effect as running tasks end. At least 1.
 */
export function createLimiter(limit: () => number): Limiter {
  const waiting: (() => void)[] = []
  let running = 0

  const startWaiting = (): void => {
    while (waiting.length > 0 && running < Math.max(1, limit())) {
      running += 1
      waiting.shift()?.()
    }
  }
  return async (task) => {
    await new Promise<void>((resolve) => {
      waiting.push(resolve)
      startWaiting()
    })
    try {
      return await task()
    } finally {
      running -= 1
      startWaiting()
    }
  }
}
