import type { Mailbox } from '@atrium/mail-contracts'
import type { EmailRow, Segment } from '@atrium/mail'
import { Badge, cleanText, Icon } from '@atrium/ui'
import { useLocale, useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { folderName } from '../folder/folder-name.ts'
import { messages } from '../messages.ts'
import { Highlight } from '../text/highlight.tsx'
import { exactDate, shortDate } from '../text/short-date.ts'
import styles from './result-row.module.css'

const found = (segments: readonly Segment[] | undefined): ReactNode =>
  segments && segments.length > 0 ? <Highlight segments={segments} /> : null

/** Subject and the place that was found. */
export function RowText({ row: { email, snippet } }: { readonly row: EmailRow }): ReactNode {
  const t = useMessages(messages)
  return (
    <span className={styles.text}>
      <bdi className={styles.subject}>{found(snippet?.subject) ?? (cleanText(email.subject) || t('noSubject'))}</bdi>
      <bdi className={styles.preview}>{found(snippet?.preview) ?? cleanText(email.preview)}</bdi>
    </span>
  )
}

export interface RowPeopleProps {
  readonly row: EmailRow
  readonly text: string
}

/** Who is on the other side, and how long the conversation is. */
export function RowPeople({ row: { email, thread }, text }: RowPeopleProps): ReactNode {
  const t = useMessages(messages)
  return (
    <span className={styles.people}>
      {email.keywords['$draft'] && <span className={styles.draft}>{t('draft')}</span>}
      <bdi className={styles.name}>{text}</bdi>
      {thread.count > 1 && (
        <span className={styles.count} aria-label={t('messagesInThread', { count: thread.count })}>
          {thread.count}
        </span>
      )}
    </span>
  )
}

export interface RowEndProps {
  readonly row: EmailRow
  readonly home: Mailbox | undefined
  readonly today: Date
}

/** Attachment, folder and date. */
export function RowEnd({ row: { email }, home, today }: RowEndProps): ReactNode {
  const t = useMessages(messages)
  const { locale } = useLocale()
  return (
    <span className={styles.end}>
      {email.hasAttachment && <Icon name="paperclip" size={16} label={t('attachment')} className={styles.clip} />}
      {home && home.role !== 'inbox' && <Badge>{folderName(home, t)}</Badge>}
      <time dateTime={email.receivedAt} title={exactDate(email.receivedAt, locale)} className={styles.date}>
        {shortDate(email.receivedAt, locale, today)}
      </time>
    </span>
  )
}
