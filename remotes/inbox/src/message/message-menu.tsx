import { IconButton, Menu, MenuItem, MenuSeparator } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import type { MessageActs } from './use-message-acts.ts'

export interface MessageMenuProps {
  readonly acts: MessageActs
  /** Absent where the conversation has no other message. */
  readonly onFold: (() => void) | undefined
}

function Answers({ acts }: Pick<MessageMenuProps, 'acts'>): ReactNode {
  const t = useMessages(messages)
  return (
    <>
      <MenuItem icon="reply" onSelect={() => acts.answer('reply')}>
        {t('reply')}
      </MenuItem>
      <MenuItem icon="reply-all" onSelect={() => acts.answer('reply-all')}>
        {t('replyAll')}
      </MenuItem>
      <MenuItem icon="forward" onSelect={() => acts.answer('forward')}>
        {t('forward')}
      </MenuItem>
    </>
  )
}

/** Everything that can be done with one message. */
export function MessageMenu({ acts, onFold }: MessageMenuProps): ReactNode {
  const t = useMessages(messages)
  const { original } = acts
  const label = t('messageMenu')
  return (
    <Menu
      label={label}
      placement="bottom-end"
      trigger={(props) => <IconButton {...props} icon="more-vertical" label={label} />}
    >
      <Answers acts={acts} />
      <MenuSeparator />
      {onFold && (
        <MenuItem icon="chevron-up" onSelect={onFold}>
          {t('foldMessage')}
        </MenuItem>
      )}
      <MenuItem icon="mail" onSelect={acts.markUnread}>
        {t('unreadFromHere')}
      </MenuItem>
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
