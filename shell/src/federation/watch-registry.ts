/** Milliseconds between two questions, give or take; spread so that a thousand pages do not ask at once. */
export const registryInterval = { every: 5 * 60_000, jitter: 60_000, atLeast: 30_000 } as const

/**
 * Asks for news now and then, when the connection is back, and when the person comes back to the tab.
 * A hidden tab asks nothing.
 *
 * @returns Ends the watching.
 */
export function watchRegistry(check: () => Promise<void>): () => void {
  const watching = new AbortController()
  const { signal } = watching
  let asked = Date.now()
  let timer: ReturnType<typeof setTimeout> | undefined
  const ask = (): void => {
    clearTimeout(timer)
    timer = setTimeout(ask, registryInterval.every + (Math.random() - 0.5) * 2 * registryInterval.jitter)
    if (document.visibilityState === 'hidden' || !navigator.onLine) return
    asked = Date.now()
    void check()
  }
  timer = setTimeout(ask, registryInterval.every)
  window.addEventListener('online', ask, { signal })
  document.addEventListener(
    'visibilitychange',
    () => document.visibilityState === 'visible' && Date.now() - asked >= registryInterval.atLeast && ask(),
    { signal },
  )
  signal.addEventListener('abort', () => clearTimeout(timer))
  return () => watching.abort()
}
