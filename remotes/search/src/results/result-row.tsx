import type { Mailbox } from '@atrium/contracts'
import type { EmailRow } from '@atrium/mail'
import { Avatar, Badge, classNames, Icon, IconButton } from '@atrium/ui'
import { useLocale, useMessages } from '@atrium/workspace'
import { memo, type ReactNode } from 'react'
import { folderName } from '../folder/folder-name.ts'
import { messages } from '../messages.ts'
import { cleanText } from '../text/clean-text.ts'
import { Highlight } from '../text/highlight.tsx'
import { exactDate, shortDate } from '../text/short-date.ts'
import { resultPeople } from './result-people.ts'
import styles from './result-row.module.css'

export interface ResultRowProps {
  readonly row: EmailRow
  readonly index: number
  readonly total: number
  /** The keyboard is here. */
  readonly active: boolean
  readonly compact: boolean
  readonly home: Mailbox | undefined
  readonly href: string
  /** The person's own address. */
  readonly own: string
  readonly today: Date
  readonly onOpen: (row: EmailRow) => void
  readonly onReply: (row: EmailRow) => void
  readonly onStar: (row: EmailRow) => void
}

function Texts({ row }: { readonly row: EmailRow }): ReactNode {
  const t = useMessages(messages)
  const { email, snippet } = row
  const subject = cleanText(email.subject)
  return (
    <span className={styles.text}>
      <bdi className={styles.subject}>
        {snippet && snippet.subject.length > 0 ? <Highlight segments={snippet.subject} /> : subject || t('noSubject')}
      </bdi>
      <bdi className={styles.preview}>
        {snippet && snippet.preview.length > 0 ? <Highlight segments={snippet.preview} /> : cleanText(email.preview)}
      </bdi>
    </span>
  )
}

/** One conversation that was found. The whole row is a link; what can be done lies above it. */
export const ResultRow = memo(function ResultRow(props: ResultRowProps): ReactNode {
  const { row, index, total, active, compact, home, href, own, today, onOpen, onReply, onStar } = props
  const t = useMessages(messages)
  const { locale } = useLocale()
  const { email, thread } = row
  const people = resultPeople(row, own, t)
  const starred = email.keywords['$flagged'] === true
  return (
    <div
      role="listitem"
      aria-posinset={index + 1}
      aria-setsize={total}
      className={classNames(styles.row, compact && styles.compact, thread.unread && styles.unread, active && styles.active)}
    >
      {!compact && <Avatar address={people.face?.email ?? ''} name={people.face?.name ?? undefined} />}
      <a
        href={href}
        data-index={index}
        tabIndex={active ? 0 : -1}
        className={styles.link}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
          event.preventDefault()
          onOpen(row)
        }}
      >
        <span className={styles.people}>
          {email.keywords['$draft'] && <span className={styles.draft}>{t('draft')}</span>}
          <bdi className={styles.name}>{people.text}</bdi>
          {thread.count > 1 && (
            <span className={styles.count} aria-label={t('messagesInThread', { count: thread.count })}>
              {thread.count}
            </span>
          )}
        </span>
        <Texts row={row} />
      </a>
      <span className={styles.end}>
        {email.hasAttachment && <Icon name="paperclip" size={16} label={t('attachment')} className={styles.clip ?? ''} />}
        {home && home.role !== 'inbox' && <Badge>{folderName(home, t)}</Badge>}
        <time dateTime={email.receivedAt} title={exactDate(email.receivedAt, locale)} className={styles.date}>
          {shortDate(email.receivedAt, locale, today)}
        </time>
      </span>
      <span className={styles.actions}>
        <IconButton icon="reply" label={t('reply')} shortcut="r" size="small" tabIndex={active ? 0 : -1} onClick={() => onReply(row)} />
        <IconButton
          icon="star"
          pressed={starred}
          label={t(starred ? 'unstar' : 'star')}
          shortcut="s"
          size="small"
          tabIndex={active ? 0 : -1}
          onClick={() => onStar(row)}
        />
      </span>
    </div>
  )
})
