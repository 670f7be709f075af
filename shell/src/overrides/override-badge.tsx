import type { Override } from '@atrium/contracts'
import { Icon } from '@atrium/ui'
import { useMessages } from '@atrium/workspace'
import type { ReactNode } from 'react'
import { messages } from './messages.ts'
import styles from './override-badge.module.css'

export interface OverrideBadgeProps {
  readonly overrides: readonly Override[]
  /** Address of this page. */
  readonly address: string
}

/** The same page, with the wish to drop all overrides; the gateway takes that out again. */
function dropping(address: string): string {
  const url = new URL(address)
  url.searchParams.delete('override')
  url.searchParams.set('override', 'off')
  return `${url.pathname}${url.search}`
}

/** Says, wherever one is in the page, that code runs in it which nobody has signed. */
export function OverrideBadge({ overrides, address }: OverrideBadgeProps): ReactNode {
  const t = useMessages(messages)
  if (overrides.length === 0) return null
  return (
    <aside className={styles.badge} aria-label={t('overrides')}>
      <Icon name="warning" size={16} />
      <ul className={styles.list}>
        {overrides.map(({ remote, base, refused }) => (
          <li key={remote}>
            {refused === undefined
              ? t('unsigned', { remote, origin: new URL(base).host })
              : t('refused', { remote, reason: refused })}
          </li>
        ))}
      </ul>
      <a className={styles.drop} href={dropping(address)} aria-label={t('dropLabel')}>
        {t('drop')}
      </a>
    </aside>
  )
}
