import { useMailboxes } from '@atrium/mail'
import type { MailboxRole, Mailbox, FoldersProps } from '@atrium/mail-contracts'
import { folderIcon, useFolderName } from '@atrium/mail-ui'
import type { Navigate } from '@atrium/protocol'
import { hrefOf, useStrings, useWorkspace, workspace } from '@atrium/remote'
import {
  VisuallyHidden,
  Badge,
  classNames,
  Icon,
  isolated,
  IconButton,
  Tooltip,
  Button,
  Skeleton,
  spoken,
} from '@atrium/ui'
import {
  useEffect,
  useEffectEvent,
  useRef,
  lazy,
  Suspense,
  useMemo,
  useState,
  type MouseEvent,
  type ReactNode,
  type KeyboardEvent,
} from 'react'
import { createStore, useStore } from 'zustand'
import { addressOf, parseLocation } from '../address.ts'
import { dragFor } from '../drag.ts'
import { isTaken, sequenceTimeout } from '../keyboard.ts'
import { strings } from '../strings.ts'
import { undoLast } from '../undo.ts'
import styles from './folder-list.module.css'
import { type FolderNode, folderTree, mayHold } from './folder-tree.ts'

/** Where the second key after `g` leads. */
const folders: Readonly<Record<string, MailboxRole>> = {
  i: 'inbox',
  d: 'drafts',
  t: 'sent',
  a: 'archive',
  '#': 'trash',
  '!': 'junk',
}

const starred = '/search?q=is%3Astarred'

/**
 * Keys that work on every page of the workspace: `g` and a letter open a folder, `z` takes the last act back. They
 * come before the keys of the page, whose letters the second one would be.
 */
export function useGoTo(navigate: Navigate): void {
  const { byRole } = useMailboxes()
  const pressedAt = useRef(Number.NEGATIVE_INFINITY)
  const place = (key: string): string | undefined => {
    if (key === 's') return starred
    const role = folders[key]
    const mailbox = role && byRole(role)
    return mailbox && addressOf(mailbox.id)
  }
  const handleKey = useEffectEvent((event: globalThis.KeyboardEvent) => {
    if (isTaken(event) || event.ctrlKey || event.metaKey || event.altKey || event.key === 'Shift') return
    const follows = event.timeStamp - pressedAt.current < sequenceTimeout
    pressedAt.current = event.key === 'g' && !follows ? event.timeStamp : Number.NEGATIVE_INFINITY
    const address = follows ? place(event.key) : undefined
    if (address !== undefined) navigate(address)
    const isHandled = address !== undefined || event.key === 'g' || (event.key === 'z' && !follows && undoLast())
    if (!isHandled) return
    event.preventDefault()
    event.stopImmediatePropagation()
  })
  useEffect(() => {
    window.addEventListener('keydown', handleKey, { capture: true })
    return () => window.removeEventListener('keydown', handleKey, { capture: true })
  }, [])
}

/** By account: another one, of another installation at this origin too, has folders of its own. */
const keyFor = (accountId: string): string => `atrium:closed-folders:${accountId}`

const none: readonly string[] = []

function loadClosed(accountId: string): readonly string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(keyFor(accountId)) ?? '[]')
    return Array.isArray(found) ? found.filter((each) => typeof each === 'string') : none
  } catch {
    return none
  }
}

interface Closed {
  readonly accountId: string
  readonly ids: readonly string[]
}

/** Folders whose subfolders are hidden, on this screen. Null until one is closed or opened in this page. */
const closed = createStore<{ readonly changed: Closed | null }>(() => ({ changed: null }))

export function useClosedFolders(): readonly string[] {
  const accountId = useWorkspace(({ session }) => session?.accountId)
  const stored = useMemo(() => (accountId === undefined ? none : loadClosed(accountId)), [accountId])
  const changed = useStore(closed, (state) => state.changed)
  return changed?.accountId === accountId ? (changed?.ids ?? none) : stored
}

export function setFolderClosed(id: string, on: boolean): void {
  const accountId = workspace.getState().session?.accountId
  if (accountId === undefined) return
  const { changed } = closed.getState()
  const before = changed?.accountId === accountId ? changed.ids : loadClosed(accountId)
  const others = before.filter((each) => each !== id)
  const ids = on ? [...others, id] : others
  closed.setState({ changed: { accountId, ids } })
  try {
    localStorage.setItem(keyFor(accountId), JSON.stringify(ids))
  } catch {
    // Storage is full or forbidden: it lasts until the page is left.
  }
}

export interface FolderItemProps {
  readonly node: FolderNode
  /** Id of the folder that is open. */
  readonly current: string | null
  readonly collapsed: boolean
  readonly navigate: Navigate
  /** Opens the dialog for a folder. */
  readonly onEdit: (folder: Mailbox) => void
}

/** Not downloaded before it is opened. */
const FolderDialog = lazy(() => import('./folder-dialog.tsx'))

/** The count of a folder: drafts in Drafts, nothing in Sent and Trash, otherwise unread conversations. */
export function folderCount({ role, totalEmails, unreadThreads }: Mailbox): number {
  if (role === 'drafts') return totalEmails
  return role === 'sent' || role === 'trash' ? 0 : unreadThreads
}

const opensElsewhere = ({ button, ctrlKey, metaKey, shiftKey, altKey }: MouseEvent): boolean =>
  button !== 0 || ctrlKey || metaKey || shiftKey || altKey

