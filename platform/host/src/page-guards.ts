import { AtriumError, developmentVersion, type ReleaseRecord } from '@atrium/protocol'
import { workspace } from '@atrium/remote'
import { floodLimit, watchFloods, type Flood } from '@atrium/remote/host'
import { useEffect, useId } from 'react'
import { ownerOf, reportFailure } from './failures.ts'
import type { Loaded } from './remote-loader.ts'
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

/** Addresses of releases that may bring a renderer of their own. */
const ownRoots = new Set<string>()

/**
 * A view that exports `mount` renders in a root of its own: it shares no component with the rest of the page, so a
 * react-dom of its own, or a second renderer over the host's React, breaks nothing. Called before the release runs.
 *
 * @param address - Where the files of the release are.
 */
export function allowOwnRoot({ shapes = {}, version }: ReleaseRecord, address: string): void {
  const hasMount = Object.values(shapes).some((exports) => exports['mount'] === 'function' && !('default' in exports))
  // A dev server's record has no shapes: what it exposes may change in a moment.
  if (hasMount || version === developmentVersion) ownRoots.add(address)
}

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
      const isAllowed = [...ownRoots].some((address) => from?.startsWith(address))
      if (!isAllowed)
        onSecond(
          new AtriumError('SECOND_COPY', {
            subject: `react-dom ${version} from ${from ?? 'an unnamed bundle'}, beside ${first}`,
            remedy:
              'Build the remote with the factory of @atrium/configs, which takes react-dom from the host, or let it export mount.',
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
 * put back as it was. What is done to it inside cannot be distinguished from what React does.
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
      remedy: 'Emit an event once per change.',
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

type Hook = (...args: unknown[]) => unknown

interface Reading {
  readonly args: readonly unknown[]
  readonly value: unknown
}

/** Milliseconds without a change after which all callers must have read the same. */
export const settleTime = 500

const fieldsOf = (value: unknown): Map<string, unknown> | undefined =>
  typeof value === 'object' && value !== null
    ? new Map(Object.entries(value).filter(([, field]) => typeof field !== 'function'))
    : undefined

/** The same to its reader: equal, or made of equal fields; functions are not compared. */
function alike(one: unknown, other: unknown): boolean {
  if (Object.is(one, other) || (typeof one === 'function' && typeof other === 'function')) return true
  const [fields, others] = [fieldsOf(one), fieldsOf(other)]
  if (!fields || !others || fields.size !== others.size) return false
  return [...fields].every(([key, field]) => others.has(key) && Object.is(field, others.get(key)))
}

const show = (value: unknown): string => {
  try {
    return (JSON.stringify(value) ?? String(value)).slice(0, 80)
  } catch {
    return String(value)
  }
}

/** Two readings with the same arguments and different values. */
function findSplit(readings: Iterable<Reading>): readonly [Reading, Reading] | undefined {
  const first: Reading[] = []
  for (const reading of readings) {
    const other = first.find(({ args }) => alike(args, reading.args))
    if (!other) first.push(reading)
    else if (!alike(other.value, reading.value)) return [other, reading]
  }
  return undefined
}

function watch(hook: Hook, onSplit: (one: Reading, other: Reading) => void): Hook {
  const readings = new Map<string, Reading>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let reported = false
  const check = (): void => {
    const found = findSplit(readings.values())
    if (!found || reported) return
    reported = true
    onSplit(...found)
  }
  return function useWatched(...args) {
    const value = hook(...args)
    const caller = useId()
    useEffect(() => {
      readings.set(caller, { args, value })
      clearTimeout(timer)
      if (!reported && readings.size > 1) timer = setTimeout(check, settleTime)
    })
    useEffect(() => () => void readings.delete(caller), [caller])
    return value
  }
}

const isHook = (name: string, value: unknown): value is Hook => /^use[A-Z]/.test(name) && typeof value === 'function'

const disagreement = (name: string, release: ReleaseRecord, [one, other]: readonly [Reading, Reading]) =>
  new AtriumError('HOOK_STATE_SPLIT', {
    subject: `${name} of release ${release.version}: one caller reads ${show(one.value)}, another ${show(other.value)}`,
    remedy: 'Keep the state in a store of the remote, and let the hook read it.',
  })

/**
 * An exposed hook with a state of its own makes one state per caller, silently. So each hook of a loaded
 * module is watched: when two callers with the same arguments have read different values for half a second,
 * it is reported, once, by name.
 */
export function createHookWatch(report: (release: ReleaseRecord, error: AtriumError) => void) {
  const watched = new WeakMap<object, unknown>()
  return function watchHooks<Module>(name: string, { module, release }: Loaded<Module>): Module {
    if (typeof module !== 'object' || module === null) return module
    const known = watched.get(module)
    if (known !== undefined) return known as Module
    const hooks = Object.entries(module).filter(([key, value]) => isHook(key, value))
    if (hooks.length === 0) return module
    const guarded = hooks.map(([key, hook]): [string, Hook] => [
      key,
      watch(hook as Hook, (...pair) => report(release, disagreement(`${name} ${key}`, release, pair))),
    ])
    const wrapped = { ...module, ...Object.fromEntries(guarded) }
    watched.set(module, wrapped)
    return wrapped
  }
}
