import type { Mailbox } from '@atrium/mail-contracts'
import type { Navigate } from '@atrium/protocol'
import type { EmailList } from '@atrium/mail'
import { Button, rowHeights, VirtualList } from '@atrium/ui'
import { useMessages, useSession, useWorkspace } from '@atrium/remote'
import { useState, type ReactNode } from 'react'
import { homeOf, threadAddress } from '../folder/home-of.ts'
import { messages } from '../messages.ts'
import styles from './result-list.module.css'
import { ResultRow } from './result-row.tsx'
import { useRowActs } from './row-acts.ts'
import { RowSkeleton } from './row-skeleton.tsx'
import { type Cursor, useCursor } from './use-cursor.ts'
import { useResultKeys } from './use-result-keys.ts'

export interface ResultListProps {
  readonly query: string
  readonly list: EmailList
  readonly mailboxes: readonly Mailbox[]
  readonly navigate: Navigate
}

type RowsProps = ResultListProps & { readonly cursor: Cursor }

function Rows({ query, list, mailboxes, navigate, cursor }: RowsProps): ReactNode {
  const t = useMessages(messages)
  const { address: own } = useSession()
  const density = useWorkspace((state) => state.density)
  const [today] = useState(() => new Date())
  const acts = useRowActs(mailboxes, navigate)
  useResultKeys({ list, cursor, acts })
  const { total } = list
  const renderRow = (index: number): ReactNode => {
    const row = list.row(index)
    if (!row) return <RowSkeleton />
    const home = homeOf(row.email, mailboxes)
    const active = index === cursor.index
    const href = threadAddress(row.email, home)
    return <ResultRow {...{ row, index, total, active, home, href, own, today, acts }} compact={density === 'compact'} />
  }
  return (
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
  )
}

/** What was found, one row a conversation; only those in sight are drawn and read. */
export function ResultList(props: ResultListProps): ReactNode {
  const { query, list } = props
  const t = useMessages(messages)
  const cursor = useCursor(query, list.total)
  return (
    <div className={styles.results}>
      <div className={styles.list}>
        <Rows {...props} cursor={cursor} />
      </div>
      {list.error && (
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
