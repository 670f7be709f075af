import { AtriumError, type ErrorCode } from '@atrium/protocol'
import { WorkspaceProvider } from '@atrium/remote/host'
import { lazy, Suspense, useCallback, useEffect, useLayoutEffect, useMemo, useState, type ReactNode } from 'react'
import { useStore } from 'zustand'
import {
  HostContext,
  useHost,
  type CountSource,
  type FailureKind,
  type Host,
  type SlotContribution,
} from './create-host.ts'
import { referenceOf, reportUnmountFailure } from './failures.ts'
import { whenIdle } from './idle.ts'
import { RemoteCount, RemoteView, UnmountBoundary } from './remote-view.tsx'
import { navigate, resolveAddress, type Address } from './routing.ts'

// What a product renders of its remotes: the provider around everything, slots, and the page.

/** Not downloaded by those who override nothing. */
const OverrideBadge = lazy(async () => ({ default: (await import('./override-badge.tsx')).OverrideBadge }))

export interface HostProviderProps {
  readonly host: Host
  /** Rendered in place of everything when the product's own frame fails repeatedly. */
  readonly fallback: ReactNode
  readonly children: ReactNode
}

/** Provides the host, and the session, theme, locale and flags, to everything below. */
export const HostProvider = ({ host, fallback, children }: HostProviderProps): ReactNode => (
  <WorkspaceProvider flags={host.flags}>
    <HostContext value={host}>
      <UnmountBoundary onError={reportUnmountFailure} fallback={() => fallback}>
        {children}
      </UnmountBoundary>
      {(host.boot.overrides ?? host.boot.previews) && (
        <Suspense>
          <OverrideBadge {...host.boot} address={location.href} />
        </Suspense>
      )}
    </HostContext>
  </WorkspaceProvider>
)

const remoteOf = (name: string): string => name.slice(0, name.indexOf('/'))

const kinds: Partial<Record<ErrorCode, FailureKind>> = {
  REMOTE_UNKNOWN: 'unknown',
  REMOTE_OFFLINE: 'offline',
  REMOTE_REFUSED: 'refused',
  REMOTE_CONTRACT_MISMATCH: 'incompatible',
  REGISTRY_UNREACHABLE: 'unreachable',
}

const kindsOfOff = { address: 'excluded', failures: 'paused', operator: 'disabled' } as const

function kindOf(error: AtriumError, remote: string, { safeMode }: Host): FailureKind {
  if (error.code === 'REMOTE_DISABLED') return kindsOfOff[safeMode.reasonFor(remote) ?? 'operator']
  return kinds[error.code] ?? 'failed'
}

interface RemoteFailureProps {
  readonly remote: string
  readonly slot: string
  readonly error: AtriumError
  readonly retry: () => void
}

/** The product's message in the place of a remote that cannot be shown, with what a click on it does. */
function RemoteFailure({ remote, slot, error, retry }: RemoteFailureProps): ReactNode {
  const host = useHost()
  const { views, safeMode } = host
  const actions: Partial<Record<ErrorCode, () => void>> = {
    REMOTE_DISABLED: () => {
      safeMode.switchOn(remote)
      retry()
    },
    REMOTE_CONTRACT_MISMATCH: () => location.reload(),
    REMOTE_UNKNOWN: () => navigate('/'),
  }
  return (
    <views.Failure
      kind={kindOf(error, remote, host)}
      remote={remote}
      slot={slot}
      reference={error.code === 'REMOTE_DISABLED' || error.code === 'REMOTE_UNKNOWN' ? undefined : referenceOf(error)}
      onRetry={actions[error.code] ?? retry}
    />
  )
}

/** Whether a contribution is to be loaded. */
function useActivation({ view, activation = 'immediate', isNeeded }: SlotContribution): boolean {
  const { requested, request } = useHost()
  const remote = remoteOf(view)
  const isRequested = useStore(requested, (all) => all[remote] ?? false)
  const [idle, setIdle] = useState(false)
  useEffect(() => (activation === 'idle' ? whenIdle(() => setIdle(true)) : undefined), [activation])
  useEffect(() => (isNeeded?.() ? whenIdle(() => request(remote)) : undefined), [isNeeded, request, remote])
  return activation === 'immediate' || isRequested || idle
}

/** Whether a module has been loaded, so that it can be rendered at once. A failure leaves it as it is. */
function usePreloaded(view: string, active: boolean): boolean {
  const { loader } = useHost()
  const [loaded, setLoaded] = useState(false)
  useEffect(() => {
    if (!active) return
    void loader.load(view).then(
      () => setLoaded(true),
      () => undefined, // the placeholder stays, and works
    )
  }, [loader, view, active])
  return loaded
}

interface ReplacedProps {
  readonly view: string
  readonly active: boolean
  readonly placeholder: ReactNode
  readonly children: ReactNode
}

