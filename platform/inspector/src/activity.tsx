import type { InspectorSource, ReportedViolations } from '@atrium/protocol'
import { onAny, useFlags, useLocale, useStrings, useSession, useTheme, useWorkspace, workspace } from '@atrium/remote'
import { useEffect, useState, type ReactNode } from 'react'
import styles from './activity.module.css'
import { Button, DataTable, Note } from './controls.tsx'
import { strings } from './strings.ts'

interface LoggedEvent {
  readonly id: number
  /** Milliseconds since the page was opened. */
  readonly at: number
  readonly name: string
  readonly detail: unknown
}

interface Log {
  /** Newest first. */
  readonly events: readonly LoggedEvent[]
  /** How many older events were dropped. */
  readonly dropped: number
}

/** Events that the inspector lists. Beyond it: the oldest is dropped and counted. */
export const maxEvents = 200

const emptyLog: Log = { events: [], dropped: 0 }

let lastId = 0

/** Logs every event of the bus, whatever its name, and renders at most once per frame. */
export function useEventLog() {
  const [log, setLog] = useState(emptyLog)
  const [paused, pause] = useState(false)
  useEffect(() => {
    if (paused) return undefined
    let waiting: LoggedEvent[] = []
    let count = 0
    let frame = 0
    const flush = (): void => {
      frame = 0
      const [recent, received] = [waiting.toReversed(), count]
      waiting = []
      count = 0
      setLog(({ events, dropped }) => {
        const all = [...recent, ...events]
        return {
          events: all.slice(0, maxEvents),
          dropped: dropped + received - recent.length + Math.max(0, all.length - maxEvents),
        }
      })
    }
    const stop = onAny((name, detail) => {
      count++
      waiting.push({ id: ++lastId, at: performance.now(), name, detail })
      if (waiting.length > maxEvents) waiting.shift()
      frame ||= requestAnimationFrame(flush)
    })
    return () => {
      stop()
      cancelAnimationFrame(frame)
    }
  }, [paused])
  return { ...log, paused, pause, clear: (): void => setLog(emptyLog) }
}

/** The events of the bus, newest first. */
export function EventLog({ log }: { readonly log: ReturnType<typeof useEventLog> }): ReactNode {
  const t = useStrings(strings)
  const { events, dropped, paused, pause, clear } = log
  return (
    <>
      <div className={styles.bar}>
        <Button onClick={() => pause(!paused)}>{paused ? t('resume') : t('pause')}</Button>
        <Button disabled={events.length === 0} onClick={clear}>
          {t('clear')}
        </Button>
        {dropped > 0 && <span className={styles.dropped}>{t('dropped', { count: dropped })}</span>}
      </div>
      {events.length === 0 && <Note>{t('noEvents')}</Note>}
      <ol className={styles.list} aria-label={t('events')}>
        {events.map(({ id, at, name, detail }) => (
          <li key={id} className={styles.event}>
            <time className={styles.time}>{(at / 1000).toFixed(2)}</time>
            <strong className={styles.name}>{name}</strong>
            <code className={styles.detail}>{oneLine(detail)}</code>
          </li>
        ))}
      </ol>
    </>
  )
}

/** How often each field of the shared store has changed since the inspector was opened. */
type ChangeCounts = Readonly<Record<string, number>>

export function useStoreChanges(): ChangeCounts {
  const [counts, setCounts] = useState<ChangeCounts>({})
  useEffect(
    () =>
      workspace.subscribe((state, before) => {
        const changed = Object.keys(state).filter((key) => Reflect.get(state, key) !== Reflect.get(before, key))
        if (changed.length === 0) return
        setCounts((old) => ({ ...old, ...Object.fromEntries(changed.map((key) => [key, (old[key] ?? 0) + 1])) }))
      }),
    [],
  )
  return counts
}

/** The current values of the shared store and of the shared contexts. */
export function StateView({ changes }: { readonly changes: ChangeCounts }): ReactNode {
  const t = useStrings(strings)
  const store = useWorkspace((state) => state)
  const contexts = { session: useSession(), theme: useTheme(), locale: useLocale(), flags: useFlags() }
  return (
    <div className={styles.columns}>
      <Values title={t('store')} values={{ ...store }} changes={changes} />
      <Values title={t('contexts')} values={contexts} />
    </div>
  )
}

interface ValuesProps {
  readonly title: string
  readonly values: Readonly<Record<string, unknown>>
  readonly changes?: ChangeCounts
}

function Values({ title, values, changes }: ValuesProps): ReactNode {
  const t = useStrings(strings)
  return (
    <section className={styles.values}>
      <h3 className={styles.title}>{title}</h3>
      <dl className={styles.fields}>
        {Object.entries(values).map(([key, value]) => (
          <div key={key} className={styles.field}>
            <dt>{key}</dt>
            <dd>
              <code>{oneLine(value)}</code>
              {/* The key makes it a new element, which restarts its animation. */}
              {changes?.[key] !== undefined && (
                <span key={changes[key]} className={styles.changed}>
                  {t('changedTimes', { count: changes[key] })}
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** Protects the requests of the session, so it is never shown. */
const secret = /^csrf$/

/** A value as JSON. Functions as `ƒ`, secrets as dots, cycles as the error they cause. */
function oneLine(value: unknown): string {
  const replacer = (key: string, part: unknown): unknown => {
    if (secret.test(key)) return '•••'
    return typeof part === 'function' ? 'ƒ' : part
  }
  try {
    return JSON.stringify(value, replacer) ?? 'undefined'
  } catch (error) {
    return String(error)
  }
}

type Reports =
  | { readonly status: 'loading' }
  | { readonly status: 'failed' }
  | { readonly status: 'loaded'; readonly reports: ReportedViolations }

/** Policy violations and failures that browsers have reported to the server, by kind. */
export function ReportTable({ source: { violations } }: { readonly source: InspectorSource }): ReactNode {
  const t = useStrings(strings)
  const [state, setState] = useState<Reports>({ status: 'loading' })
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    let current = true
    violations().then(
      (reports) => current && setState({ status: 'loaded', reports }),
      () => current && setState({ status: 'failed' }),
    )
    return () => {
      current = false
    }
  }, [violations, attempt])
  if (state.status === 'loading') return <Note role="status">{t('loadingReports')}</Note>
  const failed = state.status === 'failed'
  const counts = state.status === 'loaded' ? state.reports.kinds : {}
  const kinds = Object.entries(counts).toSorted(([, one], [, other]) => other - one)
  return (
    <>
      <div className={styles.bar}>
        <Button onClick={() => setAttempt(attempt + 1)}>{failed ? t('tryAgain') : t('refresh')}</Button>
      </div>
      {failed && <Note role="alert">{t('reportsFailed')}</Note>}
      {!failed && kinds.length === 0 && <Note>{t('noReports')}</Note>}
      {kinds.length > 0 && (
        <DataTable label={t('reports')} columns={[t('kind'), t('times')]}>
          {kinds.map(([kind, times]) => (
            <tr key={kind}>
              <th scope="row">{kind}</th>
              <td>{times}</td>
            </tr>
          ))}
        </DataTable>
      )}
    </>
  )
}
