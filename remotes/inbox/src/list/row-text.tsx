import type { EmailListing } from '@atrium/mail-contracts'
import { classNames, cleanText } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './message-row.module.css'

/** Subject and beginning, each in its own direction. */
export function RowText({ email }: { readonly email: EmailListing }): ReactNode {
  const t = useMessages(messages)
  const subject = cleanText(email.subject)
  return (
    <span role="gridcell" className={styles.text}>
      <span dir="auto" className={classNames(styles.subject, !subject && styles.muted)}>
        {subject || t('noSubject')}
      </span>
      <span dir="auto" className={styles.preview}>
        {cleanText(email.preview)}
      </span>
    </span>
  )
}
