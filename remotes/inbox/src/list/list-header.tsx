import type { Mailbox } from '@atrium/contracts'
import { Badge, Button, Checkbox } from '@atrium/ui'
import { useMessages } from '@atrium/workspace'
import type { ReactNode } from 'react'
import { mailboxName } from '../mailbox/mailbox-name.ts'
import { messages } from '../messages.ts'
import { isolated } from '../people/clean-text.ts'
import type { Choice } from '../selection/use-selection.ts'
import { ChoiceActions, type ChoiceActionsProps } from './choice-actions.tsx'
import styles from './list-header.module.css'

export interface ListHeaderProps extends Pick<ChoiceActionsProps, 'acts' | 'offers' | 'target' | 'onDone'> {
  readonly mailbox: Mailbox
  /** Rows in the folder. */
  readonly total: number
  readonly choice: Choice
}

/** Says that only what was read is chosen, and offers the rest. */
function Everything({ mailbox, total, choice }: ListHeaderProps): ReactNode {
  const t = useMessages(messages)
  const name = isolated(mailboxName(mailbox, t))
  return (
    <div role="status" className={styles.everything}>
      {choice.everything ? (
        t('everythingChosen', { count: total, name })
      ) : (
        <>
          <span>{t('loadedChosen', { count: choice.count })}</span>
          <Button size="small" variant="quiet" className={styles.link} onClick={choice.chooseEverything}>
            {t('chooseEverything', { count: total, name })}
          </Button>
        </>
      )}
    </div>
  )
}

/** Name of the folder; once something is chosen, what can be done with it. */
export function ListHeader(props: ListHeaderProps): ReactNode {
  const { mailbox, total, choice, acts, offers, target, onDone } = props
  const t = useMessages(messages)
  const some = choice.count > 0
  const complete = some && choice.rows.length >= total
  const unread = mailbox.role === 'drafts' || mailbox.role === 'sent' ? 0 : mailbox.unreadThreads
  return (
    <>
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
              <bdi>{mailboxName(mailbox, t)}</bdi>
            </h1>
            {unread > 0 && (
              <Badge tone="plain" label={t('unreadCount', { count: unread })}>
                {t('unreadCount', { count: unread })}
              </Badge>
            )}
          </>
        )}
      </div>
      {some && choice.rows.length > 1 && choice.rows.length < total && <Everything {...props} />}
    </>
  )
}
