import type { EmailList } from '@atrium/mail'
import type { EmailListing, MailboxRole } from '@atrium/mail-contracts'
import { folderIcon, MailListSkeleton, MailRowSkeleton, useOwnAddresses, useToday } from '@atrium/mail-ui'
import { useStrings, useWorkspace } from '@atrium/remote'
import { EmptyState, type VirtualListHandle, Button, ErrorState, rowHeights, VirtualList } from '@atrium/ui'
import {
  lazy,
  Suspense,
  type ReactNode,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
  type RefObject,
  useEffect,
  useMemo,
} from 'react'
import { failureReason, capabilitiesOf } from '../actions.ts'
import type { Place } from '../place.ts'
import { strings } from '../strings.ts'
import styles from './message-list.module.css'
import { MessageRow, type RowHandlers } from './message-row.tsx'
import type { ListSelection } from './selection.ts'

export interface MessageListProps {
  /** Not all of the place is listed. */
  readonly filtered: boolean
  readonly onShowAll: () => void
  readonly place: Place
  readonly list: EmailList
  readonly cursor: number
  readonly openThread: string | null
  readonly listSelection: ListSelection
  readonly handlers: RowHandlers
  readonly handle: RefObject<VirtualListHandle | null>
}

/** The conversations of a place, however many there are. */
export function MessageList(props: MessageListProps): ReactNode {
  const { list, place, filtered, onShowAll } = props
  const t = useStrings(strings)
  const compact = useWorkspace((state) => state.density === 'compact')
  if (list.status === 'loading') {
    return (
      <div role="status" aria-label={t('loading')} className={styles.frame}>
        <MailListSkeleton compact={compact} />
      </div>
    )
  }
  if (list.status === 'error') {
    const detail = t('safeDetail', { reason: list.error ? failureReason(t, list.error) : '' })
    return <ErrorState title={t('listFailed')} detail={detail} onRetry={list.retry} retryLabel={t('retry')} />
  }
  if (list.total === 0 && filtered) {
    return (
      <EmptyState icon="filter" title={t('noneMatches')} action={<Button onClick={onShowAll}>{t('showAll')}</Button>} />
    )
  }
  if (list.total === 0) return <EmptyList role={place.mailbox?.role ?? null} />
  return (
    <div className={styles.frame}>
      <Rows {...props} />
      {list.error && (
        <div role="alert" className={styles.failure}>
          <span>
            {t('moreFailed')} {failureReason(t, list.error)}
          </span>
          <Button size="small" onClick={list.retry}>
            {t('retry')}
          </Button>
        </div>
      )}
    </div>
  )
}

/** Not downloaded where there is no touch screen. */
const ListGestures = lazy(() => import('./list-gestures.tsx'))
const touchScreen = matchMedia('(any-pointer: coarse)')

function Rows(props: MessageListProps): ReactNode {
  const { place, list, cursor, handle, handlers, listSelection } = props
  const t = useStrings(strings)
  const rowHeight = useWorkspace((state) => rowHeights[state.density])
  const arrivals = useArrivals(list, rowHeight, handle)
  const ensure = useRange(list)
  const coveredEnd = useCovered(cursor, handle)
  const renderRow = useRenderRow(props)
  const area = useRef<HTMLDivElement>(null)
  return (
    <>
      {arrivals.count > 0 && (
        <div className={styles.pill}>
          <Button size="small" variant="primary" icon="chevron-up" onClick={arrivals.show}>
            {t('newMessages', { count: arrivals.count })}
          </Button>
        </div>
      )}
      <div ref={area} className={styles.area}>
        {touchScreen.matches && (
          <Suspense>
            <ListGestures
              area={area}
              rowAt={list.row}
              capabilities={capabilitiesOf(place.mailbox?.role ?? null)}
              handlers={handlers}
              selecting={listSelection.count > 0}
            />
          </Suspense>
        )}
        <VirtualList
          ref={handle}
          role="grid"
          aria-label={t('list', { name: place.name })}
          aria-multiselectable
          aria-rowcount={list.total}
          count={list.total}
          rowHeight={rowHeight}
          renderRow={renderRow}
          keyOf={(index) => list.id(index) ?? index}
          onRangeChange={ensure}
          onScroll={arrivals.onScroll}
          pinnedIndex={Math.max(cursor, 0)}
          coveredEnd={coveredEnd}
          className={styles.list}
        />
      </div>
    </>
  )
}

/** Pixels of a toast with the space above it, and below the last one. */
const toastHeight = 52
const belowToasts = 20

