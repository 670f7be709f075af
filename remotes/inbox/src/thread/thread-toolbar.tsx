import type { Mailbox } from '@atrium/mail-contracts'
import { IconButton, Menu, MenuItem, type IconName } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { MoveMenu } from '../folders/move-menu.tsx'
import type { Command } from '../keys/command-of.ts'
import type { ListControl } from '../mailbox/use-list-control.ts'
import { messages } from '../messages.ts'
import styles from './thread-toolbar.module.css'
import type { ThreadActs } from './use-thread-acts.ts'

export interface ThreadToolbarProps {
  readonly mailbox: Mailbox
  readonly control: ListControl
  readonly alone: boolean
  /** Default: none, as long as there is nothing to act on. */
  readonly acts?: ThreadActs
}

type Key = keyof (typeof messages)['en']
type Tool = readonly [command: Command, icon: IconName, text: Key, shortcut: string, offered: boolean]

const toolsFor = ({ offers }: ThreadActs): readonly Tool[] => {
  const tools: readonly Tool[] = [
    ['archive', 'archive', 'archiveOne', 'E', offers.archive],
    ['archive', 'archive-restore', 'restoreOne', 'E', offers.restore],
    ['spam', 'archive-restore', 'notSpamOne', '!', offers.notSpam],
    ['trash', 'trash', offers.destroy ? 'destroyOne' : 'deleteOne', '#', true],
    ['spam', 'junk', 'spam', '!', offers.spam],
    ['unread', 'mail', 'markUnread', 'Shift U', true],
  ]
  return tools.filter(([, , , , offered]) => offered)
}

function Acts({ acts, mailbox }: { readonly acts: ThreadActs; readonly mailbox: Mailbox }): ReactNode {
  const t = useMessages(messages)
  return (
    <>
      {toolsFor(acts).map(([command, icon, text, shortcut]) => (
        <IconButton key={text} icon={icon} label={t(text)} shortcut={shortcut} onClick={() => acts.run(command)} />
      ))}
      <MoveMenu from={mailbox.id} onMove={acts.move} />
      <Menu
        label={t('more')}
        placement="bottom-end"
        trigger={(props) => <IconButton {...props} icon="more" label={t('more')} />}
      >
        <MenuItem icon="star" shortcut="S" onSelect={() => acts.run('star')}>
          {t(acts.starred ? 'unstar' : 'star')}
        </MenuItem>
        <MenuItem icon="reply-all" shortcut="A" onSelect={() => acts.run('reply-all')}>
          {t('replyAll')}
        </MenuItem>
        <MenuItem icon="forward" shortcut="F" onSelect={() => acts.run('forward')}>
          {t('forward')}
        </MenuItem>
      </Menu>
    </>
  )
}

/** Above a conversation: what can be done with all of it, and the way to the next one. */
export function ThreadToolbar({ mailbox, control, alone, acts }: ThreadToolbarProps): ReactNode {
  const t = useMessages(messages)
  const { cursor, list, step } = control
  const { index } = cursor
  return (
    <div role="toolbar" aria-label={t('conversationTools')} className={styles.bar}>
      {alone && <IconButton icon="arrow-left" label={t('back')} shortcut="U" onClick={control.close} />}
      {acts && <Acts acts={acts} mailbox={mailbox} />}
      <span className={styles.space} />
      {index >= 0 && list.total > 0 && (
        <span className={styles.place}>{t('place', { index: index + 1, total: list.total })}</span>
      )}
      <IconButton icon="chevron-up" label={t('previous')} shortcut="K" disabled={index <= 0} onClick={() => step(-1)} />
      <IconButton
        icon="chevron-down"
        label={t('next')}
        shortcut="J"
        disabled={index < 0 || index >= list.total - 1}
        onClick={() => step(1)}
      />
    </div>
  )
}
