import { folderIcon, useFolderName } from '@atrium/mail-ui'
import type { Mailbox } from '@atrium/mail-contracts'
import { useMailboxes } from '@atrium/mail'
import { IconButton, Menu, MenuHeading, MenuItem } from '@atrium/ui'
import { useStrings } from '@atrium/remote'
import type { ReactNode } from 'react'
import { strings } from '../strings.ts'
import { flattened, folderTree, mayHold } from './folder-tree.ts'
import styles from './move-menu.module.css'

export interface MoveMenuProps {
  /** The folder it is in now. */
  readonly from: string
  readonly onMove: (to: Mailbox) => void
  readonly size?: 'small' | 'medium'
}

/** Every folder that mail can be moved to. */
export function MoveMenu({ from, onMove, size = 'medium' }: MoveMenuProps): ReactNode {
  const t = useStrings(strings)
  const folderName = useFolderName()
  const { list } = useMailboxes()
  const { roles, own } = folderTree(list)
  const items = flattened([...roles, ...own]).filter((node) => mayHold(node) && node.mailbox.id !== from)
  return (
    <Menu
      label={t('moveTo')}
      placement="bottom-end"
      trigger={(props) => <IconButton {...props} icon="folder-move" size={size} label={t('moveTo')} />}
    >
      <MenuHeading>{t('moveTo')}</MenuHeading>
      {items.map(({ mailbox, depth }) => (
        <MenuItem key={mailbox.id} icon={folderIcon(mailbox.role)} onSelect={() => onMove(mailbox)}>
          <bdi className={styles.name} style={{ paddingInlineStart: depth * 12 }}>
            {folderName(mailbox)}
          </bdi>
        </MenuItem>
      ))}
    </Menu>
  )
}
