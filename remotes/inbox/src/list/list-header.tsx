import { folderName } from '@atrium/mail-ui'
import type { Mailbox } from '@atrium/mail-contracts'
import { Checkbox } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import type { Choice } from '../selection/use-selection.ts'
import { ChoiceActions, type ChoiceActionsProps } from './choice-actions.tsx'
import styles from './list-header.module.css'

export interface ListHeaderProps extends Pick<ChoiceActionsProps, 'acts' | 'offers' | 'target' | 'onDone'> {
  readonly mailbox: Mailbox
  /** Rows in the folder. */
  readonly total: number
  readonly choice: Choice
}

/** Name of the folder; once something is chosen, what can be done with it. */
export function ListHeader(props: ListHeaderProps): ReactNode {
  const { mailbox, total, choice, acts, offers, target, onDone } = props
  const t = useMessages(messages)
  const some = choice.count > 0
  const complete = some && choice.rows.length >= total
  const unread = mailbox.role === 'drafts' || mailbox.role === 'sent' ? 0 : mailbox.unreadThreads
  return (
    <div className={styles.header}>
        <Checkbox
          label={t(some ? 'chooseNone' : 'chooseAll')}
          labelHidden
          checked={complete || choice.everything}
          indeterminate={some && !complete && !choice.everything}
          disabled={total === 0}
          className={styles.all}
          onChange={() => (some ? choice.clear() : choice.all())}
        />
        {some ? (
          <>
            <span className={styles.chosen} aria-live="polite">
              {t('chosen', { count: choice.count })}
            </span>
            <ChoiceActions choice={choice} mailbox={mailbox} acts={acts} offers={offers} target={target} onDone={onDone} />
          </>
        ) : (
          <>
            <h1 className={styles.title}>
              <bdi>{folderName(mailbox, t)}</bdi>
            </h1>
            {unread > 0 && <span className={styles.unread}>{t('unreadCount', { count: unread })}</span>}
          </>
        )}
    </div>
  )
}
