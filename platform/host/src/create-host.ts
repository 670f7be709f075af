import {
  providedPlatforms,
  type AtriumError,
  type DirectoryEntry,
  type FlagStates,
  type LoadRemote,
  type ModuleShapes,
  type ReleaseRecord,
} from '@atrium/protocol'
import { basePath, workspace, type Flags } from '@atrium/remote'
import { setFlags } from '@atrium/remote/host'
import { createContext, useContext, type ComponentType } from 'react'
import { createStore, type StoreApi } from 'zustand'
import type { HostBoot } from './boot.ts'
import { safeStorage } from './browser-storage.ts'
import { setEntryTimeout, type EntryTimeout } from './entry-script.ts'
import { reportFailure } from './failures.ts'
import { directoryOf, loadModule, openRegistry } from './federation-runtime.ts'
import { prefetchRemote, whenIdle } from './idle.ts'
import { createFaultInjector, createRemoteLog, isDevelopment } from './inspector-source.ts'
import { createHookWatch, stopFloods, watchConnection } from './page-guards.ts'
import type { RegistryClient } from './registry-client.ts'
import { createRemoteLoader } from './remote-loader.ts'
import { provideOwnPages } from './routing.ts'
import { createSafeMode, disabledByAddress } from './safe-mode.ts'
import { hostRelease } from './telemetry.ts'
import { createUpdates, servedHostVersion, watchForUpdates } from './updates.ts'

/** A number that a remote owns, read by a hook it exposes. */
export interface CountSource {
  /** Federated name: `inbox/unread`. */
  readonly module: string
  /** Which of its exports: a hook that returns a number. */
  readonly hook: string
}

/** Why a remote cannot be shown, as far as it matters to the user. */
export type FailureKind =
  | 'offline'
  /** The registry does not respond; it is requested again by itself. */
  | 'unreachable'
  /** Switched off by the operator. */
  | 'disabled'
  /** Switched off in this tab after repeated failures. */
  | 'paused'
  /** Switched off by the address of the page. */
  | 'excluded'
  /** There is no such remote. */
  | 'unknown'
  /** Its files are not the ones that were released. */
  | 'refused'
  /** It does not fit this host; a reload brings another host. */
  | 'incompatible'
  | 'failed'

export interface FailureViewProps {
  readonly kind: FailureKind
  readonly remote: string
  readonly slot: string
  /** Why the operator has switched it off, in their words; for `disabled` alone. */
  readonly reason?: string | undefined
  /** Found again in the reports: `R-7F3K2Q`. Absent when nothing was reported. */
  readonly reference?: string | undefined
  /** A new attempt; a reload for `incompatible`, the landing page for `unknown`. */
  readonly onRetry: () => void
}

/** Components of the product that stand in a remote's place. */
export interface HostViews {
  /** Until it has loaded, in its layout. */
  readonly Skeleton: ComponentType<{ readonly slot: string }>
  /** When it cannot be shown. */
  readonly Failure: ComponentType<FailureViewProps>
}

export interface HostOptions {
  /** What the gateway wrote into the page; see `readBoot`. */
  readonly boot: HostBoot
  /** Public keys of the registry: the constant that the build defines. */
  readonly publicKeys: readonly string[]
  readonly views: HostViews
  /** Remote whose page `/` opens. */
  readonly landingRemote: string
  /** Name of the host's own releases. Default: `shell`. */
  readonly name?: string
  /** Versions of a remote's contract that the host knows. Default: 1 alone, a page and nothing else. */
  readonly acceptedContracts?: (remote: string) => readonly number[]
  /** By federated name, what its module must export. Default: what its record says; without a record a component. */
  readonly moduleShapes?: ModuleShapes
  /** Flags that the host's own code sets; one of the same name in the registry precedes it. Default: none. */
  readonly flags?: Flags
  /** Milliseconds for the entry of a remote; for one remote, by a function. Default: 8000. More where entries take long on this line, and twice as long after each timeout, up to 32 s. */
  readonly entryTimeout?: EntryTimeout
  /** Milliseconds for a request to the registry. Default: 8000. */
  readonly registryTimeout?: number
  /** A remote must not be replaced now, for a reason that only the product knows. Default: never. */
  readonly shouldDeferUpdate?: (remote: string) => boolean
  /** Called once when the browser denies storage or its quota is exhausted. Default: nothing happens. */
  readonly onStorageUnavailable?: (cause: unknown) => void
}

