import type { Navigate } from '@atrium/protocol'
import { Icon } from '@atrium/ui'
import { hrefOf, useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import { sectionIcons, sectionIds, type SectionId } from '../section/section-ids.ts'
import styles from './settings-page.module.css'

export interface SectionListProps {
  readonly current: SectionId
  readonly navigate: Navigate
}

/** All sections by name. */
export function SectionList({ current, navigate }: SectionListProps): ReactNode {
  const t = useMessages(messages)
  return (
    <nav aria-label={t('sections')} className={styles.nav}>
      {sectionIds.map((id) => (
        <a
          key={id}
          href={hrefOf(`/settings/${id}`)}
          aria-current={id === current ? 'page' : undefined}
          className={styles.link}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
            event.preventDefault()
            navigate(`/settings/${id}`)
          }}
        >
          <Icon name={sectionIcons[id]} />
          {t(id)}
        </a>
      ))}
    </nav>
  )
}