/** A placeholder that works, until the remote's own has loaded; never replaced while the user is typing into it. */
function Replaced({ view, active, placeholder, children }: ReplacedProps): ReactNode {
  const { request } = useHost()
  const loaded = usePreloaded(view, active)
  const [focused, setFocused] = useState(false)
  if (loaded && !focused) return children
  const onFocus = (): void => {
    setFocused(true)
    request(remoteOf(view))
  }
  return (
    <div style={{ display: 'contents' }} onFocus={onFocus} onBlur={() => setFocused(false)}>
      {placeholder}
    </div>
  )
}

/** Notes how much of a remote is open, so that it is not replaced meanwhile. */
function BusyCount({ remote, source }: { readonly remote: string; readonly source: CountSource }): ReactNode {
  const { busy } = useHost()
  const onCount = useCallback((count: number) => busy.setState({ [remote]: count }), [busy, remote])
  return <RemoteCount source={source} onCount={onCount} />
}

export interface SlotProps {
  /** Name of the slot, as in `HostOptions.slots`. */
  readonly name: string
  /** What each contribution receives. */
  readonly props: object
  /** Works from the first moment, and when the remote cannot be loaded. Default: the product's skeleton and failure. */
  readonly placeholder?: ReactNode
}

interface ContributionProps extends SlotProps {
  readonly contribution: SlotContribution
}

function Contribution({ name: slot, props, placeholder, contribution }: ContributionProps): ReactNode {
  const { views } = useHost()
  const { view, busy } = contribution
  const remote = remoteOf(view)
  const active = useActivation(contribution)
  const hasPlaceholder = placeholder !== undefined
  if (!active && !hasPlaceholder) return null
  const rendered = (
    <RemoteView
      name={view}
      props={props}
      skeleton={hasPlaceholder ? placeholder : <views.Skeleton slot={slot} />}
      failure={(error, retry) =>
        hasPlaceholder ? placeholder : <RemoteFailure remote={remote} slot={slot} error={error} retry={retry} />
      }
    />
  )
  return (
    <UnmountBoundary
      onError={reportUnmountFailure}
      fallback={(retry) =>
        hasPlaceholder ? placeholder : <views.Failure kind="failed" remote={remote} slot={slot} onRetry={retry} />
      }
    >
      {active && busy && <BusyCount remote={remote} source={busy} />}
      {hasPlaceholder ? (
        <Replaced view={view} active={active} placeholder={placeholder}>
          {rendered}
        </Replaced>
      ) : (
        rendered
      )}
    </UnmountBoundary>
  )
}

/** Renders what remotes contribute to a place of the product, each in a boundary of its own. */
export function Slot(props: SlotProps): ReactNode {
  const { slots } = useHost()
  const contributions = slots[props.name] ?? []
  return contributions.map((contribution) => (
    <Contribution key={contribution.view} {...props} contribution={contribution} />
  ))
}

export interface PageSlotProps {
  readonly address: Address
  readonly onTitle: (title: string) => void
}

/** The page of the remote that the address belongs to. */
export function PageSlot({ address, onTitle }: PageSlotProps): ReactNode {
  const { updates, navigated, views, landingRemote } = useHost()
  const { remote, route } = useMemo(() => resolveAddress(address, landingRemote), [address, landingRemote])
  // Before the page loads its remote: a navigation is when newer releases are adopted.
  useLayoutEffect(() => updates.adopt(), [updates, remote])
  useEffect(() => navigated(), [navigated, address])
  return (
    <UnmountBoundary
      onError={reportUnmountFailure}
      place={remote}
      fallback={(retry) => <views.Failure kind="failed" remote={remote} slot="page" onRetry={retry} />}
    >
      <RemoteView
        key={remote}
        name={`${remote}/page`}
        props={{ route, navigate, onTitle }}
        skeleton={<views.Skeleton slot="page" />}
        failure={(error, retry) => <RemoteFailure remote={remote} slot="page" error={error} retry={retry} />}
      />
    </UnmountBoundary>
  )
}

const noTitle = () =>
  new AtriumError('REMOTE_SHAPE_WRONG', { subject: 'onTitle received no text', remedy: 'Call it as PageProps says.' })

/** The title the page has set, and a setter that stays the same. */
export function usePageTitle(address: Address): [title: string, onTitle: (title: string) => void] {
  const { landingRemote } = useHost()
  const [title, setTitle] = useState('')
  const { remote } = resolveAddress(address, landingRemote)
  useEffect(() => setTitle(''), [remote])
  // The host renders it. What is wrong is reported with the caller's stack, and not worth a page.
  const onTitle = useCallback(
    (given: unknown): void => (typeof given === 'string' ? setTitle(given) : reportError(noTitle())),
    [],
  )
  return [title, onTitle]
}