const remoteOf = (name: string): string => name.slice(0, name.indexOf('/'))

const focusIn = (remote: string): Element | null => {
  const focused = document.activeElement
  return focused?.closest<HTMLElement>('[data-remote]')?.dataset['remote'] === remote ? focused : null
}

const isText = (element: Element | null): boolean =>
  element instanceof HTMLElement &&
  (element.isContentEditable ||
    element.matches('textarea, [role=textbox], input:not([type=checkbox], [type=radio], [type=button])'))

/**
 * Whether a remote must not be replaced now: some work is not stored yet, something of it is open, or the user
 * is in it. A withdrawn release gives way to a user who only has the focus in it, and not to one who is typing.
 */
export function createDeferral(
  busy: () => Readonly<Record<string, number>>,
  isDeferred: (remote: string) => boolean = () => false,
) {
  return (remote: string, because: 'update' | 'withdrawal'): boolean => {
    const focused = focusIn(remote)
    const isInUse = because === 'update' ? focused !== null : isText(focused)
    return workspace.getState().unsaved.length > 0 || (busy()[remote] ?? 0) > 0 || isInUse || isDeferred(remote)
  }
}

/** Milliseconds until the rest of the directory is requested again. */
const directoryRetry = 15_000

/** The page came with what it starts with; what else there is comes when nothing else is going on. */
function completeDirectory(
  directory: StoreApi<readonly DirectoryEntry[]>,
  registry: Pick<RegistryClient, 'directory'>,
): void {
  whenIdle(() => {
    registry.directory().then(
      (entries) => directory.setState(entries, true),
      () => setTimeout(() => completeDirectory(directory, registry), directoryRetry),
    )
  })
}

/** The flags of a page: those of the host's own code, and those of the registry, which precede them. */
function createFlags({ registry }: HostBoot, ofHost: Flags = {}) {
  const own = Object.fromEntries(Object.entries(ofHost).map(([flag, on]) => [flag, { on, why: 'host' }]))
  const flagStates = createStore<FlagStates>(() => ({}))
  const takeFlags = (states: FlagStates): void => {
    const all: FlagStates = { ...own, ...states }
    if (JSON.stringify(all) !== JSON.stringify(flagStates.getState())) flagStates.setState(all, true)
    setFlags(Object.fromEntries(Object.entries(all).map(([flag, { on }]) => [flag, on])))
  }
  takeFlags(registry.flags ?? {})
  return { flagStates, takeFlags }
}

/** Places of remotes in the navigation and in slots: those that came with the page, and soon the rest. */
function createDirectory(boot: HostBoot, registry: Pick<RegistryClient, 'directory'>) {
  const directory = createStore<readonly DirectoryEntry[]>(() => directoryOf(boot))
  if (boot.registry.partial) completeDirectory(directory, registry)
  return directory
}

/** What a release must have been built for. */
const compatibilityOf = ({ acceptedContracts, moduleShapes }: HostOptions) => ({
  platforms: providedPlatforms,
  contractsOf: acceptedContracts ?? (() => [1]),
  shapes: moduleShapes ?? {},
})

/**
 * The one entry of the platform in a page: loads, verifies, isolates and replaces remotes. Call it once,
 * before anything is rendered, and render below `<HostProvider host={host}>`.
 */
