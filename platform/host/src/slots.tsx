import {
  AtriumError,
  contributionsTo,
  takesMediaType,
  type Contributed,
  type DirectoryEntry,
  type ErrorCode,
} from '@atrium/protocol'
import { workspace, type SlotProps } from '@atrium/remote'
import { WorkspaceProvider } from '@atrium/remote/host'
import { lazy, Suspense, useCallback, useEffect, useLayoutEffect, useMemo, useState, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { HostContext, useHost, type CountSource, type FailureKind, type Host } from './create-host.ts'
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
  <WorkspaceProvider>
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
  const kind = kindOf(error, remote, host)
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
      kind={kind}
      remote={remote}
      slot={slot}
      reason={kind === 'disabled' ? safeMode.wordsOfOperator(remote) : undefined}
      reference={error.code === 'REMOTE_DISABLED' || error.code === 'REMOTE_UNKNOWN' ? undefined : referenceOf(error)}
      onRetry={actions[error.code] ?? retry}
    />
  )
}

/** Whether an earlier page has left something in this browser that a contribution restores. */
function leftBehind({ restores }: Contributed): boolean {
  const { session } = workspace.getState()
  if (restores === undefined || !session) return false
  const prefix = restores.replace(/\{(\w+)\}/g, (_, field: string) => String(Reflect.get(session, field) ?? ''))
  try {
    return Object.keys(localStorage).some((key) => key.startsWith(prefix))
  } catch {
    // Storage is forbidden: nothing was stored in it.
    return false
  }
}

/** Whether a contribution is to be loaded. One that waits for a request has its files fetched, so that it comes at once. */
function useActivation(contribution: Contributed): boolean {
  const { requested, request, prefetch } = useHost()
  const { remote, module, busy, activation = 'immediate' } = contribution
  const isRequested = useStore(requested, (all) => all[remote] ?? false)
  const [idle, setIdle] = useState(false)
  useEffect(() => (activation === 'idle' ? whenIdle(() => setIdle(true)) : undefined), [activation])
  useEffect(
    () => (leftBehind(contribution) ? whenIdle(() => request(remote)) : undefined),
    [contribution, request, remote],
  )
  const counter = busy?.module
  useEffect(() => {
    if (activation !== 'requested') return undefined
    return whenIdle(() => void prefetch(remote, [module, ...(counter === undefined ? [] : [counter])]))
  }, [activation, prefetch, remote, module, counter])
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

interface CounterProps {
  readonly remote: string
  readonly counter: NonNullable<Contributed['busy']>
}

const sourceOf = ({ remote, counter }: CounterProps): CountSource => ({
  module: `${remote}/${counter.module.slice(2)}`,
  hook: counter.export,
})

/** Notes how much of a remote is open, so that it is not replaced meanwhile. */
function BusyCount(props: CounterProps): ReactNode {
  const { busy } = useHost()
  const { remote } = props
  const onCount = useCallback((count: number) => busy.setState({ [remote]: count }), [busy, remote])
  return <RemoteCount source={sourceOf(props)} onCount={onCount} />
}

const noProps = {}

interface ContributionProps extends SlotProps {
  readonly contribution: Contributed
}

function Contribution({ name: slot, props = noProps, placeholder, contribution }: ContributionProps): ReactNode {
  const { views } = useHost()
  const { remote, view, busy } = contribution
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
      {active && busy && <BusyCount remote={remote} counter={busy} />}
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

/** Every remote with its title, its icon and its slots. The page comes with some, the rest is added when it is idle. */
export const useDirectory = (): readonly DirectoryEntry[] => useStore(useHost().directory)

/** What is in a slot, in its order; the same array until that changes. */
export function useContributions(slot: string): readonly Contributed[] {
  const directory = useDirectory()
  return useMemo(() => contributionsTo(slot, directory), [slot, directory])
}

/** Renders what remotes contribute to a place of the product or of a remote, each in a boundary of its own. */
export function Slot(props: SlotProps): ReactNode {
  const { only, mediaType } = props
  return useContributions(props.name)
    .filter((contribution) => only === undefined || contribution.view === only)
    .filter((contribution) => mediaType === undefined || takesMediaType(contribution, mediaType))
    .map((contribution) => <Contribution key={contribution.view} {...props} contribution={contribution} />)
}

/** What `provideHost` passes on to remotes, which offer slots of their own. */
export const remoteSlots = { Slot, useContributions }

function BadgeCount({ remote, counter }: CounterProps): ReactNode {
  const { badges } = useHost()
  const onCount = useCallback((count: number) => badges.setState({ [remote]: count }), [badges, remote])
  return <RemoteCount source={sourceOf({ remote, counter })} onCount={onCount} />
}

/** Reads the numbers that remotes contribute to `badge` into `Host.badges`. Renders nothing. */
export function Badges(): ReactNode {
  return useContributions('badge').map(({ remote, view, module, export: hook }) =>
    hook === undefined ? null : <BadgeCount key={view} remote={remote} counter={{ module, export: hook }} />,
  )
}

/** Something that a user can run. */
export interface Command {
  /** Federated name and export: `compose/composer#openComposer`. */
  readonly id: string
  readonly title: Readonly<Record<string, string>>
  readonly icon?: string | undefined
  /** One character. */
  readonly shortcut?: string | undefined
  /** Rejects with an `AtriumError` when its remote cannot be loaded, and with what the command throws. */
  readonly run: () => Promise<void>
}

/** The commands that remotes contribute, in their order. Their exports are called with `{ navigate }`. */
export function useCommands(): readonly Command[] {
  const { loader, request } = useHost()
  const contributions = useContributions('command')
  return useMemo(
    () =>
      contributions.map(({ remote, view, export: name = 'default', title = { en: view }, icon, shortcut }) => ({
        id: `${view}#${name}`,
        title,
        icon,
        shortcut,
        run: async () => {
          request(remote)
          const { module } = await loader.load(view)
          const command: unknown = Reflect.get(Object(module), name)
          if (typeof command !== 'function')
            throw new AtriumError('REMOTE_SHAPE_WRONG', {
              subject: `${view} exports no function ${name}`,
              remedy: 'Export it, or correct the contribution in package.json.',
            })
          await command({ navigate })
        },
      })),
    [contributions, loader, request],
  )
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
