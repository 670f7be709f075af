import type { EmailRow } from '@atrium/mail'
import { Icon } from '@atrium/ui'
import { useLocale, useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { exactDate } from '../date/format-date.ts'
import { messages } from '../messages.ts'
import styles from './message-row.module.css'

export interface RowEndProps {
  readonly row: EmailRow
  /** As it is shown. */
  readonly date: string
}

/** Whether there are files, and when it came. */
export function RowEnd({ row: { email, thread }, date }: RowEndProps): ReactNode {
  const t = useMessages(messages)
  const { locale } = useLocale()
  return (
    <span role="gridcell" className={styles.end}>
      {(email.hasAttachment || thread.hasAttachment) && (
        <span className={styles.clip} title={t('hasAttachment')}>
          <Icon name="paperclip" size={16} />
        </span>
      )}
      <time dateTime={email.receivedAt} title={exactDate(email.receivedAt, locale)} className={styles.date}>
        {date}
      </time>
    </span>
  )
}