export function createHost(options: HostOptions) {
  const { boot, publicKeys, views, landingRemote, name = 'shell' } = options
  const { flagStates, takeFlags } = createFlags(boot, options.flags)
  const registry = openRegistry({
    boot,
    publicKeys,
    onFlags: takeFlags,
    storage: safeStorage(() => localStorage, options.onStorageUnavailable),
    timeout: options.registryTimeout,
  })
  const safeMode = createSafeMode({
    byAddress: disabledByAddress(location.search),
    storage: safeStorage(() => sessionStorage),
    basePath: basePath(),
    now: Date.now,
  })
  const log = createRemoteLog()
  const injector = isDevelopment(boot) ? createFaultInjector(loadModule) : undefined
  const blame = (release: Pick<ReleaseRecord, 'name' | 'version'>, error: AtriumError): void =>
    reportFailure({ remote: release.name, release: release.version, error })
  const loader = createRemoteLoader({
    registry,
    safeMode,
    wrap: createHookWatch(blame),
    loadModule: injector?.loadModule ?? loadModule,
    compatibility: compatibilityOf(options),
    online: () => workspace.getState().online,
    onLoaded: log.loaded,
    onRefused: (remote, error) => reportFailure({ remote, release: '', error }),
    onFailure: (release, error, entry) => {
      log.failed(release, error, entry)
      blame(release, error)
    },
  })
  const directory = createDirectory(boot, registry)
  const busy = createStore<Readonly<Record<string, number>>>(() => ({}))
  const requested = createStore<Readonly<Record<string, true>>>(() => ({}))
  const request = (remote: string): void => requested.setState({ [remote]: true })
  const updates = createUpdates({
    registry,
    directory,
    safeMode,
    inUse: log.inUse,
    shouldDefer: createDeferral(busy.getState, options.shouldDeferUpdate),
    hostVersion: hostRelease(name).release,
    servedHostVersion: () => servedHostVersion(name),
  })
  if (options.entryTimeout !== undefined) setEntryTimeout(options.entryTimeout)
  stopFloods({ hostName: name, safeMode, takeAway: updates.reload, blame })
  watchConnection()
  provideOwnPages(boot.registry.ownPages ?? [], landingRemote)
  const { checkSoon } = watchForUpdates(updates)
  const load = async (module: string): Promise<unknown> => {
    request(remoteOf(module))
    return (await loader.load(module)).module
  }
  return {
    name,
    landingRemote,
    views,
    /** Each flag of this page, and why it is as it is. */
    flagStates,
    boot: { overrides: boot.overrides, previews: boot.previews },
    /** What the operator has granted remotes in this page. */
    grants: boot.registry.grants ?? {},
    /** Places of remotes in the navigation and in slots. */
    directory,
    /** Remote → the number that it shows at its item of the navigation. */
    badges: createStore<Readonly<Record<string, number>>>(() => ({})),
    loader,
    safeMode,
    updates,
    /** The user has gone on to another address. */
    navigated: checkSoon,
    log,
    /** Injects faults by hand, in development only. */
    injector,
    /** Remote → how much of it is open, as `SlotContribution.busy` says. */
    busy,
    /** Remotes of which something was requested. */
    requested,
    /** Loads what a remote has in slots that wait for a request. */
    request,
    /** What remotes call: the module alone. */
    load: load as LoadRemote,
    /** Fetches what modules of a remote need, without running it. Default: its page. Not for one that is off. */
    prefetch: async (remote: string, exposed?: readonly string[]): Promise<void> => {
      if (safeMode.reasonFor(remote) === undefined) await prefetchRemote(registry, remote, exposed)
    },
  }
}

export type Host = ReturnType<typeof createHost>

export const HostContext = createContext<Host | null>(null)

/** What loads remotes, and knows which are off, new or broken. */
export function useHost(): Host {
  const host = useContext(HostContext)
  if (!host) throw new Error('useHost: no <HostProvider> above')
  return host
}
