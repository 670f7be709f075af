import { useStrings, useWorkspace } from '@atrium/remote'
import { Button, Icon, classNames } from '@atrium/ui'
import { useEffect, useState, type ReactNode } from 'react'
import { type Composer, type SendProblem, patchComposer } from '../composers.ts'
import { openComposer } from '../lifecycle.ts'
import { sendComposer } from '../send-message.ts'
import { strings, type Say } from '../strings.ts'
import type { SaveState } from './autosave.ts'
import { invalidRecipients } from './draft.ts'
import styles from './draft-status.module.css'

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
const quietSeconds = 5

/** For how long a message has been on its link, when that is long. */
export function SendingStatus({ since }: { readonly since: number }): ReactNode {
  const t = useStrings(strings)
  const seconds = Math.floor((useNow() - since) / 1000)
  return (
    <span role="status" className={styles.quiet}>
      {seconds >= quietSeconds ? t('sendingFor', { seconds }) : ''}
    </span>
  )
}

/** The quiet word at the lower edge: whether what stands here is at the server. */
export function SaveStatus({ save }: { readonly save: SaveState }): ReactNode {
  const t = useStrings(strings)
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
  const t = useStrings(strings)
  const online = useWorkspace((state) => state.online)
  const seconds = Math.max(0, Math.ceil((save.retryAt - useNow()) / 1000))
  const waiting = seconds > 0 ? t('saveFailed', { seconds }) : t('saveFailedSoon')
  return (
    <div className={styles.failure}>
      <Icon name={online ? 'warning' : 'offline'} size={16} />
      <span className={styles.statusWords} title={save.error.message}>
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

function textOf(problem: SendProblem, composer: Composer, t: Say): string {
  switch (problem.kind) {
    case 'no-recipients':
      return t('noRecipients')
    case 'invalid-recipients':
      return t('invalidRecipients', { count: invalidRecipients(composer.draft).length })
    case 'uploads-running':
      return t('uploadsRunning')
    case 'uploads-failed':
      return t('uploadsFailed')
    case 'no-subject':
      return t('noSubject')
    case 'no-attachment':
      return t('noAttachment')
    case 'no-identity':
      return t('noIdentity')
    case 'offline':
      return t('sendOffline')
    case 'unknown':
      return t('sendUnknown')
    case 'lost':
      return t('sendLost')
    case 'sent-elsewhere':
      return t('sentElsewhere')
    case 'changed-elsewhere':
      return t('changedElsewhere')
    case 'refused':
      return t('sendRefused', { reason: problem.error.remedy })
  }
}

/** What can be tried again, and what the button says. */
const again = {
  refused: 'retry',
  offline: 'retry',
  lost: 'retry',
  unknown: 'sendAgain',
  'no-identity': 'retry',
  'sent-elsewhere': 'sendAsNew',
} as const

const labelOf = ({ kind }: SendProblem): (typeof again)[keyof typeof again] | null =>
  Object.hasOwn(again, kind) ? again[kind as keyof typeof again] : null

interface ProblemNoticeProps {
  readonly composer: Composer
  readonly problem: SendProblem
  readonly onAddSubject: () => void
}

/** Why the message is still here, and the one thing to do about it. */
export function ProblemNotice({ composer, problem, onAddSubject }: ProblemNoticeProps): ReactNode {
  const t = useStrings(strings)
  const question = problem.kind === 'no-subject' || problem.kind === 'no-attachment'
  const label = labelOf(problem)
  const allowed = { noSubject: true, noAttachment: problem.kind === 'no-attachment' }
  return (
    <div role="alert" className={classNames(styles.notice, !question && styles.danger)}>
      <Icon name={question ? 'info' : 'warning'} size={16} />
      <span className={styles.words}>{textOf(problem, composer, t)}</span>
      <span className={styles.actions}>
        {question && (
          <>
            {problem.kind === 'no-subject' && (
              <Button size="small" variant="quiet" onClick={onAddSubject}>
                {t('addSubject')}
              </Button>
            )}
            <Button size="small" onClick={() => void sendComposer(composer.key, allowed)}>
              {t('sendAnyway')}
            </Button>
          </>
        )}
        {problem.kind === 'changed-elsewhere' && (
          <>
            <Button size="small" variant="quiet" onClick={() => patchComposer(composer.key, { problem: null })}>
              {t('dismiss')}
            </Button>
            <Button size="small" onClick={() => void openComposer({ kind: 'draft', emailId: problem.emailId })}>
              {t('openOther')}
            </Button>
          </>
        )}
        {label && (
          <Button size="small" onClick={() => void sendComposer(composer.key, { noSubject: true, noAttachment: true })}>
            {t(label)}
          </Button>
        )}
      </span>
    </div>
  )
}
