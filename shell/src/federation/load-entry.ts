import { AtriumError } from '@atrium/contracts'
import type { types } from '@module-federation/runtime-core'
import { integrityOf } from './integrity.ts'

/** Milliseconds a person waits for a remote before being told. */
export const entryTimeout = 8_000

/** The federation container a remote's entry defines. */
export type Container = types.RemoteEntryExports

const isContainer = (value: unknown): value is Container =>
  typeof value === 'object' && value !== null && 'init' in value && 'get' in value

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

/**
 * Runs a remote's entry and returns its container. Replaces the runtime's loader, which waits 20 s,
 * knows no integrity, and after a failure takes up the failed script tag again.
 *
 * @throws AtriumError REMOTE_TIMEOUT, REMOTE_LOAD_FAILED or REMOTE_THREW.
 */
export function loadEntry(entry: string, globalName: string): Promise<Container> {
  const url = new URL(entry, location.href).href
  const fail = (code: 'REMOTE_TIMEOUT' | 'REMOTE_LOAD_FAILED' | 'REMOTE_THREW', cause?: unknown) =>
    new AtriumError(code, { subject: url, remedy: 'Retry; if it stays, look at the file itself.', cause })
  return new Promise((resolve, reject) => {
    const script = scriptFor(url)
    const evaluation = watchEvaluation(url)
    const settle = (outcome: () => void): void => {
      clearTimeout(timer)
      evaluation.stop()
      script.remove()
      outcome()
    }
    const timer = setTimeout(() => settle(() => reject(fail('REMOTE_TIMEOUT'))), entryTimeout)
    script.onerror = () => settle(() => reject(fail('REMOTE_LOAD_FAILED')))
    script.onload = () =>
      settle(() => {
        const container: unknown = Reflect.get(globalThis, globalName)
        if (isContainer(container)) resolve(container)
        else reject(fail('REMOTE_THREW', evaluation.error()))
      })
    document.head.append(script)
  })
}
