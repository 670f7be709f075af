import { Button, classNames, Icon } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import type { Composer, SendProblem } from '../composer/composer.ts'
import { invalidRecipients } from '../draft/draft-content.ts'
import { messages } from '../messages.ts'
import type { Say } from '../say.ts'
import styles from './problem-notice.module.css'
import { sendComposer } from './send-composer.ts'

const textOf = (problem: SendProblem, composer: Composer, t: Say): string => {
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
    case 'no-identity':
      return t('noIdentity')
    case 'offline':
      return t('sendOffline')
    case 'unknown':
      return t('sendUnknown')
    case 'refused':
      return t('sendRefused', { reason: problem.error.remedy })
  }
}

export interface ProblemNoticeProps {
  readonly composer: Composer
  readonly problem: SendProblem
  readonly onAddSubject: () => void
}

/** Why the message is still here, and the one thing to do about it. */
export function ProblemNotice({ composer, problem, onAddSubject }: ProblemNoticeProps): ReactNode {
  const t = useMessages(messages)
  const question = problem.kind === 'no-subject'
  const again = problem.kind === 'refused' || problem.kind === 'offline' || problem.kind === 'unknown' || problem.kind === 'no-identity'
  return (
    <div role="alert" className={classNames(styles.notice, !question && styles.danger)}>
      <Icon name={question ? 'info' : 'warning'} size={16} />
      <span className={styles.words}>{textOf(problem, composer, t)}</span>
      <span className={styles.actions}>
        {question && (
          <>
            <Button size="small" variant="quiet" onClick={onAddSubject}>
              {t('addSubject')}
            </Button>
            <Button size="small" onClick={() => void sendComposer(composer.key, { noSubject: true })}>
              {t('sendAnyway')}
            </Button>
          </>
        )}
        {again && (
          <Button size="small" onClick={() => void sendComposer(composer.key, { noSubject: true })}>
            {t(problem.kind === 'unknown' ? 'sendAgain' : 'retry')}
          </Button>
        )}
      </span>
    </div>
  )
}
