import type { PageProps } from '@atrium/protocol'
import { useMailboxes } from '@atrium/mail'
import { VisuallyHidden, cleanText } from '@atrium/ui'
import { useMessages, useSession } from '@atrium/remote'
import { useEffect, useMemo, type ReactNode } from 'react'
import { FilterBar } from '../filters/filter-bar.tsx'
import { messages } from '../messages.ts'
import { parseQuery } from '../query/parse-query.ts'
import { NoFolder } from './no-results.tsx'
import { ResultsView, Waiting } from './results-view.tsx'
import styles from './search-page.module.css'
import { StartView } from './start-view.tsx'

const addressOf = (query: string): string => (query.trim() === '' ? '/search' : `/search?q=${encodeURIComponent(query)}`)

/** The page of the search. Its whole state is the query in the address. */
export function SearchPage({ route, navigate, onTitle }: PageProps): ReactNode {
  const t = useMessages(messages)
  const query = route.query['q']?.trim() ?? ''
  const { address } = useSession()
  const { list: mailboxes, status, error } = useMailboxes()
  // "Today" is when the question was asked: a list that asks anew at every drawing never arrives.
  const now = useMemo(() => ({ query, at: new Date() }), [query]).at
  const parsed = useMemo(() => parseQuery(query, { mailboxes, address, now }), [query, mailboxes, address, now])
  // It comes with the address, and so from whoever wrote the link.
  const shown = cleanText(query)
  const title = query === '' ? t('title') : t('titleFor', { query: shown })
  useEffect(() => onTitle(title), [onTitle, title])
  const onQuery = (next: string): void => navigate(addressOf(next))

  if (parsed.isEmpty) return <StartView onQuery={onQuery} />
  // Without the folders it is not known where not to look.
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
      {settled && parsed.unknownFolder !== null && <NoFolder folder={parsed.unknownFolder} query={query} onQuery={onQuery} />}
      {!settled && <Waiting />}
    </div>
  )
}
