import { AtriumError, developmentVersion } from '@atrium/protocol'
import { floodLimit, watchFloods, workspace, type Flood } from '@atrium/remote'
import { ownerOf, reportFailure } from './failures.ts'
import type { SafeMode } from './safe-mode.ts'

// What keeps code that runs in this page from breaking the page itself.

interface DevToolsHook {
  inject: (renderer: { readonly version?: string }) => number
  readonly [key: string]: unknown
}

const hookName = '__REACT_DEVTOOLS_GLOBAL_HOOK__'

const silentHook = (): DevToolsHook => ({
  inject: () => 1,
  supportsFiber: true,
  isDisabled: false,
  renderers: new Map(),
  onCommitFiberRoot: () => undefined,
  onCommitFiberUnmount: () => undefined,
  onPostCommitFiberRoot: () => undefined,
  checkDCE: () => undefined,
})

/**
 * Every react-dom registers with the DevTools hook. Listening there shows when a second one has been
 * loaded into the page, from wherever; must run before the first is evaluated.
 */
export function watchRenderers(onSecond: (error: AtriumError) => void): void {
  const hook = (Reflect.get(globalThis, hookName) as DevToolsHook | undefined) ?? silentHook()
  const { inject } = hook
  let first: string | undefined
  hook.inject = (renderer) => {
    const version = renderer.version ?? 'of unknown version'
    if (first !== undefined) {
      const from = /https?:\/\/\S+?(?=:\d+:\d+)/.exec(new Error().stack?.split('\n').slice(2).join('\n') ?? '')?.[0]
      onSecond(
        new AtriumError('SECOND_COPY', {
          subject: `react-dom ${version} from ${from ?? 'an unnamed bundle'}, beside ${first}`,
          remedy: 'Build the remote with the factory of @atrium/configs, which takes react-dom from the host.',
        }),
      )
    }
    first ??= version
    return inject.call(hook, renderer)
  }
  Reflect.set(globalThis, hookName, hook)
}

const removedRoot = () =>
  new AtriumError('REMOTE_THREW', {
    subject: 'code in this page removed the whole page from the document',
    remedy: 'Look for what empties document.body; a remote renders below its own element only.',
  })

/**
 * The page lives in one element. Code that empties `document.body` removes it, with all drafts in it; it is
 * put back as it was. What is done to it inside cannot be told from what React does.
 *
 * @returns Stops watching.
 */
export function keepRoot(root: HTMLElement): () => void {
  const observer = new MutationObserver(() => {
    if (root.isConnected) return
    document.body.prepend(root)
    reportFailure({ remote: 'unknown', release: '', error: removedRoot() })
  })
  observer.observe(document.body, { childList: true })
  return () => observer.disconnect()
}

export interface FloodStop {
  /** Name of the host's own releases. */
  readonly hostName: string
  readonly safeMode: Pick<SafeMode, 'failed'>
  /** Takes out of the page what it shows of a remote that is off now. */
  readonly takeAway: (remote: string) => void
  readonly blame: (release: { readonly name: string; readonly version: string }, error: AtriumError) => void
}

/**
 * The bus holds a flood of events back by itself; here its sender gets a name, read from the stack, and after
 * the third second of it the remote is taken out of the page, unless some work is not stored yet.
 *
 * @returns Stops watching.
 */
export function stopFloods({ hostName, safeMode, takeAway, blame }: FloodStop): () => void {
  return watchFloods(({ event, trace }: Flood) => {
    const { remote: name, release: version } = ownerOf(trace, hostName)
    const error = new AtriumError('EVENTS_FLOODED', {
      subject: `${name} sent ${event} more than ${floodLimit.events} times in a second`,
      remedy: 'Send what has changed once, when it has changed.',
      cause: trace,
    })
    blame({ name, version }, error)
    // Not a remote's doing, or one whose author is looking at it.
    const isSpared = name === hostName || name === 'unknown' || version === developmentVersion
    if (isSpared || !safeMode.failed(`${name}/events`, error.code)) return
    if (workspace.getState().unsaved.length === 0) takeAway(name)
  })
}

/**
 * Keeps the shared store's `online` equal to the browser's.
 *
 * @returns Stops watching.
 */
export function watchConnection(): () => void {
  const read = (): void => workspace.setState({ online: navigator.onLine })
  window.addEventListener('online', read)
  window.addEventListener('offline', read)
  read()
  return () => {
    window.removeEventListener('online', read)
    window.removeEventListener('offline', read)
  }
}
