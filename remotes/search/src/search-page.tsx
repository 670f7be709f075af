import { useMailboxes, useEmailList } from '@atrium/mail'
import type { ConversationsProps, Mailbox } from '@atrium/mail-contracts'
import { MailListSkeleton, useOwnAddresses } from '@atrium/mail-ui'
import type { PageProps } from '@atrium/protocol'
import { useStrings, lazyView, load, useWorkspace } from '@atrium/remote'
import { Icon, cleanText, ErrorState, Button, EmptyState, VisuallyHidden } from '@atrium/ui'
import { type ReactNode, Suspense, useEffect, useMemo } from 'react'
import { FilterBar } from './filter-bar.tsx'
import { findFolder } from './query-values.ts'
import {
  parseQuery,
  type ParsedQuery,
  type QueryNote,
  valueOf,
  withOperator,
  withoutOperator,
  isOperator,
  tokensOf,
} from './query.ts'
import { useRecentSearches } from './recent-searches.ts'
import styles from './search-page.module.css'
import startStyles from './start-view.module.css'
import { strings } from './strings.ts'

const examples = [
  ['from:', 'helpFrom'],
  ['subject:', 'helpSubject'],
  ['has:attachment', 'helpHas'],
  ['is:unread', 'helpIsUnread'],
  ['after:7d', 'helpAfter'],
  ['in:anywhere', 'helpIn'],
] as const

/** The page without a query: recent searches and the filters. */
function StartView({ onQuery }: { readonly onQuery: (query: string) => void }): ReactNode {
  const t = useStrings(strings)
  const recent = useRecentSearches()
  return (
    <div className={startStyles.start}>
      <h1 className={startStyles.title}>{t('startTitle')}</h1>
      <p className={startStyles.detail}>{t('startDetail')}</p>
      {recent.length > 0 && (
        <section className={startStyles.section}>
          <h2 className={startStyles.heading}>{t('recent')}</h2>
          <ul>
            {recent.map((query) => (
              <li key={query}>
                <button type="button" className={startStyles.item} onClick={() => onQuery(query)}>
                  <Icon name="history" size={16} />
                  <span className={startStyles.text}>{query}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className={startStyles.section}>
        <h2 className={startStyles.heading}>{t('filters')}</h2>
        <dl className={startStyles.help}>
          {examples.map(([operator, help]) => (
            <div key={operator} className={startStyles.line}>
              <dt>
                <code>{operator}</code>
              </dt>
              <dd>{t(help)}</dd>
            </div>
          ))}
        </dl>
        <p className={startStyles.detail}>{t('hintQuotes')}</p>
      </section>
    </div>
  )
}

const addressOf = (query: string, threadId: string | null = null): string => {
  const path = threadId === null ? '/search' : `/search/${encodeURIComponent(threadId.toWellFormed())}`
  return query.trim() === '' ? path : `${path}?q=${encodeURIComponent(query.toWellFormed())}`
}

/** The conversation that is open, from the path of the page: `/t42`. */
function threadOf(path: string): string | null {
  const segment = path.split('/')[1] ?? ''
  try {
    return segment === '' ? null : decodeURIComponent(segment)
  } catch {
    return null
  }
}

const loadConversations = () => load('inbox/conversations')

/** The list and the open conversation are those of the inbox. */
const Conversations = lazyView<ConversationsProps>(async () => {
  const { default: View } = await loadConversations()
  return { default: View as (props: ConversationsProps) => ReactNode }
})

/** The search page. Its whole state is in the address: the query, and the conversation that is open. */
export function SearchPage({ route, navigate, onTitle }: PageProps): ReactNode {
  const t = useStrings(strings)
  const query = route.query['q']?.trim() ?? ''
  const threadId = threadOf(route.path)
  const own = [...useOwnAddresses()].join()
  const { list: mailboxes, status, error } = useMailboxes()
  // "Today" is the time of the search: a filter that changed with every render would never finish loading.
  const now = useMemo(() => ({ query, at: new Date() }), [query]).at
  const parsed = useMemo(() => parseQuery(query, { mailboxes, own: own.split(','), now }), [query, mailboxes, own, now])
  // It comes from the address, so the author of the link controls it.
  const shown = cleanText(query)
  const title = query === '' ? t('title') : t('titleFor', { query: shown })
  useEffect(() => {
    if (threadId === null) onTitle(title)
  }, [onTitle, title, threadId])
  // Its code comes while the results are being searched for; a failure is reported where it is rendered.
  useEffect(() => void loadConversations().catch(() => undefined), [])
  const onQuery = (next: string): void => navigate(addressOf(next))

  if (parsed.isEmpty) return <StartView onQuery={onQuery} />
  // Spam and trash are excluded, so the folders must be known first.
  const settled = status !== 'loading' || error !== null
  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <FilterBar query={query} mailboxes={mailboxes} onQuery={onQuery} />
      </div>
      <Notes notes={parsed.notes} />
      {!settled && <Loading />}
      {settled && parsed.unknownFolder !== null && (
        <NoFolder folder={parsed.unknownFolder} query={query} onQuery={onQuery} />
      )}
      {settled && parsed.unknownFolder === null && (
        <Results {...{ query, parsed, threadId, mailboxes, navigate, onTitle, onQuery }} />
      )}
    </div>
  )
}

interface ResultsProps extends Pick<PageProps, 'navigate' | 'onTitle'> {
  readonly query: string
  readonly parsed: ParsedQuery
  readonly threadId: string | null
  readonly mailboxes: readonly Mailbox[]
  readonly onQuery: (query: string) => void
}

/** The results of a search, or its state. */
function Results({ query, parsed, threadId, mailboxes, navigate, onTitle, onQuery }: ResultsProps): ReactNode {
  const t = useStrings(strings)
  const { filter, hasText, marks } = parsed
  // The same list that is shown below: it is read once.
  const { status, total, retry } = useEmailList({
    filter,
    collapseThreads: true,
    ...(hasText ? { snippets: true } : {}),
  })
  const folder = valueOf(query, 'in')
  if (status === 'loading') return <Loading />
  if (status === 'error')
    return <ErrorState title={t('errorTitle')} detail={t('errorDetail')} onRetry={retry} retryLabel={t('retry')} />
  if (total === 0 && threadId === null) {
    return (
      <>
        <h1>
          <VisuallyHidden>{t('resultsFor', { query: cleanText(query) })}</VisuallyHidden>
        </h1>
        <NoResults query={query} onQuery={onQuery} />
      </>
    )
  }
  return (
    <div className={styles.results}>
      <Suspense fallback={<Loading />}>
        <Conversations
          filter={filter}
          snippets={hasText}
          name={t('resultsFor', { query: cleanText(query) })}
          mailboxId={(folder !== null && findFolder(mailboxes, folder)?.id) || null}
          threadId={threadId}
          addressOf={(id) => addressOf(query, id)}
          navigate={navigate}
          onTitle={onTitle}
          marks={marks}
        />
      </Suspense>
    </div>
  )
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
  const t = useStrings(strings)
  const compact = useWorkspace((state) => state.density === 'compact')
  return (
    <div role="status" aria-label={t('counting')} className={styles.waiting}>
      <MailListSkeleton compact={compact} />
    </div>
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
