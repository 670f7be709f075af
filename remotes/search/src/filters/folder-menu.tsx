import { Menu, MenuItem, MenuSeparator } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { folderName } from '../folder/folder-name.ts'
import { messages } from '../messages.ts'
import { valueOf, withOperator, withoutOperator } from '../query/edit-query.ts'
import { findFolder } from '../query/find-folder.ts'
import type { FilterBarProps } from './filter-bar.tsx'
import { MenuChip } from './menu-chip.tsx'

/** Which folder is looked through. */
export function FolderMenu({ query, mailboxes, onQuery }: FilterBarProps): ReactNode {
  const t = useMessages(messages)
  const value = valueOf(query, 'in')
  const anywhere = value !== null && /^(anywhere|all)$/i.test(value)
  const chosen = value === null || anywhere ? undefined : findFolder(mailboxes, value)
  const label = anywhere ? t('anywhere') : chosen ? folderName(chosen, t) : (value ?? t('allFolders'))
  return (
    <Menu
      label={t('folder')}
      trigger={(trigger) => (
        <MenuChip trigger={trigger} set={value !== null} label={t('folder')}>
          {label}
        </MenuChip>
      )}
    >
      <MenuItem radio checked={value === null} onSelect={() => onQuery(withoutOperator(query, 'in'))}>
        {t('allFolders')}
      </MenuItem>
      <MenuItem radio checked={anywhere} onSelect={() => onQuery(withOperator(query, 'in', 'anywhere'))}>
        {t('anywhere')}
      </MenuItem>
      <MenuSeparator />
      {mailboxes.map((mailbox) => (
        <MenuItem
          key={mailbox.id}
          radio
          checked={mailbox.id === chosen?.id}
          onSelect={() => onQuery(withOperator(query, 'in', mailbox.role ?? mailbox.name))}
        >
          {folderName(mailbox, t)}
        </MenuItem>
      ))}
    </Menu>
  )
}