function FolderLink({ node, current, collapsed, navigate }: FolderItemProps): ReactNode {
  const t = useStrings(strings)
  const folderName = useFolderName()
  const { mailbox, depth } = node
  const name = folderName(mailbox)
  const count = folderCount(mailbox)
  const counted = t(mailbox.role === 'drafts' ? 'draftCount' : 'unreadCount', { count })
  const label = count > 0 ? t('folderWithCount', { name, count: counted }) : name
  const address = addressOf(mailbox.id)
  const [isTarget, setIsTarget] = useState(false)
  const link = (
    <a
      onDragOver={(event) => {
        if (!dragFor(mailbox, mayHold(node))) return
        event.preventDefault()
        setIsTarget(true)
      }}
      onDragLeave={() => setIsTarget(false)}
      onDrop={(event) => {
        event.preventDefault()
        setIsTarget(false)
        dragFor(mailbox, mayHold(node))?.drop(mailbox)
      }}
      href={hrefOf(address)}
      aria-current={mailbox.id === current ? 'page' : undefined}
      className={classNames(
        styles.link,
        count > 0 && mailbox.role !== 'drafts' && styles.unread,
        isTarget && styles.target,
      )}
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
      <VisuallyHidden>{label}</VisuallyHidden>
      {!collapsed && (
        <bdi aria-hidden className={styles.name}>
          {name}
        </bdi>
      )}
      {!collapsed && count > 0 && (
        <span aria-hidden>
          <Badge tone="plain">{count.toLocaleString()}</Badge>
        </span>
      )}
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
  const t = useStrings(strings)
  const folderName = useFolderName()
  const { id } = node.mailbox
  const closed = useClosedFolders().includes(id)
  const parent = node.children.length > 0
  const name = isolated(folderName(node.mailbox))
  return (
    <li>
      <div className={styles.item}>
        {parent && !collapsed && (
          <button
            type="button"
            tabIndex={-1}
            aria-expanded={!closed}
            aria-label={spoken(t(closed ? 'openSubfolders' : 'closeSubfolders', { name }))}
            className={styles.toggle}
            style={{ '--depth': node.depth } as object}
            onClick={() => setFolderClosed(id, !closed)}
          >
            <Icon name={closed ? 'chevron-right' : 'chevron-down'} size={16} />
          </button>
        )}
        <FolderLink {...props} />
        {node.mailbox.role === null && !collapsed && (
          <span className={styles.edit}>
            <IconButton
              icon="more"
              size="small"
              tooltip={false}
              label={t('editNamedFolder', { name })}
              onClick={() => props.onEdit(node.mailbox)}
            />
          </span>
        )}
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

/** Up and down go from link to link, left and right close and open what is below a folder. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const { key, currentTarget, target } = event
  if (!(target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return
  const links = [...currentTarget.querySelectorAll<HTMLElement>('a')]
  const at = links.findIndex((link) => link === target || link.parentElement?.contains(target))
  const steps: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }
  const next = steps[key]
  if (next !== undefined) {
    event.preventDefault()
    links[next]?.focus()
    return
  }
  const rightToLeft = getComputedStyle(target).direction === 'rtl'
  const opens = key === (rightToLeft ? 'ArrowLeft' : 'ArrowRight')
  const closes = key === (rightToLeft ? 'ArrowRight' : 'ArrowLeft')
  const toggle = links[at]?.parentElement?.querySelector<HTMLElement>(`button[aria-expanded="${String(closes)}"]`)
  if ((!opens && !closes) || !toggle) return
  event.preventDefault()
  toggle.click()
}

const FolderSkeleton = ({ collapsed }: { readonly collapsed: boolean }): ReactNode =>
  Array.from({ length: 7 }, (_, index) => (
    <div key={index} aria-hidden className={styles.link}>
      <Skeleton width="20px" height="20px" />
      {!collapsed && <Skeleton width={index % 2 ? '84px' : '108px'} />}
    </div>
  ))

function FoldersFailed({ collapsed, retry }: { readonly collapsed: boolean; readonly retry: () => void }): ReactNode {
  const t = useStrings(strings)
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
  const t = useStrings(strings)
  const mailboxes = useMailboxes()
  const [editing, setEditing] = useState<{ readonly folder: Mailbox | null } | null>(null)
  useGoTo(navigate)
  if (mailboxes.status === 'error') return <FoldersFailed collapsed={collapsed} retry={mailboxes.retry} />
  const address = parseLocation(location)
  const current = address && (address.mailboxId ?? mailboxes.byRole('inbox')?.id)
  const { roles, own } = folderTree(mailboxes.list)
  const items = (nodes: readonly FolderNode[]): ReactNode =>
    nodes.map((node) => (
      <FolderItem
        key={node.mailbox.id}
        node={node}
        current={current ?? null}
        collapsed={collapsed}
        navigate={navigate}
        onEdit={(folder) => setEditing({ folder })}
      />
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
          {collapsed ? (
            own.length > 0 && <hr className={styles.line} />
          ) : (
            <div className={styles.head}>
              <h2 className={styles.title}>{t('ownFolders')}</h2>
              <IconButton
                icon="plus"
                size="small"
                label={t('newFolder')}
                onClick={() => setEditing({ folder: null })}
              />
            </div>
          )}
          {own.length > 0 && <ul>{items(own)}</ul>}
        </>
      )}
      {editing && (
        <Suspense>
          <FolderDialog
            folder={editing.folder}
            onClose={() => setEditing(null)}
            onDeleted={() => editing.folder?.id === current && navigate('/')}
          />
        </Suspense>
      )}
    </nav>
  )
}
