import type { Mailbox, Navigate } from '@atrium/contracts'
import { type EmailList, type EmailRow, useMailActions } from '@atrium/mail'
import { Button, rowHeights, VirtualList } from '@atrium/ui'
import { useMessages, useSession, useWorkspace } from '@atrium/workspace'
import { useMemo, type ReactNode } from 'react'
import { homeOf, threadAddress } from '../folder/home-of.ts'
import { messages } from '../messages.ts'
import styles from './result-list.module.css'
import { ResultRow } from './result-row.tsx'
import { RowSkeleton } from './row-skeleton.tsx'
import { useComposer } from './use-composer.ts'
import { useCursor } from './use-cursor.ts'
import { type ResultCommand, useResultKeys } from './use-result-keys.ts'

export interface ResultListProps {
  readonly query: string
  readonly list: EmailList
  readonly mailboxes: readonly Mailbox[]
  readonly navigate: Navigate
}

/** What was found, one row a conversation; only those in sight are drawn and read. */
export function ResultList({ query, list, mailboxes, navigate }: ResultListProps): ReactNode {
  const t = useMessages(messages)
  const { address } = useSession()
  const density = useWorkspace((state) => state.density)
  const today = useMemo(() => new Date(), [])
  const { setKeyword } = useMailActions()
  const compose = useComposer()
  const { total, error } = list
  const cursor = useCursor(query, total)

  const open = (row: EmailRow): void => {
    if (row.email.keywords['$draft']) void compose({ kind: 'draft', emailId: row.email.id })
    else navigate(threadAddress(row.email, homeOf(row.email, mailboxes)))
  }
  const reply = (row: EmailRow): void => void compose({ kind: 'reply', emailId: row.email.id })
  const star = ({ email }: EmailRow): void => void setKeyword([email.id], '$flagged', !email.keywords['$flagged'])

  useResultKeys((command: ResultCommand) => {
    const row = list.row(cursor.index)
    const focused = list.row(cursor.index) && document.activeElement?.matches('[data-index]')
    if (command === 'next') cursor.moveTo(focused ? cursor.index + 1 : cursor.index)
    else if (command === 'previous') cursor.moveTo(cursor.index - 1)
    else if (command === 'first') cursor.moveTo(0)
    else if (command === 'last') cursor.moveTo(total - 1)
    else if (row) ({ open, reply, star })[command](row)
  })

  const renderRow = (index: number): ReactNode => {
    const row = list.row(index)
    if (!row) return <RowSkeleton />
    const home = homeOf(row.email, mailboxes)
    return (
      <ResultRow
        row={row}
        index={index}
        total={total}
        active={index === cursor.index}
        compact={density === 'compact'}
        home={home}
        href={threadAddress(row.email, home)}
        own={address}
        today={today}
        onOpen={open}
        onReply={reply}
        onStar={star}
      />
    )
  }
  return (
    <div className={styles.results}>
      <div className={styles.list}>
        <VirtualList
          ref={cursor.listRef}
          role="list"
          aria-label={t('resultsFor', { query })}
          count={total}
          rowHeight={rowHeights[density]}
          renderRow={renderRow}
          keyOf={(index) => list.id(index) ?? index}
          onRangeChange={list.ensureRange}
          keepIndex={cursor.index}
        />
      </div>
      {error && (
        <p role="alert" className={styles.failure}>
          {t('moreFailed')}
          <Button size="small" onClick={list.retry}>
            {t('retry')}
          </Button>
        </p>
      )}
    </div>
  )
}
