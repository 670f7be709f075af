import type { AtriumError, InspectedRemote, RegistryEntry, ReleaseRecord } from '@atrium/protocol'
import { createStore, type StoreApi } from 'zustand'
import { releaseUrl } from './release-url.ts'
import { referenceOf } from './report-failure.ts'

export interface LoadedModule {
  readonly entry: RegistryEntry
  readonly release: ReleaseRecord
  /** Federated name. */
  readonly name: string
  readonly milliseconds: number
}

/** What became of every release this page has touched. */
export interface RemoteLog {
  readonly entries: StoreApi<Readonly<Record<string, InspectedRemote>>>
  readonly loaded: (module: LoadedModule) => void
  readonly failed: (release: ReleaseRecord, error: AtriumError, entry?: RegistryEntry) => void
  /** URL below which a release's files lie. */
  readonly baseOf: (release: ReleaseRecord) => string | undefined
  /** Something of a release is drawn; call what it returns when it is gone. */
  readonly mounted: (release: ReleaseRecord) => () => void
}

const keyOf = ({ name, version }: ReleaseRecord): string => `${name} ${version}`

export function createRemoteLog(): RemoteLog {
  const entries = createStore<Readonly<Record<string, InspectedRemote>>>(() => ({}))
  const change = (release: ReleaseRecord, changed: (before: InspectedRemote) => Partial<InspectedRemote>): void => {
    const blank = { name: release.name, version: release.version, base: '', modules: [], mounted: 0, milliseconds: 0, failure: null }
    entries.setState((all) => {
      const before = all[keyOf(release)] ?? blank
      return { [keyOf(release)]: { ...before, ...changed(before) } }
    })
  }
  const mount = (release: ReleaseRecord, by: number): void =>
    change(release, ({ mounted }) => ({ mounted: mounted + by }))
  return {
    entries,
    loaded: ({ entry, release, name, milliseconds }) =>
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
    failed: (release, error, entry) =>
      change(release, () => ({
        ...(entry ? { base: releaseUrl(entry, release, '') } : {}),
        failure: { code: error.code, reference: referenceOf(error), message: error.message },
      })),
    baseOf: (release) => entries.getState()[keyOf(release)]?.base,
    mounted(release) {
      mount(release, 1)
      return () => mount(release, -1)
    },
  }
}
