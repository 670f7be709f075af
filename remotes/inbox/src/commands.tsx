import { useMailboxes } from '@atrium/mail'
import type { CommandListProps } from '@atrium/mail-contracts'
import { folderIcon, useFolderName } from '@atrium/mail-ui'
import { useStrings } from '@atrium/remote'
import type { IconName } from '@atrium/ui'
import { useEffect, useMemo, type ReactNode } from 'react'
import { addressOf } from './address.ts'
import { isListening, runByName, type Command } from './keyboard.ts'
import { strings } from './strings.ts'
import { undoLast } from './undo.ts'

/** What is done to the open conversation or the selected ones, with the key that does the same. */
const actions = [
  ['archive', 'archiveOne', 'archive', 'e'],
  ['trash', 'deleteOne', 'trash', '#'],
  ['spam', 'spam', 'junk', '!'],
  ['move', 'moveTo', 'folder-move', 'v'],
  ['label', 'labelAs', 'folder', 'l'],
  ['star', 'star', 'star', 's'],
  ['read', 'markRead', 'mail-open', 'Shift I'],
  ['unread', 'markUnread', 'mail', 'Shift U'],
  ['reply', 'reply', 'reply', 'r'],
  ['reply-all', 'replyAll', 'reply-all', 'a'],
  ['forward', 'forward', 'forward', 'f'],
  ['select-all', 'selectAll', 'check', '* a'],
  ['expand-all', 'expandAll', 'chevron-down', ';'],
  ['collapse-all', 'collapseAll', 'chevron-up', ':'],
  ['help', 'shortcuts', 'keyboard', '?'],
] as const satisfies readonly (readonly [Command, keyof (typeof strings)['en'], IconName, string])[]

/** Offers the folders to go to and the actions on conversations to the command palette. Renders nothing. */
export function InboxCommands({ navigate, onCommands }: CommandListProps): ReactNode {
  const t = useStrings(strings)
  const folderName = useFolderName()
  const { list } = useMailboxes()
  const commands = useMemo(
    () => [
      ...(isListening() ? actions : []).map(([command, text, icon, shortcut]) => ({
        ...{ id: `inbox:${command}`, title: t(text), icon, shortcut },
        run: () => void runByName(command),
      })),
      { id: 'inbox:undo', title: t('undoLast'), icon: 'archive-restore', shortcut: 'z', run: () => void undoLast() },
      ...list.map((mailbox) => ({
        id: `inbox:folder:${mailbox.id}`,
        title: t('goToFolder', { name: folderName(mailbox) }),
        icon: folderIcon(mailbox.role),
        run: () => navigate(addressOf(mailbox.id)),
      })),
    ],
    [t, folderName, list, navigate],
  )
  useEffect(() => onCommands(commands), [onCommands, commands])
  return null
}
