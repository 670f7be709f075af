import { AtriumError, type DirectoryEntry } from '@atrium/protocol'
import { hrefOf, workspace } from '@atrium/remote'
import { createStore, type StoreApi } from 'zustand'
import type { RemoteLog } from './inspector-source.ts'
import type { KnownEntry, RegistryClient } from './registry-client.ts'
import type { SafeMode } from './safe-mode.ts'

// What reaches a page that stays open: newer releases, withdrawn ones, and a newer host.

/**
 * Milliseconds between two checks of the registry, give or take, so that many pages do not come together. What is
 * withdrawn is gone within 10 seconds: a gateway knows of it within 2, the check after it and the entry take the rest.
 */
export const updateInterval = { every: 5_000, jitter: 1_000, atLeast: 2_000 } as const

/**
 * Milliseconds for the page that says which host is served. Beyond it: the look fails, and the next one is made as
 * planned.
 */
const servedTimeout = 8_000

export interface UpdatesOptions {
  readonly registry: Pick<
    RegistryClient,
    'check' | 'serial' | 'switchedOff' | 'outdated' | 'renew' | 'peek' | 'find' | 'directory'
  >
  /** Places of remotes in the navigation and in slots, which are replaced when the registry changes. */
  readonly directory: StoreApi<readonly DirectoryEntry[]>
  readonly safeMode: Pick<SafeMode, 'off' | 'setByOperator'>
  readonly inUse: RemoteLog['inUse']
  /** Whether a remote must not be replaced now, by a newer release or because its own was withdrawn. */
  readonly shouldDefer: (remote: string, because: 'update' | 'withdrawal') => boolean
  /** Version of the host's own release. Empty: unknown, and no newer one is looked for. */
  readonly hostVersion: string
  /** Version of the host that a reload would bring. */
  readonly servedHostVersion: () => Promise<string | undefined>
}

/**
 * The version of the host in the page that the gateway serves now. It decides nothing but whether a
 * reload is offered, so it needs no signature.
 */
export async function servedHostVersion(hostName: string): Promise<string | undefined> {
  const response = await fetch(hrefOf('/'), {
    headers: { accept: 'text/html' },
    cache: 'no-store',
    signal: AbortSignal.timeout(servedTimeout),
  })
  if (!response.ok) return undefined
  return new RegExp(`/${hostName}/([0-9a-f]{12})/`).exec(await response.text())?.[1]
}

/** Looks at the current entry of a remote once in each state of the registry. */
function createInspection(registry: UpdatesOptions['registry']) {
  /** Remote → state of the registry in which its entry was last looked at. */
  const inspected = new Map<string, string>()
  /** Remote that was retired → when open pages give it up, which happens without a new registry. */
  const ends = new Map<string, number>()
  /** Changes with each registry, and when the gateway's configuration switches a remote on or off. */
  const stateFor = (remote: string): string => `${registry.serial()} ${registry.switchedOff().includes(remote)}`
  const isNew = (remote: string): boolean => inspected.get(remote) !== stateFor(remote)
  return {
    isNew,
    /** A canary ends without a new registry, so its entry is looked at each time. */
    isDue: async (remote: string, outdated: readonly string[]): Promise<boolean> => {
      const mayHaveChanged = outdated.includes(remote) || registry.switchedOff().includes(remote)
      if (mayHaveChanged && isNew(remote)) return true
      const entry = await registry.find(remote).catch(() => undefined)
      if (entry?.retired !== undefined) ends.set(remote, Date.parse(entry.retired))
      return entry?.onTrial === true || (ends.get(remote) ?? Infinity) <= Date.now()
    },
    /** @returns Undefined when the remote is listed no more. */
    look: async (remote: string): Promise<KnownEntry | undefined> => {
      const state = stateFor(remote)
      const entry = await registry.peek(remote).catch((error: unknown) => {
        if (error instanceof AtriumError && error.code === 'REMOTE_UNKNOWN') return undefined
        throw error
      })
      inspected.set(remote, state)
      if (entry?.retired === undefined) ends.delete(remote)
      else ends.set(remote, Date.parse(entry.retired))
      return entry
    },
  }
}

/**
 * The directory of a page that stays open: what was released or switched on since appears in it, what has left the
 * registry goes. A remote that runs in this page, or must wait for unsaved work, keeps the places of the release that is
 * known; it is adopted at a later navigation.
 */
function createDirectoryRenewal({ registry, directory, inUse, shouldDefer }: UpdatesOptions) {
  const currentState = (): string => `${registry.serial()} ${registry.switchedOff().join()}`
  let renewed = currentState()
  return {
    /** Requests it again at the next check. */
    expire: (): void => void (renewed = ''),
    async check(): Promise<void> {
      const state = currentState()
      if (state === renewed) return
      const fresh = await registry.directory()
      const running = new Set(inUse().map(({ name }) => name))
      const stays = (name: string): boolean => running.has(name) || shouldDefer(name, 'update')
      const kept = new Map(directory.getState().flatMap((entry) => (stays(entry.name) ? [[entry.name, entry]] : [])))
      const names = new Set(fresh.map(({ name }) => name))
      // What is loaded next must be of the release whose places these are.
      for (const { name } of fresh) if (!stays(name)) registry.renew(name)
      const left = [...kept.values()].filter(({ name }) => running.has(name) && !names.has(name))
      directory.setState([...fresh.map((entry) => kept.get(entry.name) ?? entry), ...left], true)
      renewed = state
    },
  }
}

