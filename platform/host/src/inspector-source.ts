import {
  AtriumError,
  contributionsTo,
  paths,
  type DirectoryEntry,
  type FlagStates,
  type InjectedFault,
  type InspectedFlag,
  type InspectedGrant,
  type InspectedRemote,
  type InspectedSlot,
  type InspectorSource,
  type PageRegistry,
  type RegistryEntry,
  type ReleaseRecord,
  type RemoteOff,
  type SharedCopy,
} from '@atrium/protocol'
import { hrefOf } from '@atrium/remote'
import * as v from 'valibot'
import { createStore, type StoreApi } from 'zustand'
import type { HostBoot } from './boot.ts'
import { referenceOf } from './failures.ts'
import { isOwnCopy, shareScope } from './federation-runtime.ts'
import { releaseUrl } from './release-files.ts'
import type { LoadedModule, LoadModule } from './remote-loader.ts'
import type { SafeMode } from './safe-mode.ts'

// What the inspector can see, and in development do, of the remotes in this page.

const keyOf = ({ name, version }: ReleaseRecord): string => `${name} ${version}`

/** Records what became of every release this page has touched. */
export function createRemoteLog() {
  const entries = createStore<Readonly<Record<string, InspectedRemote>>>(() => ({}))
  const change = (release: ReleaseRecord, changed: (before: InspectedRemote) => Partial<InspectedRemote>): void => {
    const blank = {
      name: release.name,
      version: release.version,
      base: '',
      modules: [],
      mounted: 0,
      milliseconds: 0,
      failure: null,
    }
    entries.setState((all) => {
      const before = all[keyOf(release)] ?? blank
      return { [keyOf(release)]: { ...before, ...changed(before) } }
    })
  }
  const countMounted = (release: ReleaseRecord, by: number): void =>
    change(release, ({ mounted }) => ({ mounted: mounted + by }))
  return {
    entries,
    loaded: ({ entry, release, name, milliseconds }: LoadedModule): void =>
      change(release, (before) =>
        before.modules.includes(name)
          ? { failure: null }
          : {
              base: releaseUrl(entry, release, ''),
              modules: [...before.modules, name],
              milliseconds: Math.max(before.milliseconds, milliseconds),
              failure: null,
            },
      ),
    failed: (release: ReleaseRecord, error: AtriumError, entry?: RegistryEntry): void =>
      change(release, () => ({
        ...(entry ? { base: releaseUrl(entry, release, '') } : {}),
        failure: { code: error.code, reference: referenceOf(error), message: error.message },
      })),
    /** URL below which a release's files lie. */
    baseOf: (release: ReleaseRecord): string | undefined => entries.getState()[keyOf(release)]?.base,
    /** Something of a release is rendered; call the returned function when it is gone. */
    mounted(release: ReleaseRecord): () => void {
      countMounted(release, 1)
      return () => countMounted(release, -1)
    },
    /** Releases that are rendered now. */
    inUse: (): InspectedRemote[] => Object.values(entries.getState()).filter(({ mounted }) => mounted > 0),
  }
}

export type RemoteLog = ReturnType<typeof createRemoteLog>

/** Milliseconds by which a slowed remote is delayed. */
const slowness = 4_000

/** Whether something in this page comes from a developer's own server. */
export const isDevelopment = ({ registry, overrides = [] }: Pick<HostBoot, 'registry' | 'overrides'>): boolean =>
  overrides.some(({ refused }) => refused === undefined) || registry.unsigned.length > 0

const injected = (remote: string) => ({
  subject: `${remote}, injected in the inspector`,
  remedy: 'Remove the fault there.',
})

/** Stands between loader and runtime, and does to a remote what the network or a bad release would do. */
export function createFaultInjector(loadModule: LoadModule) {
  const faults = new Map<string, InjectedFault>()
  return {
    /** Null heals the remote. */
    inject(remote: string, fault: InjectedFault | null): void {
      if (fault === null) faults.delete(remote)
      else faults.set(remote, fault)
    },
    async loadModule(...[entry, release, exposed]: Parameters<LoadModule>): Promise<unknown> {
      const fault = faults.get(entry.name)
      if (fault === 'kill') throw new AtriumError('REMOTE_LOAD_FAILED', injected(entry.name))
      if (fault === 'corrupt') throw new AtriumError('REMOTE_REFUSED', injected(entry.name))
      if (fault === 'slow') await new Promise((resolve) => setTimeout(resolve, slowness))
      return loadModule(entry, release, exposed)
    },
  }
}

