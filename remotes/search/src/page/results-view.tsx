import type { EmailFilterCondition, Mailbox } from '@atrium/mail-contracts'
import type { Navigate } from '@atrium/protocol'
import { useEmailList } from '@atrium/mail'
import { ErrorState } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { FilterBar } from '../filters/filter-bar.tsx'
import { messages } from '../messages.ts'
import { ResultList } from '../results/result-list.tsx'
import { RowSkeleton } from '../results/row-skeleton.tsx'
import { NoResults } from './no-results.tsx'
import styles from './search-page.module.css'

export interface ResultsViewProps {
  readonly query: string
  readonly filter: EmailFilterCondition
  /** There are words to mark in what is found. */
  readonly hasText: boolean
  readonly mailboxes: readonly Mailbox[]
  readonly navigate: Navigate
  readonly onQuery: (query: string) => void
}

/** Rows on the screen before the first ones have come. */
const waiting = 12

export const Waiting = (): ReactNode => (
  <div className={styles.waiting}>
    {Array.from({ length: waiting }, (_, index) => (
      <RowSkeleton key={index} />
    ))}
  </div>
)

/** The answer to a search, in whatever state it is. */
export function ResultsView({ query, filter, hasText, mailboxes, navigate, onQuery }: ResultsViewProps): ReactNode {
  const t = useMessages(messages)
  const list = useEmailList({ filter, collapseThreads: true, ...(hasText ? { snippets: true } : {}) })
  const { status, total } = list
  return (
    <>
      <div className={styles.bar}>
        <FilterBar query={query} mailboxes={mailboxes} onQuery={onQuery} />
        <output className={styles.count}>{status === 'ready' ? t('count', { count: total }) : status === 'loading' ? t('counting') : ''}</output>
      </div>
      {status === 'loading' && <Waiting />}
      {status === 'error' && (
        <ErrorState title={t('errorTitle')} detail={t('errorDetail')} onRetry={list.retry} retryLabel={t('retry')} />
      )}
      {status === 'ready' && total === 0 && <NoResults query={query} onQuery={onQuery} />}
      {status === 'ready' && total > 0 && (
        <ResultList key={query} query={query} list={list} mailboxes={mailboxes} navigate={navigate} />
      )}
    </>
  )
}
