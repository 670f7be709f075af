import { AtriumError } from '@atrium/protocol'
import type { types } from '@module-federation/runtime-core'
import { integrityOf } from './integrity.ts'

/** Milliseconds a person waits for a remote before being told. */
export const entryTimeout = 8_000

/** Milliseconds until a container must have answered a question. */
export const answerTimeout = 12_000

/** Milliseconds before each further attempt, as for lazy chunks in configs/webpack/base.ts. */
const retryDelays = [300, 1_200] as const

/** Up to half as long again, so that a thousand pages do not come back in the same moment. */
const spread = (delay: number): number => delay * (1 + Math.random() / 2)

/** The federation container a remote's entry defines. */
export type Container = types.RemoteEntryExports

const isContainer = (value: unknown): value is Container =>
  typeof value === 'object' && value !== null && 'init' in value && 'get' in value

/**
 * A container is foreign code: one that does not answer must not leave a person before a skeleton.
 * What it fetches has timeouts of its own, and they are shorter together than this.
 */
function impatient(container: Container, url: string): Container {
  const answered = async (ask: () => unknown): Promise<unknown> => {
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => reject(failure('REMOTE_TIMEOUT', url)), answerTimeout)
    try {
      return await Promise.race([ask(), late])
    } finally {
      clearTimeout(timer)
    }
  }
  const guarded = (method: 'init' | 'get') => (...given: unknown[]) =>
    answered(() => Reflect.apply(container[method], container, given))
  // Both may answer with a promise, which the runtime awaits and its types do not say.
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

type Failure = 'REMOTE_TIMEOUT' | 'REMOTE_LOAD_FAILED' | 'REMOTE_THREW'

const failure = (code: Failure, url: string, cause?: unknown) =>
  new AtriumError(code, { subject: url, remedy: 'Retry; if it stays, look at the file itself.', cause })

/** One script tag, from its insertion to its end. */
function run(url: string, globalName: string): Promise<Container> {
  return new Promise((resolve, reject) => {
    const script = scriptFor(url)
    const evaluation = watchEvaluation(url)
    const settle = (outcome: () => void): void => {
      clearTimeout(timer)
      evaluation.stop()
      script.remove()
      outcome()
    }
    const timer = setTimeout(() => settle(() => reject(failure('REMOTE_TIMEOUT', url))), entryTimeout)
    script.addEventListener('error', () => settle(() => reject(failure('REMOTE_LOAD_FAILED', url))))
    script.addEventListener('load', () =>
      settle(() => {
        const container: unknown = Reflect.get(globalThis, globalName)
        if (isContainer(container)) resolve(impatient(container, url))
        else reject(failure('REMOTE_THREW', url, evaluation.error()))
      }),
    )
    document.head.append(script)
  })
}

let retries = 0

/** Worth another attempt: the network lost it, and is there. */
const isLost = (error: unknown): boolean =>
  error instanceof AtriumError && error.code === 'REMOTE_LOAD_FAILED' && navigator.onLine

/**
 * Runs a remote's entry and returns its container. Replaces the runtime's loader, which waits 20 s,
 * knows no integrity, and after a failure takes up the failed script tag again.
 *
 * A file that cannot be fetched is asked for twice more, under `?r=n`: a request that hung holds the
 * browser's cache lock, and the same address would hang again.
 *
 * @throws AtriumError REMOTE_TIMEOUT, REMOTE_LOAD_FAILED or REMOTE_THREW.
 */
export async function loadEntry(entry: string, globalName: string): Promise<Container> {
  const url = new URL(entry, location.href)
  for (const delay of retryDelays) {
    try {
      return await run(url.href, globalName)
    } catch (error) {
      if (!isLost(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, spread(delay)))
      url.searchParams.set('r', String(++retries))
    }
  }
  return run(url.href, globalName)
}
