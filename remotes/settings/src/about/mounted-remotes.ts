import { on } from '@atrium/remote'
import { useEffect, useState } from 'react'

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

const sameModule = (one: Heard['mounted'][number], other: Heard['mounted'][number]): boolean =>
  one.module === other.module && one.remote === other.remote

/** What the bus tells while this is drawn, and its last word of before. */
export const useHeard = (): Heard => {
  const [heard, setHeard] = useState<Heard>({ mounted: [], failures: [] })
  useEffect(() => {
    const listening = new AbortController()
    const { signal } = listening
    on(
      'remote:mounted',
      (detail) => setHeard((old) => ({ ...old, mounted: [...old.mounted.filter((one) => !sameModule(one, detail)), detail] })),
      { replay: true, signal },
    )
    on(
      'remote:failed',
      ({ remote, code, reference }) =>
        setHeard((old) => ({ ...old, failures: [...old.failures.filter((one) => one.remote !== remote), { remote, code, reference }] })),
      { replay: true, signal },
    )
    return () => listening.abort()
  }, [])
  return heard
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