/** How much of the list toasts cover. The focused row comes out from under them. */
function useCovered(cursor: number, handle: RefObject<VirtualListHandle | null>): number {
  const count = useWorkspace(({ toasts }) => toasts.length)
  const show = useEffectEvent(() => {
    if (handle.current?.element?.contains(document.activeElement)) handle.current.scrollToIndex(Math.max(cursor, 0))
  })
  useEffect(() => {
    if (count > 0) show()
  }, [count])
  return count === 0 ? 0 : count * toastHeight + belowToasts
}

/** Loads the visible rows, also after some of them were evicted from the cache. */
function useRange(list: EmailList): (start: number, end: number) => void {
  const range = useRef({ start: 0, end: 0 })
  useEffect(() => {
    if (!list.error && range.current.end > 0) list.ensureRange(range.current.start, range.current.end)
  })
  return (start, end) => {
    range.current = { start, end }
    list.ensureRange(start, end)
  }
}

/** Renders the row at an index; a skeleton until it is loaded. */
function useRenderRow({
  place,
  list,
  cursor,
  openThread,
  listSelection,
  handlers,
}: MessageListProps): (index: number) => ReactNode {
  const compact = useWorkspace((state) => state.density === 'compact')
  const today = useToday()
  const own = useOwnAddresses()
  const { mailbox, rowParts } = place
  const role = mailbox?.role ?? null
  const capabilities = useMemo(() => capabilitiesOf(role), [role])
  return (index) => {
    const row = list.row(index)
    if (!row) return <MailRowSkeleton index={index} compact={compact} />
    return (
      <MessageRow
        row={row}
        address={place.address(row.thread.id)}
        index={index}
        active={index === Math.max(cursor, 0)}
        open={row.thread.id === openThread}
        selected={listSelection.everything || listSelection.has(row)}
        compact={compact}
        own={own}
        capabilities={capabilities}
        outgoing={mailbox ? capabilities.outgoing : isSent(row.email, own)}
        parts={rowParts}
        today={today}
        handlers={handlers}
      />
    )
  }
}

/** The user wrote it, to others. */
const isSent = ({ from, to }: EmailListing, own: ReadonlySet<string>): boolean =>
  own.has(from?.[0]?.email.toLowerCase() ?? '') && (to ?? []).length > 0

interface Arrivals {
  /** Unread conversations that arrived above the visible rows. */
  readonly count: number
  readonly onScroll: () => void
  readonly show: () => void
}

const unreadAbove = (list: EmailList, end: number): number => {
  let count = 0
  for (let index = 0; index < end; index += 1) if (list.row(index)?.thread.unread) count += 1
  return count
}

/** Keeps the visible rows in place while mail arrives above them, and counts that mail. */
function useArrivals(list: EmailList, rowHeight: number, handle: RefObject<VirtualListHandle | null>): Arrivals {
  const [count, setCount] = useState(0)
  const anchor = useRef<{ id: string; index: number } | null>(null)
  const top = useRef<string | undefined>(undefined)

  const measure = (): void => {
    const element = handle.current?.element
    if (!element) return
    const index = Math.floor(element.scrollTop / rowHeight)
    const id = list.id(index)
    anchor.current = id === undefined ? null : { id, index }
    if (element.scrollTop < rowHeight) setCount(0)
  }

  const grow = (by: number): void => setCount((old) => old + by)

  // After every render: what moved the rows is not known here, only that they moved.
  useLayoutEffect(() => {
    const element = handle.current?.element
    const before = anchor.current
    if (element && before && element.scrollTop >= rowHeight) {
      const index = list.position(before.id)
      if (index !== -1 && index !== before.index) element.scrollTop += (index - before.index) * rowHeight
      const above = top.current === undefined ? 0 : list.position(top.current)
      const arrived = above > 0 ? unreadAbove(list, above) : 0
      if (arrived > 0) grow(arrived)
    }
    top.current = list.id(0)
    measure()
  })

  const show = (): void => {
    handle.current?.element?.scrollTo({ top: 0 })
    setCount(0)
  }
  return { count, onScroll: measure, show }
}

type Key = keyof (typeof strings)['en']

const emptyTexts: Readonly<Partial<Record<MailboxRole, readonly [title: Key, detail?: Key]>>> = {
  inbox: ['emptyInbox'],
  archive: ['emptyArchive', 'emptyArchiveDetail'],
  drafts: ['emptyDrafts', 'emptyDraftsDetail'],
  sent: ['emptySent'],
  trash: ['emptyTrash'],
  junk: ['emptyJunk'],
}

/** An empty folder, with a text for each role. */
function EmptyList({ role }: { readonly role: MailboxRole | null }): ReactNode {
  const t = useStrings(strings)
  const [title, detail] = (role && emptyTexts[role]) ?? (['emptyFolder', 'emptyFolderDetail'] as const)
  return (
    <EmptyState
      icon={role === 'inbox' ? 'circle-check' : folderIcon(role)}
      title={t(title)}
      detail={detail && t(detail)}
    />
  )
}
