import type { FoldersProps } from '@atrium/mail-contracts'
import { useMailboxes } from '@atrium/mail'
import { Button, Icon, Skeleton } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { KeyboardEvent, ReactNode } from 'react'
import { parseLocation } from '../address/address.ts'
import { messages } from '../messages.ts'
import { FolderItem } from './folder-item.tsx'
import styles from './folder-list.module.css'
import { folderTree, type FolderNode } from './folder-order.ts'
import { moveFocus } from './move-focus.ts'

const FolderSkeleton = ({ collapsed }: { readonly collapsed: boolean }): ReactNode =>
  Array.from({ length: 7 }, (_, index) => (
    <div key={index} aria-hidden className={styles.link}>
      <Skeleton width="20px" height="20px" />
      {!collapsed && <Skeleton width={index % 2 ? '84px' : '108px'} />}
    </div>
  ))

function FoldersFailed({ collapsed, retry }: { readonly collapsed: boolean; readonly retry: () => void }): ReactNode {
  const t = useMessages(messages)
  return (
    <div role="alert" className={styles.failed}>
      {collapsed ? <Icon name="warning" label={t('foldersFailed')} /> : <p>{t('foldersFailed')}</p>}
      {!collapsed && (
        <Button size="small" icon="refresh" onClick={retry}>
          {t('retry')}
        </Button>
      )}
    </div>
  )
}

/** The folders of the account, in the shell's rail. */
export function FolderList({ location, navigate, collapsed }: FoldersProps): ReactNode {
  const t = useMessages(messages)
  const mailboxes = useMailboxes()
  if (mailboxes.status === 'error') return <FoldersFailed collapsed={collapsed} retry={mailboxes.retry} />
  const address = parseLocation(location)
  const current = address && (address.mailboxId ?? mailboxes.byRole('inbox')?.id)
  const { roles, own } = folderTree(mailboxes.list)
  const items = (nodes: readonly FolderNode[]): ReactNode =>
    nodes.map((node) => (
      <FolderItem key={node.mailbox.id} node={node} current={current ?? null} collapsed={collapsed} navigate={navigate} />
    ))
  return (
    <nav
      aria-label={t('folders')}
      aria-busy={mailboxes.status === 'loading'}
      className={styles.folders}
      onKeyDown={(event: KeyboardEvent<HTMLElement>) => moveFocus(event)}
    >
      {mailboxes.status === 'loading' ? (
        <FolderSkeleton collapsed={collapsed} />
      ) : (
        <>
          <ul>{items(roles)}</ul>
          {own.length > 0 && (
            <>
              {collapsed ? <hr className={styles.line} /> : <h2 className={styles.title}>{t('ownFolders')}</h2>}
              <ul>{items(own)}</ul>
            </>
          )}
        </>
      )}
    </nav>
  )
}
