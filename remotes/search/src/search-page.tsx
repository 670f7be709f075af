import { useMailboxes, useEmailList } from '@atrium/mail'
import type { EmailFilter, Mailbox } from '@atrium/mail-contracts'
import { MailListSkeleton, useOwnAddresses } from '@atrium/mail-ui'
import type { Navigate, PageProps } from '@atrium/protocol'
import { useStrings, useWorkspace } from '@atrium/remote'
import { VisuallyHidden, cleanText, ErrorState, Button, EmptyState } from '@atrium/ui'
import { useEffect, useMemo, type ReactNode } from 'react'
import { FilterBar } from './filter-bar.tsx'
import { parseQuery, type QueryNote, valueOf, withOperator, withoutOperator, isOperator, tokensOf } from './query.ts'
import { ResultList } from './result-list.tsx'
import styles from './search-page.module.css'
import { StartView } from './start-view.tsx'
import { strings } from './strings.ts'

const addressOf = (query: string): string =>
  query.trim() === '' ? '/search' : `/search?q=${encodeURIComponent(query.toWellFormed())}`

/** The search page. Its whole state is the query in the address. */
export function SearchPage({ route, navigate, onTitle }: PageProps): ReactNode {
  const t = useStrings(strings)
  const query = route.query['q']?.trim() ?? ''
  const own = [...useOwnAddresses()].join()
  const { list: mailboxes, status, error } = useMailboxes()
  // "Today" is the time of the search: a filter that changed with every render would never finish loading.
  const now = useMemo(() => ({ query, at: new Date() }), [query]).at
  const parsed = useMemo(() => parseQuery(query, { mailboxes, own: own.split(','), now }), [query, mailboxes, own, now])
  // It comes from the address, so the author of the link controls it.
  const shown = cleanText(query)
  const title = query === '' ? t('title') : t('titleFor', { query: shown })
  useEffect(() => onTitle(title), [onTitle, title])
  const onQuery = (next: string): void => navigate(addressOf(next))

  if (parsed.isEmpty) return <StartView onQuery={onQuery} />
  // Spam and trash are excluded, so the folders must be known first.
  const settled = status !== 'loading' || error !== null
  return (
    <div className={styles.page}>
      <h1>
        <VisuallyHidden>{t('resultsFor', { query: shown })}</VisuallyHidden>
      </h1>
      {settled && parsed.unknownFolder === null && (
        <ResultsView
          query={query}
          filter={parsed.filter}
          hasText={parsed.hasText}
          notes={parsed.notes}
          mailboxes={mailboxes}
          navigate={navigate}
          onQuery={onQuery}
        />
      )}
      {!(settled && parsed.unknownFolder === null) && (
        <div className={styles.bar}>
          <FilterBar query={query} mailboxes={mailboxes} onQuery={onQuery} />
        </div>
      )}
      {settled && parsed.unknownFolder !== null && (
        <NoFolder folder={parsed.unknownFolder} query={query} onQuery={onQuery} />
      )}
      {!settled && <Loading />}
    </div>
  )
}

interface ResultsViewProps {
  readonly query: string
  readonly filter: EmailFilter
  /** The query has words to mark in the results. */
  readonly hasText: boolean
  readonly notes: readonly QueryNote[]
  readonly mailboxes: readonly Mailbox[]
  readonly navigate: Navigate
  readonly onQuery: (query: string) => void
}

/** Says what of the query was not understood, so that wrong results are no riddle. */
function Notes({ notes }: { readonly notes: readonly QueryNote[] }): ReactNode {
  const t = useStrings(strings)
  if (notes.length === 0) return null
  const text = { value: 'noteValue', operator: 'noteOperator', bracket: 'noteBracket' } as const
  return (
    <ul role="status" className={styles.notes}>
      {notes.slice(0, maxNotes).map(({ kind, source }, index) => (
        // A query may hold the same mistake twice.
        <li key={`${index} ${source}`}>{t(text[kind], { source: `\u2068${cleanText(source)}\u2069` })}</li>
      ))}
    </ul>
  )
}

/** Notes about a query that are shown. Beyond it: the others are left out. */
const maxNotes = 3

function Loading(): ReactNode {
  const compact = useWorkspace((state) => state.density === 'compact')
  return (
    <div className={styles.waiting}>
      <MailListSkeleton compact={compact} selectable={false} />
    </div>
  )
}

/** The results of a search, or its state. */
function ResultsView({ query, filter, hasText, notes, mailboxes, navigate, onQuery }: ResultsViewProps): ReactNode {
  const t = useStrings(strings)
  const list = useEmailList({ filter, collapseThreads: true, ...(hasText ? { snippets: true } : {}) })
  const { status, total } = list
  return (
    <>
      <div className={styles.bar}>
        <FilterBar query={query} mailboxes={mailboxes} onQuery={onQuery} />
        <output className={styles.count}>
          {status === 'ready' ? t('count', { count: total }) : status === 'loading' ? t('counting') : ''}
        </output>
      </div>
      <Notes notes={notes} />
      {status === 'loading' && <Loading />}
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

interface NoResultsProps {
  readonly query: string
  readonly onQuery: (query: string) => void
}

/** Offers what most likely helps: fewer filters, or more folders. */
function NoResults({ query, onQuery }: NoResultsProps): ReactNode {
  const t = useStrings(strings)
  const title = t('emptyTitle', { query: `\u2068${cleanText(query)}\u2069` })
  const tokens = tokensOf(query)
  const words = tokens
    .filter((token) => !isOperator(token))
    .map(({ source }) => source)
    .join(' ')
  if (words !== '' && words !== query.trim()) {
    return (
      <EmptyState
        icon="search"
        title={title}
        detail={t('emptyDetailFiltered')}
        action={<Button onClick={() => onQuery(words)}>{t('withoutFilters')}</Button>}
      />
    )
  }
  if (valueOf(query, 'in') === null) {
    return (
      <EmptyState
        icon="search"
        title={title}
        detail={t('emptyDetail')}
        action={<Button onClick={() => onQuery(withOperator(query, 'in', 'anywhere'))}>{t('searchAnywhere')}</Button>}
      />
    )
  }
  return (
    <EmptyState
      icon="search"
      title={title}
      detail={t('emptyDetailAnywhere')}
      action={<Button onClick={() => onQuery('')}>{t('clear')}</Button>}
    />
  )
}

interface NoFolderProps extends NoResultsProps {
  readonly folder: string
}

/** The query names an unknown folder. Searching all folders instead would return other results than requested. */
function NoFolder({ folder, query, onQuery }: NoFolderProps): ReactNode {
  const t = useStrings(strings)
  return (
    <EmptyState
      icon="folder"
      title={t('noFolderTitle', { folder: `\u2068${folder}\u2069` })}
      detail={t('noFolderDetail')}
      action={<Button onClick={() => onQuery(withoutOperator(query, 'in'))}>{t('searchAllFolders')}</Button>}
    />
  )
}
