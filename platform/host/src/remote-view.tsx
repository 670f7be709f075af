import { AtriumError, type ErrorCode, type ReleaseRecord } from '@atrium/protocol'
import { type Mount, type MountedView, emit, useWorkspace, workspace } from '@atrium/remote'
import { resetFailedViews } from '@atrium/remote/host'
import {
  useEffect,
  useLayoutEffect,
  useRef,
  type ReactNode,
  Component,
  createElement,
  Suspense,
  useCallback,
  useEffectEvent,
  useInsertionEffect,
  useState,
  type ComponentType,
} from 'react'
import { useStore } from 'zustand'
import { useHost, type CountSource } from './create-host.ts'
import { reportFailure, toRenderError } from './failures.ts'

// Views of remotes that are not written in React, or in a React of their own: they export `mount`.

/** `mount` of a module that has it and no component; undefined for a component. */
export function mountOf(module: unknown): Mount<object> | undefined {
  const exports: Readonly<Record<string, unknown>> = typeof module === 'object' && module !== null ? { ...module } : {}
  const { default: component, mount } = exports
  return component === undefined && typeof mount === 'function' ? (mount as Mount<object>) : undefined
}

/** @throws AtriumError REMOTE_SHAPE_WRONG */
function checked(name: string, mounted: unknown): MountedView<object> {
  if (typeof mounted === 'object' && mounted !== null && typeof Reflect.get(mounted, 'unmount') === 'function')
    return mounted as MountedView<object>
  throw new AtriumError('REMOTE_SHAPE_WRONG', {
    subject: `${name}: mount returned no { unmount }`,
    remedy: 'Return an object with a function unmount, and update if the view follows its props.',
  })
}

export interface ForeignViewProps {
  /** Federated name, for errors. */
  readonly name: string
  readonly mount: Mount<object>
  readonly props: object
}

/**
 * An element that belongs to a view in another framework, for as long as it is mounted. What the view throws is thrown in
 * an effect, so that the boundary around it catches it like that of a component.
 */
export function ForeignView({ name, mount, props }: ForeignViewProps): ReactNode {
  const element = useRef<HTMLDivElement>(null)
  const view = useRef<MountedView<object>>(undefined)
  const given = useRef<object>(props)
  useLayoutEffect(() => {
    const container = document.createElement('div')
    container.style.display = 'contents'
    element.current?.append(container)
    view.current = checked(name, mount(container, given.current))
    return () => {
      const mounted = view.current
      view.current = undefined
      try {
        mounted?.unmount()
      } finally {
        container.remove()
      }
    }
  }, [name, mount])
  useEffect(() => {
    if (given.current === props) return
    given.current = props
    view.current?.update?.(props)
  }, [props])
  return <div ref={element} style={{ display: 'contents' }} />
}

// Foreign code between two boundaries: what it throws while it renders stays in its place, and what it throws
// while it unmounts does not take what comes next with it.

export interface RemoteBoundaryProps {
  readonly onError: (error: unknown) => void
  readonly children: ReactNode
}

/** Keeps what a remote throws while rendering, or in an effect, from the rest of the page. */
export class RemoteBoundary extends Component<RemoteBoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override componentDidCatch(error: unknown): void {
    this.props.onError(error)
  }

  override render(): ReactNode {
    return this.state.failed ? null : this.props.children
  }
}

export interface UnmountBoundaryProps {
  readonly onError: (error: unknown) => void
  /** What is rendered below; when this changes, it is something else, and what failed before is forgotten. */
  readonly place?: string
  /** Rendered when nothing more is tried. Default: nothing. */
  readonly fallback?: (retry: () => void) => ReactNode
  readonly children: ReactNode
}

/**
 * Recoveries of a boundary within so many milliseconds. Beyond it: what is below is given up until the user tries
 * again or goes elsewhere.
 */
const recoveryLimit = { recoveries: 3, within: 5_000 } as const

/**
 * A remote that throws while it unmounts takes its own boundary with it: React hands the error to what stays
 * mounted above. Here it is reported, and what came in its place is rendered again.
 */
