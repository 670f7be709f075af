import type { Override, Preview } from '@atrium/mail-contracts'
import { Icon } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from './messages.ts'
import styles from './override-badge.module.css'

export interface OverrideBadgeProps {
  readonly overrides?: readonly Override[] | undefined
  readonly previews?: readonly Preview[] | undefined
  /** Address of this page. */
  readonly address: string
}

/** The same page, with the wish to drop what is not the usual release; the gateway takes that out again. */
function dropping(address: string, parameters: readonly string[]): string {
  const url = new URL(address)
  for (const parameter of parameters) url.searchParams.set(parameter, 'off')
  return `${url.pathname}${url.search}`
}

/** Says, wherever one is in the page, that code runs in it which nobody has signed, or which not everybody gets. */
export function OverrideBadge({ overrides: some, previews: others, address }: OverrideBadgeProps): ReactNode {
  const t = useMessages(messages)
  const [overrides, previews] = [some ?? [], others ?? []]
  if (overrides.length + previews.length === 0) return null
  const parameters = [...(overrides.length > 0 ? ['override'] : []), ...(previews.length > 0 ? ['preview'] : [])]
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
        {previews.map(({ remote, name, refused }) => (
          <li key={`${remote}:${name}`}>
            {refused === undefined ? t('preview', { remote, name }) : t('previewRefused', { remote, name, reason: refused })}
          </li>
        ))}
      </ul>
      <a className={styles.drop} href={dropping(address, parameters)} aria-label={t('dropLabel')}>
        {t('drop')}
      </a>
    </aside>
  )
}
