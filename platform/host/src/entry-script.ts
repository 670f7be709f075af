import { AtriumError } from '@atrium/protocol'
import type { types } from '@module-federation/runtime-core'
import { integrityOf } from './release-files.ts'

/** The federation container that a remote's entry defines. */
export type Container = types.RemoteEntryExports

/**
 * Milliseconds for the entry of a remote, where the host sets none. Beyond it: `REMOTE_TIMEOUT`, and the next
 * attempt gets twice as long.
 */
export const entryTimeout = 8_000

/**
 * Milliseconds for an entry on a slow line or after timeouts. Beyond it: no attempt gets longer, and it ends with
 * `REMOTE_TIMEOUT`.
 */
const longestTimeout = 32_000

/**
 * Milliseconds for a call of a container. What it fetches has timeouts of its own, shorter together than this.
 * Beyond it: `REMOTE_TIMEOUT`.
 */
export const containerTimeout = 12_000

/** Milliseconds before each further attempt, as for lazy chunks in configs/webpack/retry-plugin.ts. */
const retryDelays = [300, 1_200] as const

/** Up to half as long again, so that a thousand pages do not retry at the same moment. */
const withJitter = (delay: number): number => delay * (1 + Math.random() / 2)

/** Milliseconds for the entry of a remote, for one or for each; see `HostOptions.entryTimeout`. */
export type EntryTimeout = number | ((remote: string) => number | undefined)

let configured: EntryTimeout = entryTimeout

/** Called by the host, before the federation runtime loads anything. */
export function setEntryTimeout(timeout: EntryTimeout): void {
  configured = timeout
}

/** Remote → how often its entry has timed out since it last arrived. */
const timeouts = new Map<string, number>()

/** The last so many entries that arrived say how fast the line is. */
const measured = 5

/** An entry that takes so many times as long as the slowest of them does not arrive any more. */
const slowness = 6

/** Milliseconds that the last entries took, whatever the remote. */
const durations: number[] = []

function measure(milliseconds: number): void {
  durations.push(milliseconds)
  if (durations.length > measured) durations.shift()
}

/** On a line on which entries take long, each gets longer. */
const lineTimeout = (): number => Math.min(longestTimeout, slowness * Math.max(0, ...durations))

/**
 * The configured time, or more where the line is slow; twice as long after each timeout, so that a line slower than
 * the timeout is not a remote that never loads.
 */
function timeoutFor(remote: string): number {
  const standard = (typeof configured === 'number' ? configured : configured(remote)) ?? entryTimeout
  const first = Math.max(standard, lineTimeout())
  return Math.max(first, Math.min(longestTimeout, first * 2 ** (timeouts.get(remote) ?? 0)))
}

type FailureCode = 'REMOTE_TIMEOUT' | 'REMOTE_LOAD_FAILED' | 'REMOTE_THREW'

const failure = (code: FailureCode, url: string, cause?: unknown) =>
  new AtriumError(code, { subject: url, remedy: 'Retry; if it persists, inspect the file.', cause })

const isContainer = (value: unknown): value is Container =>
  typeof value === 'object' && value !== null && 'init' in value && 'get' in value

/** A container is foreign code: one that never returns must not leave a user with a skeleton. */
function withTimeouts(container: Container, url: string): Container {
  const raced = async (call: () => unknown): Promise<unknown> => {
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => reject(failure('REMOTE_TIMEOUT', url)), containerTimeout)
    try {
      return await Promise.race([call(), late])
    } finally {
      clearTimeout(timer)
    }
  }
  const guarded =
    (method: 'init' | 'get') =>
    (...args: unknown[]) =>
      raced(() => Reflect.apply(container[method], container, args))
  // Both may return a promise, which the runtime awaits and its types do not say.
  return { init: guarded('init'), get: guarded('get') } as unknown as Container
}

/** Errors of evaluation reach only `window`; the one from this script says why there is no container. */
function watchEvaluation(url: string): { error: () => unknown; stop: () => void } {
  let caught: unknown
  const listen = (event: ErrorEvent): void => {
    if (event.filename === url) caught ??= event.error ?? event.message
  }
  window.addEventListener('error', listen)
  return { error: () => caught, stop: () => window.removeEventListener('error', listen) }
}

function scriptFor(url: string): HTMLScriptElement {
  const script = document.createElement('script')
  script.crossOrigin = 'anonymous'
  script.integrity = integrityOf(url)
  script.async = true
  script.src = url
  return script
}

/** One script tag, from its insertion to its end. */
function runScript(url: string, globalName: string, timeout: number): Promise<Container> {
  return new Promise((resolve, reject) => {
    const script = scriptFor(url)
    const evaluation = watchEvaluation(url)
    const end = (outcome: () => void): void => {
      clearTimeout(timer)
      evaluation.stop()
      script.remove()
      outcome()
    }
    const timer = setTimeout(() => end(() => reject(failure('REMOTE_TIMEOUT', url))), timeout)
    script.addEventListener('error', () => end(() => reject(failure('REMOTE_LOAD_FAILED', url))))
    script.addEventListener('load', () =>
      end(() => {
        const container: unknown = Reflect.get(globalThis, globalName)
        if (isContainer(container)) resolve(withTimeouts(container, url))
        else reject(failure('REMOTE_THREW', url, evaluation.error()))
      }),
    )
    document.head.append(script)
  })
}

/** URLs whose last request failed or still hangs. */
const failed = new Set<string>()

let retries = 0

/** The address of the next attempt: a request that hung holds the browser's cache lock, and the same address would hang too. */
function nextAddress(entry: URL): string {
  if (!failed.has(entry.href)) return entry.href
  const url = new URL(entry)
  url.searchParams.set('r', String(++retries))
  return url.href
}

const hasCode = (error: unknown, code: FailureCode): boolean => error instanceof AtriumError && error.code === code

export interface EntryScript {
  readonly url: string
  /** Global variable that the script assigns its container to. */
  readonly globalName: string
  readonly remote: string
}

async function attempt({ url, globalName, remote }: EntryScript): Promise<Container> {
  const entry = new URL(url, location.href)
  const startedAt = performance.now()
  try {
    const container = await runScript(nextAddress(entry), globalName, timeoutFor(remote))
    failed.delete(entry.href)
    timeouts.delete(remote)
    measure(performance.now() - startedAt)
    return container
  } catch (error) {
    failed.add(entry.href)
    if (hasCode(error, 'REMOTE_TIMEOUT')) timeouts.set(remote, (timeouts.get(remote) ?? 0) + 1)
    throw error
  }
}

/**
 * Runs a remote's entry and returns its container. Replaces the runtime's loader, which waits 20 s,
 * knows no integrity, and after a failure reuses the failed script tag.
 *
 * A file that cannot be fetched is requested twice more. Every request after a failure or a timeout, in
 * this call or a later one, has an address of its own (`?r=n`).
 *
 * @throws AtriumError REMOTE_TIMEOUT, REMOTE_LOAD_FAILED or REMOTE_THREW.
 */
export async function loadEntry(script: EntryScript): Promise<Container> {
  for (const delay of retryDelays) {
    try {
      return await attempt(script)
    } catch (error) {
      // The network lost it, and is there: worth another attempt.
      if (!hasCode(error, 'REMOTE_LOAD_FAILED') || !navigator.onLine) throw error
      await new Promise((resolve) => setTimeout(resolve, withJitter(delay)))
    }
  }
  return attempt(script)
}
