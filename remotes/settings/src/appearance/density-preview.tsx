import { Avatar, classNames } from '@atrium/ui'
import { useLocale, useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './density-preview.module.css'

const rows = [
  ['sampleSender1', 'sampleSubject1', 'ada@example.org', 11, 20],
  ['sampleSender2', 'sampleSubject2', 'library@example.org', 9, 5],
  ['sampleSender3', 'sampleSubject3', 'kenji@example.org', 8, 40],
  ['sampleSender1', 'sampleSubject4', 'ada@example.org', 8, 12],
] as const

/** Two rows of a list as they will be. */
export function DensityPreview({ density }: { readonly density: 'comfortable' | 'compact' }): ReactNode {
  const t = useMessages(messages)
  const { locale } = useLocale()
  const time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' })
  const compact = density === 'compact'
  return (
    <span className={classNames(styles.list, compact && styles.compact)}>
      {rows.slice(0, compact ? 4 : 2).map(([sender, subject, address, hour, minute]) => (
        <span key={subject} className={classNames(styles.row, hour === 11 && styles.unread)}>
          {!compact && <Avatar address={address} name={t(sender)} size="small" />}
          <span className={styles.words}>
            <span className={styles.sender}>{t(sender)}</span>
            <span className={styles.subject}>{t(subject)}</span>
          </span>
          <span className={styles.time}>{time.format(new Date(2026, 0, 5, hour, minute))}</span>
        </span>
      ))}
    </span>
  )
}
