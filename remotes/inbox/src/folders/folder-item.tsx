import { folderIcon, folderName } from '@atrium/mail-ui'
import type { Mailbox } from '@atrium/mail-contracts'
import type { Navigate } from '@atrium/protocol'
import { Badge, classNames, Icon, isolated, Tooltip } from '@atrium/ui'
import { hrefOf, useMessages } from '@atrium/remote'
import type { MouseEvent, ReactNode } from 'react'
import { addressOf } from '../address/address.ts'
import { messages } from '../messages.ts'
import { setFolderClosed, useClosedFolders } from './closed-folders.ts'
import styles from './folder-list.module.css'
import type { FolderNode } from './folder-order.ts'

export interface FolderItemProps {
  readonly node: FolderNode
  /** Id of the folder that is open. */
  readonly current: string | null
  readonly collapsed: boolean
  readonly navigate: Navigate
}

/** What a folder counts: drafts in Drafts, nothing where nobody waits, else what is unread. */
export function folderCount({ role, totalEmails, unreadThreads }: Mailbox): number {
  if (role === 'drafts') return totalEmails
  return role === 'sent' || role === 'trash' ? 0 : unreadThreads
}

const opensElsewhere = ({ button, ctrlKey, metaKey, shiftKey, altKey }: MouseEvent): boolean =>
  button !== 0 || ctrlKey || metaKey || shiftKey || altKey

function FolderLink({ node, current, collapsed, navigate }: FolderItemProps): ReactNode {
  const t = useMessages(messages)
  const { mailbox, depth } = node
  const name = folderName(mailbox, t)
  const count = folderCount(mailbox)
  const counted = t(mailbox.role === 'drafts' ? 'draftCount' : 'unreadCount', { count })
  const label = count > 0 ? t('folderWithCount', { name: isolated(name), count: counted }) : name
  const address = addressOf(mailbox.id)
  const link = (
    <a
      href={hrefOf(address)}
      aria-current={mailbox.id === current ? 'page' : undefined}
      aria-label={label}
      className={classNames(styles.link, count > 0 && mailbox.role !== 'drafts' && styles.unread)}
      style={{ '--depth': collapsed ? 0 : depth } as object}
      onClick={(event) => {
        if (opensElsewhere(event)) return
        event.preventDefault()
        navigate(address)
      }}
    >
      <span className={styles.sign}>
        <Icon name={folderIcon(mailbox.role)} />
        {collapsed && count > 0 && <span className={styles.dot} />}
      </span>
      {!collapsed && <bdi className={styles.name}>{name}</bdi>}
      {!collapsed && count > 0 && <Badge tone="plain">{count.toLocaleString()}</Badge>}
    </a>
  )
  if (!collapsed) return link
  return (
    <Tooltip text={label} placement="end" describes={false}>
      {link}
    </Tooltip>
  )
}

/** One folder and those in it. */
export function FolderItem(props: FolderItemProps): ReactNode {
  const { node, collapsed } = props
  const t = useMessages(messages)
  const { id } = node.mailbox
  const closed = useClosedFolders().includes(id)
  const parent = node.children.length > 0
  const name = isolated(folderName(node.mailbox, t))
  return (
    <li>
      <div className={styles.item}>
        {parent && !collapsed && (
          <button
            type="button"
            tabIndex={-1}
            aria-expanded={!closed}
            aria-label={t(closed ? 'openSubfolders' : 'closeSubfolders', { name })}
            className={styles.toggle}
            style={{ '--depth': node.depth } as object}
            onClick={() => setFolderClosed(id, !closed)}
          >
            <Icon name={closed ? 'chevron-right' : 'chevron-down'} size={16} />
          </button>
        )}
        <FolderLink {...props} />
      </div>
      {parent && !closed && (
        <ul>
          {node.children.map((child) => (
            <FolderItem key={child.mailbox.id} {...props} node={child} />
          ))}
        </ul>
      )}
    </li>
  )
}
