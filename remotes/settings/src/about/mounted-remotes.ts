import { on } from '@atrium/workspace'
import { create } from 'zustand'

/** A piece of the page and the release of it that runs. */
export interface MountedRemote {
  readonly remote: string
  readonly release: string
  /** Exposed modules in use, without the remote's name. */
  readonly modules: readonly string[]
}

export interface RemoteFailure {
  readonly remote: string
  readonly code: string
  readonly reference: string
}

interface Heard {
  readonly mounted: readonly { readonly remote: string; readonly release: string; readonly module: string }[]
  readonly failures: readonly RemoteFailure[]
}

/** What the bus has told since this remote was loaded, and the last word of before. */
export const useHeard = create<Heard>(() => ({ mounted: [], failures: [] }))

const sameModule = (one: Heard['mounted'][number], other: Heard['mounted'][number]): boolean =>
  one.module === other.module && one.remote === other.remote

let listening = false

/** Begins to listen; once, however often it is called. */
export const listenToRemotes = (): void => {
  if (listening) return
  listening = true
  on(
    'remote:mounted',
    (detail) => useHeard.setState(({ mounted }) => ({ mounted: [...mounted.filter((one) => !sameModule(one, detail)), detail] })),
    { replay: true },
  )
  on(
    'remote:failed',
    ({ remote, code, reference }) =>
      useHeard.setState(({ failures }) => ({ failures: [...failures.filter((one) => one.remote !== remote), { remote, code, reference }] })),
    { replay: true },
  )
}

/** The host marks in the page whose elements are whose; those from before this remote was there are found so. */
export const remotesInPage = (page: ParentNode): Heard['mounted'] =>
  [...page.querySelectorAll<HTMLElement>('[data-remote][data-release]')].map(({ dataset }) => ({
    remote: dataset['remote'] ?? '',
    release: dataset['release'] ?? '',
    module: '',
  }))

/** By remote and release; several modules of one are one line. */
export const groupRemotes = (mounted: Heard['mounted']): readonly MountedRemote[] => {
  const found = new Map<string, MountedRemote>()
  for (const { remote, release, module } of mounted) {
    const key = `${remote} ${release}`
    const name = module.slice(module.indexOf('/') + 1)
    const modules = found.get(key)?.modules ?? []
    found.set(key, { remote, release, modules: name === '' || modules.includes(name) ? modules : [...modules, name] })
  }
  return [...found.values()].sort((one, other) => one.remote.localeCompare(other.remote))
}
