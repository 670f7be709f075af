import type { ScheduledMessage } from '@atrium/mail'
import { showToast, useStrings } from '@atrium/remote'
import { Button, cleanText, Dialog, ErrorState, Skeleton, TextField } from '@atrium/ui'
import { useEffect, useState, type KeyboardEvent, type ReactNode } from 'react'
import { connection } from './connection.ts'
import { openComposer } from './lifecycle.ts'
import styles from './send-later.module.css'
import { formatMoment, say, strings } from './strings.ts'

/** Milliseconds that the server holds a message back (`maxDelayedSend`). Beyond it: the time is refused in the form. */
const longestHold = 30 * 24 * 3_600_000

function atHour(now: Date, days: number, hour: number): Date {
  const date = new Date(now)
  date.setDate(date.getDate() + days)
  date.setHours(hour, 0, 0, 0)
  return date
}

/** Moments that are often meant, in the person's time zone. */
const presetsFrom = (now: Date) =>
  [
    ['tomorrowMorning', atHour(now, 1, 8)],
    ['tomorrowAfternoon', atHour(now, 1, 13)],
    ['mondayMorning', atHour(now, (8 - now.getDay()) % 7 || 7, 8)],
  ] as const

/** A moment as `<input type="datetime-local">` has it: local time, to the minute. */
const toField = (date: Date): string =>
  new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)

/** Escape is for the dialog, not for the window around it. */
const keepKeys = (event: KeyboardEvent): void => event.stopPropagation()

interface SendLaterProps {
  readonly onClose: () => void
  readonly onChoose: (at: Date) => void
}

/** When a message is to go out. */
export function SendLaterDialog({ onClose, onChoose }: SendLaterProps): ReactNode {
  const t = useStrings(strings)
  const [now] = useState(() => new Date())
  const [typed, setTyped] = useState(() => toField(atHour(now, 1, 8)))
  const [wrong, setWrong] = useState(false)
  const choose = (at: Date): void => {
    const ahead = at.getTime() - Date.now()
    if (!(ahead > 0 && ahead <= longestHold)) return setWrong(true)
    onClose()
    onChoose(at)
  }
  const footer = (
    <Button variant="primary" onClick={() => choose(new Date(typed))}>
      {t('schedule')}
    </Button>
  )
  return (
    <div role="presentation" onKeyDown={keepKeys}>
      <Dialog open title={t('sendLaterTitle')} closeLabel={t('dismiss')} size="small" footer={footer} onClose={onClose}>
        <ul className={styles.presets}>
          {presetsFrom(now).map(([name, at]) => (
            <li key={name}>
              <button type="button" className={styles.preset} onClick={() => choose(at)}>
                <span>{t(name)}</span>
                <span className={styles.moment}>{formatMoment(at)}</span>
              </button>
            </li>
          ))}
        </ul>
        <TextField
          type="datetime-local"
          label={t('sendLaterDate')}
          value={typed}
          min={toField(now)}
          max={toField(new Date(now.getTime() + longestHold))}
          error={wrong ? t('sendLaterPast') : undefined}
          onChange={(event) => {
            setTyped(event.target.value)
            setWrong(false)
          }}
        />
      </Dialog>
    </div>
  )
}

async function cancel(message: ScheduledMessage, onClose: () => void): Promise<void> {
  const outcome = await connection()?.mail.cancelSend(message)
  if (!outcome?.ok) return void showToast({ tone: 'danger', text: say('undoTooLate') })
  onClose()
  openComposer({ kind: 'draft', emailId: message.emailId })
}

type Loaded = readonly ScheduledMessage[] | 'loading' | 'failed'

function ScheduledList({
  list,
  onClose,
}: {
  readonly list: readonly ScheduledMessage[]
  readonly onClose: () => void
}) {
  const t = useStrings(strings)
  if (list.length === 0) return <p className={styles.none}>{t('scheduledNone')}</p>
  return (
    <ul className={styles.messages}>
      {list.map((message) => {
        const subject = cleanText(message.subject) || t('noSubjectTitle')
        return (
          <li key={message.submissionId} className={styles.message}>
            <span className={styles.words}>
              <bdi className={styles.subject}>{subject}</bdi>
              <span className={styles.moment}>
                {formatMoment(new Date(message.sendAt))} ·{' '}
                {t('scheduledTo', { names: cleanText(message.to.join(', ')) })}
              </span>
            </span>
            <Button
              size="small"
              aria-label={t('cancelScheduledOf', { subject })}
              onClick={() => void cancel(message, onClose)}
            >
              {t('cancelScheduled')}
            </Button>
          </li>
        )
      })}
    </ul>
  )
}

/** What the server holds back, to be stopped or changed. */
export function ScheduledDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useStrings(strings)
  const [loaded, setLoaded] = useState<Loaded>('loading')
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    let current = true
    const load = async (): Promise<void> => {
      const outcome = await connection()?.mail.listScheduled()
      if (current) setLoaded(outcome?.ok ? outcome.value : 'failed')
    }
    void load()
    return () => {
      current = false
    }
  }, [attempt])
  return (
    <div role="presentation" onKeyDown={keepKeys}>
      <Dialog open title={t('scheduledMessages')} closeLabel={t('dismiss')} onClose={onClose}>
        {loaded === 'loading' && <Skeleton width="70%" />}
        {loaded === 'failed' && (
          <ErrorState
            title={t('scheduledFailed')}
            detail={t('openFailedDetail')}
            retryLabel={t('retry')}
            onRetry={() => {
              setLoaded('loading')
              setAttempt(attempt + 1)
            }}
          />
        )}
        {typeof loaded === 'object' && <ScheduledList list={loaded} onClose={onClose} />}
      </Dialog>
    </div>
  )
}
