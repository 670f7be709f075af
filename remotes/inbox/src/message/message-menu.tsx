import { IconButton, Menu, MenuItem, MenuSeparator } from '@atrium/ui'
import { useMessages } from '@atrium/workspace'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import type { MessageActs } from './use-message-acts.ts'

export interface MessageMenuProps {
  readonly acts: MessageActs
  /** Absent where the conversation has no other message. */
  readonly onFold: (() => void) | undefined
}

/** Everything that can be done with one message. */
export function MessageMenu({ acts, onFold }: MessageMenuProps): ReactNode {
  const t = useMessages(messages)
  const { original } = acts
  return (
    <Menu
      label={t('messageMenu')}
      placement="bottom-end"
      trigger={(props) => <IconButton {...props} icon="more-vertical" label={t('messageMenu')} />}
    >
      <MenuItem icon="reply" onSelect={() => acts.answer('reply')}>
        {t('reply')}
      </MenuItem>
      <MenuItem icon="reply-all" onSelect={() => acts.answer('reply-all')}>
        {t('replyAll')}
      </MenuItem>
      <MenuItem icon="forward" onSelect={() => acts.answer('forward')}>
        {t('forward')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon="mail" onSelect={acts.markUnread}>
        {t('unreadFromHere')}
      </MenuItem>
      {onFold && (
        <MenuItem icon="chevron-up" onSelect={onFold}>
          {t('foldMessage')}
        </MenuItem>
      )}
      <MenuItem icon="trash" onSelect={acts.trash}>
        {t('deleteMessage')}
      </MenuItem>
      {original && (
        <>
          <MenuSeparator />
          <MenuItem icon="download" onSelect={original}>
            {t('showOriginal')}
          </MenuItem>
        </>
      )}
    </Menu>
  )
}
