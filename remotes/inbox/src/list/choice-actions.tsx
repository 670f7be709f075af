import type { Mailbox } from '@atrium/mail-contracts'
import { Button, IconButton, Menu, MenuItem } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import type { Offers } from '../acts/offers.ts'
import type { Target } from '../acts/target.ts'
import type { Acts } from '../acts/use-acts.ts'
import { MoveMenu } from '../folders/move-menu.tsx'
import { messages } from '../messages.ts'
import type { Choice } from '../selection/use-selection.ts'
import styles from './list-header.module.css'

export interface ChoiceActionsProps {
  readonly mailbox: Mailbox
  readonly choice: Choice
  readonly acts: Acts
  readonly offers: Offers
  readonly target: Target
  /** Before what is chosen leaves the folder. */
  readonly onDone: () => void
}

type Act = (target: Target) => void

function MoreActions({ choice, acts, offers, target, onDone }: Omit<ChoiceActionsProps, 'mailbox'>): ReactNode {
  const t = useMessages(messages)
  const unread = choice.rows.some(({ thread }) => thread.unread)
  const starred = choice.rows.every(({ thread }) => thread.starred)
  const spam = (): void => {
    onDone()
    acts.spam(target)
  }
  return (
    <Menu
      label={t('more')}
      placement="bottom-end"
      trigger={(props) => <IconButton {...props} size="small" icon="more" label={t('more')} />}
    >
      <MenuItem icon="star" onSelect={() => acts.star(target, !starred)}>
        {t(starred ? 'unstar' : 'star')}
      </MenuItem>
      {unread && (
        <MenuItem icon="mail" onSelect={() => acts.markRead(target, false)}>
          {t('markUnread')}
        </MenuItem>
      )}
      {offers.spam && (
        <MenuItem icon="junk" onSelect={spam}>
          {t('spam')}
        </MenuItem>
      )}
    </Menu>
  )
}

/** What can be done with everything that is chosen; a button says to how many. */
export function ChoiceActions({ mailbox, choice, acts, offers, target, onDone }: ChoiceActionsProps): ReactNode {
  const t = useMessages(messages)
  const { count } = target
  const leave = (act: Act) => () => {
    onDone()
    act(target)
  }
  const unread = choice.rows.some(({ thread }) => thread.unread)
  const back = offers.notSpam ? acts.notSpam : acts.restore
  return (
    <div role="toolbar" aria-label={t('toolbar')} className={styles.tools}>
      {offers.archive && (
        <Button size="small" icon="archive" onClick={leave(acts.archive)}>
          {t('archiveCount', { count })}
        </Button>
      )}
      {(offers.restore || offers.notSpam) && (
        <Button size="small" icon="archive-restore" onClick={leave(back)}>
          {t(offers.notSpam ? 'notSpamCount' : 'restoreCount', { count })}
        </Button>
      )}
      <Button size="small" icon="trash" onClick={leave(acts.trash)}>
        {t(offers.destroy ? 'destroyCount' : 'deleteCount', { count })}
      </Button>
      <IconButton
        size="small"
        icon={unread ? 'mail-open' : 'mail'}
        label={t(unread ? 'markRead' : 'markUnread')}
        onClick={() => acts.markRead(target, unread)}
      />
      <MoveMenu size="small" from={mailbox.id} onMove={(to) => leave((those) => acts.move(those, to))()} />
      <MoreActions choice={choice} acts={acts} offers={offers} target={target} onDone={onDone} />
    </div>
  )
}
