import { Button, classNames, Icon } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import type { Composer, SendProblem } from '../composer/composer.ts'
import { patchComposer } from '../composer/composers.ts'
import { openComposer } from '../composer/open-composer.ts'
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

export interface ProblemNoticeProps {
  readonly composer: Composer
  readonly problem: SendProblem
  readonly onAddSubject: () => void
}

/** Why the message is still here, and the one thing to do about it. */
export function ProblemNotice({ composer, problem, onAddSubject }: ProblemNoticeProps): ReactNode {
  const t = useMessages(messages)
  const question = problem.kind === 'no-subject'
  const label = labelOf(problem)
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
          <Button size="small" onClick={() => void sendComposer(composer.key, { noSubject: true })}>
            {t(label)}
          </Button>
        )}
      </span>
    </div>
  )
}
