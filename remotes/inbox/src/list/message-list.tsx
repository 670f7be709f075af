import { MailListSkeleton, MailRowSkeleton, folderName, useOwnAddresses, useToday } from '@atrium/mail-ui'
import type { Mailbox } from '@atrium/mail-contracts'
import type { EmailList } from '@atrium/mail'
import { Button, ErrorState, isolated, rowHeights, VirtualList, type VirtualListHandle } from '@atrium/ui'
import { useMessages, useWorkspace } from '@atrium/remote'
import { useEffect, useMemo, useRef, type ReactNode, type RefObject } from 'react'
import { failureReason } from '../acts/failure-reason.ts'
import { offersFor } from '../acts/offers.ts'
import { messages } from '../messages.ts'
import type { Choice } from '../selection/use-selection.ts'
import { EmptyList } from './empty-list.tsx'
import styles from './message-list.module.css'
import { MessageRow } from './message-row.tsx'
import type { RowHandlers } from './row-handlers.ts'
import { useArrivals } from './use-arrivals.ts'

export interface MessageListProps {
  readonly mailbox: Mailbox
  readonly list: EmailList
  readonly cursor: number
  readonly openThread: string | null
  readonly choice: Choice
  readonly handlers: RowHandlers
  readonly handle: RefObject<VirtualListHandle | null>
}

/** Reads what is on the screen, also after rows of it were forgotten. */
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

/** Draws a row by its place; what is not read yet in the layout it will have. */
function useRenderRow({ mailbox, list, cursor, openThread, choice, handlers }: MessageListProps): (index: number) => ReactNode {
  const compact = useWorkspace((state) => state.density === 'compact')
  const today = useToday()
  const own = useOwnAddresses()
  const offers = useMemo(() => offersFor(mailbox.role), [mailbox.role])
  return (index) => {
    const row = list.row(index)
    if (!row) return <MailRowSkeleton index={index} compact={compact} />
    return (
      <MessageRow
        row={row}
        index={index}
        active={index === Math.max(cursor, 0)}
        open={row.thread.id === openThread}
        chosen={choice.everything || choice.has(row)}
        compact={compact}
        own={own}
        offers={offers}
        today={today}
        handlers={handlers}
      />
    )
  }
}

function Rows(props: MessageListProps): ReactNode {
  const { mailbox, list, cursor, handle } = props
  const t = useMessages(messages)
  const rowHeight = useWorkspace((state) => rowHeights[state.density])
  const arrivals = useArrivals(list, rowHeight, handle)
  const ensure = useRange(list)
  const renderRow = useRenderRow(props)
  return (
    <>
      {arrivals.count > 0 && (
        <div className={styles.pill}>
          <Button size="small" variant="primary" icon="chevron-up" onClick={arrivals.show}>
            {t('newMessages', { count: arrivals.count })}
          </Button>
        </div>
      )}
      <VirtualList
        ref={handle}
        role="grid"
        aria-label={t('list', { name: isolated(folderName(mailbox, t)) })}
        aria-multiselectable
        aria-rowcount={list.total}
        count={list.total}
        rowHeight={rowHeight}
        renderRow={renderRow}
        keyOf={(index) => list.id(index) ?? index}
        onRangeChange={ensure}
        onScroll={arrivals.onScroll}
        keepIndex={Math.max(cursor, 0)}
        className={styles.list}
      />
    </>
  )
}

/** The conversations of a folder, of which any number can be there. */
export function MessageList(props: MessageListProps): ReactNode {
  const { list, mailbox } = props
  const t = useMessages(messages)
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
  if (list.total === 0) return <EmptyList mailbox={mailbox} />
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
