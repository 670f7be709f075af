import { integrityOf, releaseUrl } from './release-files.ts'
import type { RegistryClient } from './registry-client.ts'

// What can wait until the page has nothing better to do, and what is fetched then.

/** Milliseconds without a request after which the network is idle: long enough to render, and request again. */
const idleAfter = 200

let open = 0
let timer: ReturnType<typeof setTimeout> | undefined
let becomeIdle: () => void = () => undefined

/** Fulfilled once what the page needed first has come, and nothing more was requested. */
export const networkIdle = new Promise<void>((resolve) => {
  becomeIdle = resolve
})

/** The browser's `fetch` for what a user waits for: while it is at work, what could wait does. */
export const foregroundFetch: typeof fetch = async (...request) => {
  open += 1
  clearTimeout(timer)
  try {
    return await fetch(...request)
  } finally {
    open -= 1
    if (open === 0) timer = setTimeout(becomeIdle, idleAfter)
  }
}

/**
 * Milliseconds to wait for the network, and then for the browser, to be idle. Beyond it: the work is done in any
 * case.
 */
const longestWait = 4_000

function whenBrowserIdle(run: () => void): () => void {
  if ('requestIdleCallback' in globalThis) {
    const handle = requestIdleCallback(run, { timeout: longestWait })
    return () => cancelIdleCallback(handle)
  }
  const fallback = setTimeout(run, 300)
  return () => clearTimeout(fallback)
}

/**
 * Runs when the page has nothing better to do. A page that waits for its data is idle only to the
 * browser: what is fetched ahead must not share the line with what a user looks at.
 *
 * @returns Cancels it.
 */
export function whenIdle(run: () => void): () => void {
  let stopped = false
  let stop = (): void => {
    stopped = true
  }
  const waited = new Promise<void>((resolve) => {
    setTimeout(resolve, longestWait)
  })
  void Promise.race([networkIdle, waited]).then(() => {
    if (!stopped) stop = whenBrowserIdle(run)
  })
  return () => stop()
}

/** Milliseconds to fetch a file in advance. Beyond it: it is loaded when it is needed, and takes no connection from others. */
const prefetchTimeout = 60_000

const prefetched = new Set<string>()

/**
 * Into the browser's cache, in the mode its script or stylesheet will be requested in. Not by a preload link:
 * the browser complains of one that is not used soon, and the user may never get there.
 */
function prefetchFile(url: string): void {
  if (prefetched.has(url)) return
  prefetched.add(url)
  const signal = AbortSignal.timeout(prefetchTimeout)
  fetch(url, { mode: 'cors', credentials: 'same-origin', priority: 'low', integrity: integrityOf(url), signal })
    .then((response) => response.blob())
    .catch(() => prefetched.delete(url))
}

/** The user has switched on data saving in the browser. */
const savesData = (): boolean =>
  'connection' in navigator && Reflect.get(navigator.connection as object, 'saveData') === true

/**
 * Fetches what some exposed modules of a remote need, without running any of it. A failure is left to
 * the real load.
 *
 * @param exposed - Default: its page.
 */
export async function prefetchRemote(
  registry: Pick<RegistryClient, 'find'>,
  remote: string,
  exposed: readonly string[] = ['./page'],
): Promise<void> {
  if (savesData()) return
  const entry = await registry.find(remote).catch(() => undefined)
  const release = entry?.releases[0]
  if (!entry || !release || entry.disabled !== undefined) return
  // What is compiled into the host has no entry of its own.
  const files = new Set([release.entry, ...exposed.flatMap((name) => release.exposes[name] ?? [])].filter(Boolean))
  for (const file of files) prefetchFile(releaseUrl(entry, release, file))
}
