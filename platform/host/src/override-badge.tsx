import type { Override, Preview } from '@atrium/protocol'
import { defineStrings, useStrings } from '@atrium/remote'
import type { ReactNode } from 'react'
import styles from './override-badge.module.css'

/** For people who develop a remote, or try a release before others. */
const strings = defineStrings({
  en: {
    overrides: 'Overrides',
    unsigned: '{remote} from {origin}, unsigned',
    refused: '{remote} is not overridden: {reason}',
    preview: 'Preview of {remote}: {name}',
    previewRefused: 'No preview {name} of {remote}: {reason}',
    drop: 'Drop',
    dropLabel: 'Drop all and reload',
  },
})

export interface OverrideBadgeProps {
  readonly overrides?: readonly Override[] | undefined
  readonly previews?: readonly Preview[] | undefined
  /** URL of this page. */
  readonly address: string
}

/** The same page without what is not the usual release; the gateway removes the parameters again. */
function dropping(address: string, parameters: readonly string[]): string {
  const url = new URL(address)
  for (const parameter of parameters) url.searchParams.set(parameter, 'off')
  return `${url.pathname}${url.search}`
}

/** Says, wherever one is in the page, that code runs in it that no one has signed, or that only some users get. */
export function OverrideBadge({
  overrides: givenOverrides,
  previews: givenPreviews,
  address,
}: OverrideBadgeProps): ReactNode {
  const t = useStrings(strings)
  const [overrides, previews] = [givenOverrides ?? [], givenPreviews ?? []]
  if (overrides.length + previews.length === 0) return null
  const parameters = [...(overrides.length > 0 ? ['override'] : []), ...(previews.length > 0 ? ['preview'] : [])]
  return (
    <aside className={styles.badge} aria-label={t('overrides')}>
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
            {refused === undefined
              ? t('preview', { remote, name })
              : t('previewRefused', { remote, name, reason: refused })}
          </li>
        ))}
      </ul>
      <a className={styles.drop} href={dropping(address, parameters)} aria-label={t('dropLabel')}>
        {t('drop')}
      </a>
    </aside>
  )
}
