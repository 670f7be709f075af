import { type EmailRow, useMailboxes } from '@atrium/mail'
import { MailListSkeleton, useFolderName } from '@atrium/mail-ui'
import type { PageProps } from '@atrium/protocol'
import { useStrings, useWorkspace, workspace } from '@atrium/remote'
import { classNames, EmptyState, SplitPane, Button, ErrorState, useBackCloses } from '@atrium/ui'
import { lazy, type ReactNode, Suspense, useSyncExternalStore, useRef, useState, useEffect } from 'react'
import { useRowHandlers } from './list/message-row.tsx'
import { capabilitiesOf, selectionOf, type Selection, failureReason } from './actions.ts'
import { addressOf, parseAddress } from './address.ts'
import { beginDrag } from './drag.ts'
import { useCommands } from './keyboard.ts'
import { runCommand, useListControl, type ListControl } from './list-control.ts'
import { SelectEverything, ListHeader } from './list/list-header.tsx'
import { MessageList } from './list/message-list.tsx'
import styles from './inbox-page.module.css'
import { folderPlace, type Place } from './place.ts'
import { strings } from './strings.ts'
import { LazyThread, prepareThread } from './thread/lazy-thread.tsx'

/** The page of the inbox: one folder, and the conversation that is open in it. */
export function InboxPage({ route, navigate, onTitle }: PageProps): ReactNode {
  const t = useStrings(strings)
  const folderName = useFolderName()
  const compact = useWorkspace((state) => state.density === 'compact')
  const mailboxes = useMailboxes()
  const { mailboxId, threadId } = parseAddress(route.path)
  const inbox = mailboxes.byRole('inbox') ?? mailboxes.list[0]
  const mailbox = mailboxId === null ? inbox : mailboxes.byId(mailboxId)
  const name = mailbox && folderName(mailbox)
  useEffect(() => {
    if (name !== undefined && threadId === null) onTitle(name)
  }, [name, threadId, onTitle])

  if (mailbox)
    return (
      <ConversationsView
        key={mailbox.id}
        place={folderPlace(mailbox, folderName(mailbox))}
        threadId={threadId}
        navigate={navigate}
        onTitle={onTitle}
      />
    )
  if (mailboxes.status === 'loading') {
    return (
      <div role="status" aria-label={t('loading')} className={styles.loading}>
        <div className={styles.bar} />
        <MailListSkeleton compact={compact} />
      </div>
    )
  }
  if (mailboxes.status === 'error') {
    const detail = t('safeDetail', { reason: mailboxes.error ? failureReason(t, mailboxes.error) : '' })
    return <ErrorState title={t('foldersFailed')} detail={detail} onRetry={mailboxes.retry} retryLabel={t('retry')} />
  }
  return (
    <EmptyState
      icon="folder"
      title={t('folderMissing')}
      detail={t('folderMissingDetail')}
      action={inbox && <Button onClick={() => navigate(addressOf(inbox.id))}>{t('toInbox')}</Button>}
    />
  )
}

export interface ConversationsViewProps {
  readonly place: Place
  readonly threadId: string | null
  readonly navigate: PageProps['navigate']
  readonly onTitle: PageProps['onTitle']
}

/** The conversations of a place, and the open one beside or above them. */
export function ConversationsView({ place, threadId, navigate, onTitle }: ConversationsViewProps): ReactNode {
  const t = useStrings(strings)
  const pane = useWorkspace(({ session }) => session?.preferences.readingPane ?? 'right')
  const wide = useWide() && pane !== 'off'
  // Opening the first conversation does not wait for its code.
  useEffect(() => prepareThread(), [])
  const control = useListControl({ place, openThread: threadId, navigate })
  const common = { place, control }
  const list = <ListPane {...common} covered={!wide && threadId !== null} />
  const thread = threadId !== null && (
    <LazyThread key={threadId} {...common} threadId={threadId} alone={!wide} onTitle={onTitle} />
  )
  if (!wide) {
    return (
      <div className={styles.view}>
        {list}
        {thread && <div className={styles.above}>{thread}</div>}
      </div>
    )
  }
  return (
    <div className={styles.view}>
      <SplitPane
        key={pane}
        below={pane === 'below'}
        label={t(pane === 'below' ? 'listHeight' : 'listWidth')}
        start={list}
        end={
          <div className={classNames(styles.pane, !thread && styles.unprinted)}>
            {thread || <NoThread selected={control.listSelection.count} />}
          </div>
        }
        {...(pane === 'below' ? heights : widths)}
        defaultSize={loadSize(pane)}
        onResizeEnd={(size) => saveSize(pane, size)}
      />
    </div>
  )
}

/** Not downloaded before it is opened. */
const FolderPicker = lazy(() => import('./folders/folder-picker.tsx'))
const KeysDialog = lazy(() => import('./keys-dialog.tsx'))

interface Picking {
  readonly purpose: 'move' | 'label'
  readonly rows: readonly EmailRow[]
  readonly selection: Selection
}

interface ListPaneProps extends Pick<ConversationsViewProps, 'place'> {
  readonly control: ListControl
  /** A conversation covers it. */
  readonly covered: boolean
}

