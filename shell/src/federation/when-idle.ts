import { quiet } from '../session/quiet-line.ts'

/** Milliseconds after which it is done in any case. */
const patience = 4_000

function whenBrowserIdle(run: () => void): () => void {
  if ('requestIdleCallback' in globalThis) {
    const handle = requestIdleCallback(run, { timeout: patience })
    return () => cancelIdleCallback(handle)
  }
  const timer = setTimeout(run, 300)
  return () => clearTimeout(timer)
}

/**
 * Runs when the page has nothing better to do. A page that waits for its mail is idle only to the
 * browser: what is fetched ahead must not share the line with what a person looks at.
 */
export function whenIdle(run: () => void): () => void {
  let stop = (): void => {
    stopped = true
  }
  let stopped = false
  const waited = new Promise<void>((resolve) => {
    setTimeout(resolve, patience)
  })
  void Promise.race([quiet, waited]).then(() => {
    if (!stopped) stop = whenBrowserIdle(run)
  })
  return () => stop()
}
