import { on, useStrings } from '@atrium/remote'
import { Button } from '@atrium/ui'
import { useEffect, useState, type ReactNode } from 'react'
import styles from './about.module.css'
import { useCopy } from './actions.ts'
import { strings } from './strings.ts'

/** The remotes on this page with their releases, and those that have failed. */
export function About(): ReactNode {
  const t = useStrings(strings)
  const { mounted, failures } = useRemoteEvents()
  const [inPage, setInPage] = useState<readonly MountedModule[]>([])
  useEffect(() => {
    // The host has marked all elements once the page is rendered.
    const frame = requestAnimationFrame(() => setInPage(findRemotes(document)))
    return () => cancelAnimationFrame(frame)
  }, [])
  const remotes = groupByRelease([...inPage, ...mounted])
  const copy = useCopy()
  const report = remotes.map(({ remote, release }) => `${remote} ${release}`).join('\n')
  if (remotes.length === 0) return <p className={styles.none}>{t('noRemotes')}</p>
  return (
    <>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('remote')}</th>
            <th scope="col">{t('release')}</th>
            <th scope="col">{t('modules')}</th>
          </tr>
        </thead>
        <tbody>
          {remotes.map(({ remote, release, modules }) => (
            <tr key={`${remote} ${release}`}>
              <th scope="row">{remote}</th>
              <td>
                <code className={styles.release}>{release}</code>
              </td>
              <td>{modules.join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {failures.map(({ remote, code, reference }) => (
        <p key={remote} className={styles.failure}>
          <b>{remote}</b> {t('failedRemote', { code, reference })}
        </p>
      ))}
      <div>
        <Button icon="copy" onClick={() => void copy(report, 'copiedReport')}>
          {t('copyReport')}
        </Button>
      </div>
    </>
  )
}

interface MountedModule {
  readonly remote: string
  readonly release: string
  /** Federated name, such as `inbox/page`; empty where it is unknown. */
  readonly module: string
}

interface RemoteFailure {
  readonly remote: string
  readonly code: string
  readonly reference: string
}

interface RemoteEvents {
  readonly mounted: readonly MountedModule[]
  readonly failures: readonly RemoteFailure[]
}

/** The `remote:` events since this section was rendered, and the last one before. */
function useRemoteEvents(): RemoteEvents {
  const [events, setEvents] = useState<RemoteEvents>({ mounted: [], failures: [] })
  useEffect(() => {
    const controller = new AbortController()
    const options = { replay: true, signal: controller.signal }
    on(
      'remote:mounted',
      (detail) =>
        setEvents((old) => ({ ...old, mounted: [...old.mounted.filter((one) => !sameModule(one, detail)), detail] })),
      options,
    )
    on(
      'remote:failed',
      ({ remote, code, reference }) =>
        setEvents((old) => ({
          ...old,
          failures: [...old.failures.filter((one) => one.remote !== remote), { remote, code, reference }],
        })),
      options,
    )
    return () => controller.abort()
  }, [])
  return events
}

const sameModule = (one: MountedModule, other: MountedModule): boolean =>
  one.module === other.module && one.remote === other.remote

/** Remotes that were mounted before this one: the host marks their elements. */
const findRemotes = (page: ParentNode): readonly MountedModule[] =>
  [...page.querySelectorAll<HTMLElement>('[data-remote][data-release]')].map(({ dataset }) => ({
    remote: dataset['remote'] ?? '',
    release: dataset['release'] ?? '',
    module: '',
  }))

interface MountedRemote {
  readonly remote: string
  readonly release: string
  /** Exposed modules in use, without the name of the remote. */
  readonly modules: readonly string[]
}

/** One entry per release, sorted by remote. */
function groupByRelease(mounted: readonly MountedModule[]): readonly MountedRemote[] {
  const groups = new Map<string, MountedRemote>()
  for (const { remote, release, module } of mounted) {
    const key = `${remote} ${release}`
    const name = module.slice(module.indexOf('/') + 1)
    const modules = groups.get(key)?.modules ?? []
    groups.set(key, { remote, release, modules: name === '' || modules.includes(name) ? modules : [...modules, name] })
  }
  return [...groups.values()].sort((one, other) => one.remote.localeCompare(other.remote))
}