function ListPane({ place, control, covered }: ListPaneProps): ReactNode {
  const { list, listSelection, cursor, handle, actions, selection } = control
  const [shortcutsOpen, setShortcutsOpen] = useState(false)
  const [picking, setPicking] = useState<Picking | null>(null)
  const handlers = useHandlers(control, place)
  const capabilities = capabilitiesOf(place.mailbox?.role ?? null)
  const pane = useRef<HTMLDivElement>(null)
  useCommands(pane, (command) =>
    runCommand(command, {
      control,
      capabilities,
      showShortcuts: () => setShortcutsOpen(true),
      pickFolder: (purpose, rows) =>
        setPicking({ purpose, rows, selection: listSelection.count > 0 ? selection : selectionOf(rows) }),
    }),
  )
  useBackCloses(listSelection.count > 0, listSelection.clear)
  const done = (): void => {
    control.leave(listSelection.rows.map(({ thread }) => thread.id))
    listSelection.clear()
  }
  const header = {
    place,
    listSelection,
    actions,
    capabilities,
    selection,
    total: list.total,
    onDone: done,
    view: control.view,
    onView: control.setView,
  }
  return (
    <>
      <div
        ref={pane}
        className={classNames(styles.pane, covered && styles.covered, control.openThread !== null && styles.unprinted)}
        inert={covered}
      >
        <ListHeader {...header} />
        <div className={styles.body}>
          <MessageList
            place={place}
            filtered={control.view.filter !== 'all'}
            onShowAll={() => control.setView({ ...control.view, filter: 'all' })}
            list={list}
            cursor={cursor.index}
            openThread={control.openThread}
            listSelection={listSelection}
            handlers={handlers}
            handle={handle}
          />
        </div>
        <SelectEverything place={place} total={list.total} listSelection={listSelection} />
      </div>
      {shortcutsOpen && (
        <Suspense>
          <KeysDialog onClose={() => setShortcutsOpen(false)} />
        </Suspense>
      )}
      {picking && (
        <Suspense>
          <FolderPicker
            {...picking}
            from={place.mailbox?.id}
            onClose={() => setPicking(null)}
            onPick={(folder, on) => {
              if (picking.purpose === 'label') return actions.label(picking.selection, folder, on)
              control.leave(picking.rows.map(({ thread }) => thread.id))
              actions.move(picking.selection, folder)
              listSelection.clear()
            }}
          />
        </Suspense>
      )}
    </>
  )
}

function useHandlers(control: ListControl, { mailbox }: Place) {
  const { actions, listSelection, leave, open } = control
  const capabilities = capabilitiesOf(mailbox?.role ?? null)
  const remove = (action: (selection: Selection) => void) => (row: EmailRow) => {
    leave([row.thread.id])
    action(selectionOf([row]))
  }
  return useRowHandlers({
    open: (row) => open(row),
    toggle: listSelection.toggle,
    extend: listSelection.extend,
    star: (row) => actions.star(selectionOf([row]), !row.thread.starred),
    archive: remove(actions.archive),
    trash: remove(actions.trash),
    restore: remove(capabilities.notSpam ? actions.notSpam : actions.restore),
    markRead: (row) => actions.markRead(selectionOf([row]), row.thread.unread),
    prefetch: control.prefetch,
    drag: (row, transfer) => {
      const dragged = listSelection.has(row) ? listSelection.rows : [row]
      const selection = listSelection.has(row) ? control.selection : selectionOf([row])
      beginDrag(transfer, {
        from: mailbox?.id,
        drop: (to) => {
          leave(dragged.map(({ thread }) => thread.id))
          actions.move(selection, to)
          if (listSelection.has(row)) listSelection.clear()
        },
      })
    },
  })
}

/** The reading pane while no conversation is open. */
function NoThread({ selected }: { readonly selected: number }): ReactNode {
  const t = useStrings(strings)
  if (selected > 0)
    return <EmptyState icon="mail" title={t('selected', { count: selected })} detail={t('selectedDetail')} />
  return <EmptyState icon="mail-open" title={t('noneOpen')} detail={t('noneOpenDetail')} />
}

type Split = 'right' | 'below'

/** Pixels of the list that a user can choose, and that the conversation keeps. */
const widths = { min: 320, max: 720, minEnd: 420 }
const heights = { min: 160, max: 900, minEnd: 240 }

/** By account: another one, of another installation at this origin too, has a size of its own. */
const sizeKey = (pane: Split): string =>
  `atrium:list-${pane === 'below' ? 'height' : 'width'}:${workspace.getState().session?.accountId}`

/** A third of the page, within what keeps rows readable. */
const defaultSize = (pane: Split): number =>
  Math.round(pane === 'below' ? window.innerHeight * 0.34 : Math.max(400, Math.min(window.innerWidth * 0.34, 520)))

/**
 * The size belongs to this screen, so it is not among the preferences that follow the user. What no page has
 * written, such as a width beyond the screen, is ignored.
 */
function loadSize(pane: Split): number {
  try {
    const size = Number(localStorage.getItem(sizeKey(pane)))
    const limit = pane === 'below' ? window.innerHeight : window.innerWidth
    return size > 0 && size < limit ? size : defaultSize(pane)
  } catch {
    return defaultSize(pane)
  }
}

function saveSize(pane: Split, size: number): void {
  try {
    localStorage.setItem(sizeKey(pane), String(size))
  } catch {
    // Storage is full or forbidden: the size lasts until the page is left.
  }
}

/** Wide enough for list and conversation side by side. */
const sideBySide = '(min-width: 1001px)'

function subscribe(listener: () => void): () => void {
  const media = matchMedia(sideBySide)
  media.addEventListener('change', listener)
  return () => media.removeEventListener('change', listener)
}

const useWide = (): boolean => useSyncExternalStore(subscribe, () => matchMedia(sideBySide).matches)
