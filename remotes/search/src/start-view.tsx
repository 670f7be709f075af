import { Icon } from '@atrium/ui'
import { useStrings } from '@atrium/remote'
import type { ReactNode } from 'react'
import { strings } from './strings.ts'
import { useRecentSearches } from './recent-searches.ts'
import styles from './start-view.module.css'

const examples = [
  ['from:', 'helpFrom'],
  ['subject:', 'helpSubject'],
  ['has:attachment', 'helpHas'],
  ['is:unread', 'helpIsUnread'],
  ['after:7d', 'helpAfter'],
  ['in:anywhere', 'helpIn'],
] as const

/** The page without a query: recent searches and the filters. */
export function StartView({ onQuery }: { readonly onQuery: (query: string) => void }): ReactNode {
  const t = useStrings(strings)
  const recent = useRecentSearches()
  return (
    <div className={styles.start}>
      <h1 className={styles.title}>{t('startTitle')}</h1>
      <p className={styles.detail}>{t('startDetail')}</p>
      {recent.length > 0 && (
        <section className={styles.section}>
          <h2 className={styles.heading}>{t('recent')}</h2>
          <ul>
            {recent.map((query) => (
              <li key={query}>
                <button type="button" className={styles.item} onClick={() => onQuery(query)}>
                  <Icon name="history" size={16} />
                  <span className={styles.text}>{query}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className={styles.section}>
        <h2 className={styles.heading}>{t('filters')}</h2>
        <dl className={styles.help}>
          {examples.map(([operator, help]) => (
            <div key={operator} className={styles.line}>
              <dt>
                <code>{operator}</code>
              </dt>
              <dd>{t(help)}</dd>
            </div>
          ))}
        </dl>
        <p className={styles.detail}>{t('hintQuotes')}</p>
      </section>
    </div>
  )
}
