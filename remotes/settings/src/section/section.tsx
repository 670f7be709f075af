import { classNames } from '@atrium/ui'
import type { ReactNode } from 'react'
import styles from './section.module.css'
import type { SectionId } from './section-ids.ts'

export interface SectionProps {
  readonly id: SectionId
  readonly title: string
  readonly detail?: string
  /** The one that the address names; on a wide screen the others are not drawn. */
  readonly current: boolean
  readonly children: ReactNode
}

/** One subject of the settings. */
export const Section = ({ id, title, detail, current, children }: SectionProps): ReactNode => (
  <section id={id} aria-labelledby={`${id}-title`} className={classNames(styles.section, !current && styles.other)}>
    <h2 id={`${id}-title`} tabIndex={-1} className={styles.title}>
      {title}
    </h2>
    {detail && <p className={styles.detail}>{detail}</p>}
    {children}
  </section>
)
