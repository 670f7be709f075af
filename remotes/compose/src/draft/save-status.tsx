import { Button, Icon } from '@atrium/ui'
import { useMessages, useWorkspace } from '@atrium/remote'
import { useEffect, useState, type ReactNode } from 'react'
import { messages } from '../messages.ts'
import type { SaveState } from './autosave.ts'
import styles from './save-status.module.css'

/** The clock, once a second. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** Seconds of sending after which it says for how long: shorter ones no one wonders about. */
const patience = 5

/** For how long a message has been on its way, when that is long. */
export function SendingStatus({ since }: { readonly since: number }): ReactNode {
  const t = useMessages(messages)
  const seconds = Math.floor((useNow() - since) / 1000)
  return (
    <span role="status" className={styles.quiet}>
      {seconds >= patience ? t('sendingFor', { seconds }) : ''}
    </span>
  )
}

/** The quiet word at the lower edge: whether what stands here is at the server. */
export function SaveStatus({ save }: { readonly save: SaveState }): ReactNode {
  const t = useMessages(messages)
  if (save.status === 'saved') {
    return (
      <span className={styles.quiet}>
        <Icon name="check" size={16} />
        {t('saveSaved')}
      </span>
    )
  }
  return <span className={styles.quiet}>{save.status === 'saving' ? t('saveSaving') : ''}</span>
}

interface SaveFailureProps {
  readonly save: Extract<SaveState, { status: 'failed' }>
  readonly onRetry: () => void
}

/** Said aloud: the text is here only, and what happens about it. */
export function SaveFailure({ save, onRetry }: SaveFailureProps): ReactNode {
  const t = useMessages(messages)
  const online = useWorkspace((state) => state.online)
  const seconds = Math.max(0, Math.ceil((save.retryAt - useNow()) / 1000))
  const waiting = seconds > 0 ? t('saveFailed', { seconds }) : t('saveFailedSoon')
  return (
    <div className={styles.failure}>
      <Icon name={online ? 'warning' : 'offline'} size={16} />
      <span className={styles.words} title={save.error.message}>
        {online ? waiting : t('saveOffline')}
      </span>
      {online && (
        <Button size="small" onClick={onRetry}>
          {t('retryNow')}
        </Button>
      )}
    </div>
  )
}