/**
 * A remote changes as a whole: page, rail and what others load of it come from one release at a time,
 * for they share that release's state. A newer release is adopted at a navigation to another remote; one
 * that was withdrawn (rolled back, switched off, a stopped canary) is replaced in place, within
 * seconds. Neither happens while `shouldDefer` returns true.
 */
export function createUpdates(options: UpdatesOptions) {
  const { registry, safeMode, inUse, shouldDefer, hostVersion, servedHostVersion: served } = options
  const generations = createStore<Readonly<Record<string, number>>>(() => ({}))
  const newHost = createStore(() => false)
  const withdrawn = new Set<string>()
  const inspection = createInspection(registry)
  const renewal = createDirectoryRenewal(options)
  let hostInspected = registry.serial()

  const reload = (remote: string): void => generations.setState((before) => ({ [remote]: (before[remote] ?? 0) + 1 }))

  const renew = (remote: string): void => {
    withdrawn.delete(remote)
    registry.renew(remote)
    reload(remote)
    renewal.expire()
  }

  const replaceWithdrawn = (): void => {
    for (const remote of withdrawn) if (!shouldDefer(remote, 'withdrawal')) renew(remote)
  }

  const inspect = async (remote: string, versions: readonly string[]): Promise<void> => {
    const entry = await inspection.look(remote)
    const offered = entry && entry.disabled === undefined ? entry.releases.map(({ version }) => version) : []
    if (versions.some((version) => !offered.includes(version))) withdrawn.add(remote)
  }

  /** What the operator has switched off and on again returns without a reload. */
  const inspectSwitchedOff = async (remote: string): Promise<void> => {
    if (!inspection.isNew(remote)) return
    const entry = await inspection.look(remote)
    if (!entry || entry.disabled !== undefined) return
    safeMode.setByOperator(remote, undefined)
    renew(remote)
  }

  const inspectHost = async (): Promise<void> => {
    const serial = registry.serial()
    if (hostVersion === '' || serial === hostInspected) return
    const version = await served()
    if (version === undefined) return
    hostInspected = serial
    newHost.setState(version !== hostVersion, true)
  }

  /** Requests what has changed and applies what may be applied now. A failure changes nothing: it is repeated soon. */
  const check = async (): Promise<void> => {
    await registry.check()
    const outdated = registry.outdated()
    const versions = Map.groupBy(inUse(), ({ name }) => name)
    const off = Object.entries(safeMode.off.getState()).flatMap(([remote, reason]) =>
      reason === 'operator' ? [remote] : [],
    )
    await Promise.allSettled([
      ...[...versions].map(async ([remote, releases]) => {
        if (await inspection.isDue(remote, outdated))
          await inspect(
            remote,
            releases.map(({ version }) => version),
          )
      }),
      ...off.map(inspectSwitchedOff),
      inspectHost(),
      renewal.check(),
    ])
    replaceWithdrawn()
  }

  return {
    /** By remote, how often its newest release was adopted; what renders it loads it again when this grows. */
    generations,
    /** Whether a reload of the page would bring another release of the host. */
    newHost,
    /** Loads a remote again wherever it is rendered. */
    reload,
    /** Adopts newer releases, at a navigation to another remote. */
    adopt(): void {
      for (const remote of registry.outdated().filter((each) => !shouldDefer(each, 'update'))) renew(remote)
    },
    check,
    /** Replaces withdrawn releases that no longer have to wait. */
    replaceWithdrawn,
  }
}

export type Updates = ReturnType<typeof createUpdates>

/**
 * Checks regularly, when the connection is back, and when the user returns to the tab. A hidden tab requests
 * nothing. What was deferred is replaced as soon as it may be: the work is stored, or the focus has left.
 */
export function watchForUpdates({ check, replaceWithdrawn }: Pick<Updates, 'check' | 'replaceWithdrawn'>) {
  const watching = new AbortController()
  const { signal } = watching
  // Of a clock that is never set.
  let lastCheck = performance.now()
  let timer: ReturnType<typeof setTimeout> | undefined
  const isVisible = (): boolean => document.visibilityState !== 'hidden'
  const schedule = (): void => {
    clearTimeout(timer)
    timer = setTimeout(tick, updateInterval.every + (Math.random() - 0.5) * 2 * updateInterval.jitter)
  }
  function tick(): void {
    schedule()
    if (!isVisible() || !navigator.onLine) return
    lastCheck = performance.now()
    void check()
  }
  const checkSoon = (): void => {
    if (!signal.aborted && isVisible() && performance.now() - lastCheck >= updateInterval.atLeast) tick()
  }
  schedule()
  window.addEventListener('online', tick, { signal })
  document.addEventListener('visibilitychange', checkSoon, { signal })
  // Not at once: while the focus moves, it is nowhere for a moment.
  document.addEventListener('focusout', () => void setTimeout(replaceWithdrawn), { signal })
  const unsubscribe = workspace.subscribe(
    ({ unsaved }, before) => void (unsaved !== before.unsaved && replaceWithdrawn()),
  )
  return {
    /** The user has gone on to another address: a moment to look for news, but not at every step. */
    checkSoon,
    stop(): void {
      watching.abort()
      clearTimeout(timer)
      unsubscribe()
    },
  }
}
