import { Button } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './event-log.module.css'
import type { HeardEvents } from './use-heard-events.ts'

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(2)

/** What passes over the bus, newest first. */
export function EventLog({ events }: { readonly events: HeardEvents }): ReactNode {
  const t = useMessages(messages)
  const { heard, dropped, paused, pause, clear } = events
  return (
    <div>
      <div className={styles.bar}>
        <Button size="small" variant="quiet" onClick={() => pause(!paused)}>
          {paused ? t('goOn') : t('pause')}
        </Button>
        <Button size="small" variant="quiet" disabled={heard.length === 0} onClick={clear}>
          {t('clear')}
        </Button>
        {dropped > 0 && <span className={styles.dropped}>{t('dropped', { count: dropped })}</span>}
      </div>
      {heard.length === 0 && <p className={styles.empty}>{t('noEvents')}</p>}
      <ol className={styles.list} aria-label={t('events')}>
        {heard.map(({ id, at, name, detail }) => (
          <li key={id} className={styles.event}>
            <time className={styles.time}>{seconds(at)}</time>
            <strong className={styles.name}>{name}</strong>
            <code className={styles.detail}>{JSON.stringify(detail)}</code>
          </li>
        ))}
      </ol>
    </div>
  )
}