export type FaultInjector = ReturnType<typeof createFaultInjector>

const reportsSchema = v.object({ total: v.number(), kinds: v.record(v.string(), v.number()) })

/** Milliseconds for the counts of reports. Beyond it: the inspector shows that they did not come. */
const reportsTimeout = 10_000

async function violations() {
  const response = await fetch(hrefOf(paths.reports), { signal: AbortSignal.timeout(reportsTimeout) })
  if (!response.ok) throw new Error(`The reports responded with status ${response.status}`)
  return v.parse(reportsSchema, await response.json())
}

/** Returns the same result as long as it is called with the same value. */
function memoize<From, To>(compute: (from: From) => To): (from: From) => To {
  let last: { readonly from: From; readonly to: To } | undefined
  return (from) => (last?.from === from ? last : (last = { from, to: compute(from) })).to
}

const sharedCopies = (hostName: string): SharedCopy[] =>
  Object.entries(shareScope()).flatMap(([library, versions]) =>
    Object.entries(versions).map(([version, copy]) => ({
      library,
      version,
      // The runtime writes into `from` whichever bundle was first to load a library lazily.
      from: isOwnCopy(copy) ? hostName : (copy.from ?? 'unknown'),
      usedBy: copy.useIn ?? [],
    })),
  )

export interface InspectedHost {
  /** Of the host's own releases. */
  readonly name: string
  readonly log: RemoteLog
  readonly safeMode: SafeMode
  /** Absent in production. */
  readonly injector: FaultInjector | undefined
  /** Places of remotes in the navigation and in slots. */
  readonly directory: StoreApi<readonly DirectoryEntry[]>
  readonly flagStates: StoreApi<FlagStates>
  readonly grants: NonNullable<PageRegistry['grants']>
}

const grantsIn = (grants: InspectedHost['grants']): InspectedGrant[] =>
  Object.entries(grants).flatMap(([remote, policy]) =>
    Object.entries(policy).flatMap(([kind, sources = []]) => sources.map((source) => ({ remote, kind, source }))),
  )

/** What the inspector may see of a host. */
const slotsIn = (directory: readonly DirectoryEntry[]): InspectedSlot[] =>
  [...new Set(directory.flatMap(({ slots }) => Object.keys(slots ?? {})))].sort().map((slot) => ({
    name: slot,
    contributions: contributionsTo(slot, directory).map(({ view, export: name }) =>
      name === undefined ? view : `${view}#${name}`,
    ),
  }))

export function inspectorSource({
  name,
  log,
  safeMode,
  injector,
  directory,
  flagStates,
  grants,
}: InspectedHost): InspectorSource {
  const remotes = memoize((entries: Readonly<Record<string, InspectedRemote>>) => Object.values(entries))
  const off = memoize((all: ReturnType<typeof safeMode.off.getState>) =>
    Object.entries(all).map(([remote, reason]): RemoteOff => ({ name: remote, reason })),
  )
  const flags = memoize((states: FlagStates) =>
    Object.entries(states)
      .map(([flag, state]): InspectedFlag => ({ name: flag, ...state }))
      .sort((one, other) => one.name.localeCompare(other.name)),
  )
  return {
    subscribe(listener) {
      const stops = [log.entries, safeMode.off, flagStates].map((store) => store.subscribe(listener))
      return () => stops.forEach((stop) => stop())
    },
    remotes: () => remotes(log.entries.getState()),
    off: () => off(safeMode.off.getState()),
    shared: () => sharedCopies(name),
    slots: () => slotsIn(directory.getState()),
    flags: () => flags(flagStates.getState()),
    grants: () => grantsIn(grants),
    violations,
    ...(injector ? { inject: injector.inject } : {}),
  }
}