export class UnmountBoundary extends Component<
  UnmountBoundaryProps,
  { readonly failed: boolean; readonly gaveUp: boolean }
> {
  override state = { failed: false, gaveUp: false }
  #recoveries: number[] = []
  #timer: ReturnType<typeof setTimeout> | undefined

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override componentDidCatch(error: unknown): void {
    this.props.onError(error)
    const now = Date.now()
    this.#recoveries = [...this.#recoveries.filter((time) => now - time < recoveryLimit.within), now]
    clearTimeout(this.#timer)
    if (this.#recoveries.length > recoveryLimit.recoveries) this.setState({ gaveUp: true })
    // Not at once: clean-ups that are still to run, and throw too, must find nothing to unmount again.
    else this.#timer = setTimeout(() => this.setState({ failed: false }))
  }

  override componentDidUpdate({ place }: UnmountBoundaryProps): void {
    if (place !== this.props.place && this.state.gaveUp) this.#retry()
  }

  override componentWillUnmount(): void {
    clearTimeout(this.#timer)
  }

  readonly #retry = (): void => {
    this.#recoveries = []
    this.setState({ failed: false, gaveUp: false })
  }

  override render(): ReactNode {
    const { children, fallback } = this.props
    const { failed, gaveUp } = this.state
    if (gaveUp) return fallback?.(this.#retry) ?? null
    return failed ? null : children
  }
}

type RemoteState =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly name: string; readonly module: unknown; readonly release: ReleaseRecord }
  | { readonly status: 'failed'; readonly error: AtriumError }

interface RemoteHandle {
  readonly state: RemoteState
  /** Starts over, with every release. */
  readonly retry: () => void
  /** Gives up the release that is rendered and takes its predecessor; fails with `error` when there is none. */
  readonly fallBack: (release: ReleaseRecord, error: AtriumError) => void
}

interface Attempt {
  /** Failed while rendering. */
  readonly except: ReadonlySet<string>
  readonly because?: AtriumError
}

const firstAttempt: Attempt = { except: new Set() }
const loading = { status: 'loading' } as const

const isOffline = ({ code }: AtriumError): boolean => code === 'REMOTE_OFFLINE'

const toError = (cause: unknown, name: string): AtriumError =>
  cause instanceof AtriumError ? cause : new AtriumError('REMOTE_THREW', { subject: name, remedy: 'Retry.', cause })

/** A switched-off remote says so; otherwise the first thing that went wrong is the one to show. */
const errorToShow = (error: AtriumError, because: AtriumError | undefined): AtriumError =>
  error.code === 'REMOTE_DISABLED' ? error : (because ?? error)

/** What could not be updated keeps running as it is; what is switched off, or listed no more, does not. */
const afterFailure = (old: RemoteState, stays: boolean, error: AtriumError): RemoteState =>
  stays && error.code !== 'REMOTE_DISABLED' && error.code !== 'REMOTE_UNKNOWN' ? old : { status: 'failed', error }

/** Ends by itself: nothing of the remote has run, and the network or the registry may be back in a moment. */
const passing: readonly ErrorCode[] = ['REMOTE_OFFLINE', 'REGISTRY_UNREACHABLE', 'REGISTRY_INVALID', 'REGISTRY_EXPIRED']

/** Milliseconds until a passing failure is tried again: doubling, so that a registry that is down is left alone. */
export const healingDelays = { first: 2_000, longest: 60_000 } as const

/** Tries again what failed in passing, after a while, and at once when the connection is back. */
function useHealing(state: RemoteState, retry: () => void): void {
  const online = useWorkspace((workspace) => workspace.online)
  const retries = useRef(0)
  const wasOnline = useRef(online)
  const isPassing = state.status === 'failed' && passing.includes(state.error.code)
  useEffect(() => {
    if (state.status === 'ready') retries.current = 0
  }, [state.status])
  useEffect(() => {
    const isBack = online && !wasOnline.current
    wasOnline.current = online
    if (!isPassing) return
    if (isBack) return retry()
    const delay = Math.min(healingDelays.longest, healingDelays.first * 2 ** retries.current)
    const timer = setTimeout(
      () => {
        retries.current += 1
        retry()
      },
      delay * (1 + Math.random() / 2),
    )
    return () => clearTimeout(timer)
  }, [isPassing, state, online, retry])
}

/** Loads what a remote exposes, for as long as the caller is mounted, and adopts its newer releases. */
export function useRemote(name: string): RemoteHandle {
  const { loader, updates } = useHost()
  const remote = name.slice(0, name.indexOf('/'))
  const generation = useStore(updates.generations, (all) => all[remote] ?? 0)
  const [attempt, setAttempt] = useState(firstAttempt)
  const [state, setState] = useState<RemoteState>(loading)

  useEffect(() => {
    let current = true
    const { except, because } = attempt
    const stays = (old: RemoteState): boolean =>
      old.status === 'ready' && old.name === name && !except.has(old.release.version)
    setState((old) => (stays(old) ? old : loading))
    loader.load(name, except).then(
      ({ module, release }) =>
        current &&
        setState((old) =>
          old.status === 'ready' && stays(old) && old.release.version === release.version
            ? old
            : { status: 'ready', name, module, release },
        ),
      (cause: unknown) =>
        current && setState((old) => afterFailure(old, stays(old), errorToShow(toError(cause, name), because))),
    )
    return () => {
      current = false
    }
  }, [loader, name, attempt, generation])

  const retry = useCallback(() => {
    resetFailedViews()
    setAttempt({ ...firstAttempt })
  }, [])
  const fallBack = useCallback((release: ReleaseRecord, because: AtriumError) => {
    // No release can be fetched without a connection: there is nothing wrong with this one.
    if (isOffline(because)) setState({ status: 'failed', error: because })
    else setAttempt(({ except }) => ({ except: new Set([...except, release.version]), because }))
  }, [])
  useHealing(state, retry)
  return { state, retry, fallBack }
}

/** Names what a release threw while it was in use, records and reports it. */
function useBlame(name: string): (release: ReleaseRecord, cause: unknown) => AtriumError {
  const { log } = useHost()
  return useCallback(
    (release, cause) => {
      const error = toRenderError({ name, release, online: workspace.getState().online }, cause)
      log.failed(release, error)
      reportFailure({ remote: release.name, release: release.version, error })
      return error
    },
    [log, name],
  )
}

/** Base URL of a release → how many of its views are rendered. */
const styleUsers = new Map<string, number>()

/** Stylesheets below an address, those of lazy chunks included. */
const sheetsBelow = (base: string): CSSStyleSheet[] =>
  [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')]
    .filter(({ href }) => href.startsWith(base))
    .flatMap(({ sheet }) => sheet ?? [])

/**
 * The styles of a release apply only while something of it is rendered. Its stylesheets stay in the
 * document, because the bundle believes them loaded, but disabled.
 *
 * @param base - URL its files lie below.
 * @returns Ends the use.
 */
export function applyStyles(base: string): () => void {
  const setDisabled = (disabled: boolean): void => {
    for (const sheet of sheetsBelow(base)) sheet.disabled = disabled
  }
  const before = styleUsers.get(base) ?? 0
  styleUsers.set(base, before + 1)
  if (before === 0) setDisabled(false)
  return () => {
    const left = (styleUsers.get(base) ?? 1) - 1
    if (left > 0) return void styleUsers.set(base, left)
    styleUsers.delete(base)
    setDisabled(true)
  }
}

interface MountedProps {
  readonly release: ReleaseRecord
  readonly name: string
  readonly children: ReactNode
}

/** Says in the page, for the inspector, for tests and for telemetry, whose elements these are. */
function Mounted({ release, name, children }: MountedProps): ReactNode {
  const { log } = useHost()
  useInsertionEffect(() => {
    const base = log.baseOf(release)
    return base === undefined ? undefined : applyStyles(base)
  }, [log, release])
  useEffect(() => {
    emit('remote:mounted', { remote: release.name, release: release.version, module: name })
    return log.mounted(release)
  }, [log, release, name])
  return (
    <div data-remote={release.name} data-release={release.version} style={{ display: 'contents' }}>
      {children}
    </div>
  )
}

/**
 * Milliseconds a loaded remote may show its skeleton, longer than its files have. Beyond it: the remote counts as
 * failed, and the user may try again.
 */
export const renderTimeout = 15_000

interface TimeoutProps {
  readonly onTimeout: () => void
  readonly children: ReactNode
}

/** Fallback for what suspends, with a timeout. */
function RenderTimeout({ onTimeout, children }: TimeoutProps): ReactNode {
  const end = useEffectEvent(onTimeout)
  useEffect(() => {
    const timer = setTimeout(() => end(), renderTimeout)
    return () => clearTimeout(timer)
  }, [])
  return children
}

const timedOut = (name: string, { version }: ReleaseRecord): AtriumError =>
  new AtriumError(workspace.getState().online ? 'REMOTE_TIMEOUT' : 'REMOTE_OFFLINE', {
    subject: `${name} of release ${version} waits for something that does not come`,
    remedy: 'Retry, or look at what it suspends on.',
  })

export interface RemoteViewProps {
  /** Federated name of a module whose default export is a component, or that exports `mount`: `inbox/page`. */
  readonly name: string
  readonly props: object
  /** In the final layout, so that nothing moves when the remote arrives. */
  readonly skeleton: ReactNode
  /** Rendered in the remote's place when it cannot be shown. */
  readonly failure: (error: AtriumError, retry: () => void) => ReactNode
}

/** Renders a remote's component; when it fails, its previous release; when that fails, a message in its place. */
export function RemoteView({ name, props, skeleton, failure }: RemoteViewProps): ReactNode {
  const blame = useBlame(name)
  const { state, retry, fallBack } = useRemote(name)
  if (state.status === 'loading') return skeleton
  if (state.status === 'failed') return failure(state.error, retry)
  const { module, release } = state
  // Contracts know no React: here, and only here, an opaque view becomes a component.
  const mount = mountOf(module)
  const Remote = (module as { readonly default: unknown }).default as ComponentType<object>
  const giveUp = (cause: unknown): void => fallBack(release, blame(release, cause))
  return (
    <RemoteBoundary key={release.version} onError={giveUp}>
      <Suspense fallback={<RenderTimeout onTimeout={() => giveUp(timedOut(name, release))}>{skeleton}</RenderTimeout>}>
        <Mounted release={release} name={name}>
          {mount ? <ForeignView name={name} mount={mount} props={props} /> : createElement(Remote, props)}
        </Mounted>
      </Suspense>
    </RemoteBoundary>
  )
}

interface ReaderProps {
  readonly source: CountSource
  readonly useCount: () => unknown
  readonly onCount: (count: number) => void
}

function CountReader({ source, useCount, onCount }: ReaderProps): null {
  const count = useCount()
  if (typeof count !== 'number' || !Number.isFinite(count)) {
    throw new AtriumError('REMOTE_SHAPE_WRONG', {
      subject: `${source.hook} of ${source.module} returned no number`,
      remedy: 'Return what its contract says.',
    })
  }
  useEffect(() => onCount(count), [count, onCount])
  useEffect(() => () => onCount(0), [onCount])
  return null
}

export interface RemoteCountProps {
  readonly source: CountSource
  /** Receives every number, and 0 when the remote is gone or has failed. Must stay the same. */
  readonly onCount: (count: number) => void
}

/**
 * Reads a number that a remote owns, by the hook it exposes. A component of its own, so that the hook is
 * called from its first render to its last, whatever becomes of the remote; without it, there is no number.
 */
export function RemoteCount({ source, onCount }: RemoteCountProps): ReactNode {
  const blame = useBlame(source.module)
  const { state } = useRemote(source.module)
  if (state.status !== 'ready') return null
  const { release, module } = state
  const hook = (module as Readonly<Record<string, unknown>>)[source.hook]
  if (typeof hook !== 'function') return null
  return (
    <RemoteBoundary key={release.version} onError={(cause) => void blame(release, cause)}>
      <Suspense>
        <CountReader source={source} useCount={hook as () => unknown} onCount={onCount} />
      </Suspense>
    </RemoteBoundary>
  )
}
