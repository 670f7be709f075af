import { exactDate, messageDate, personName, useToday } from '@atrium/mail-ui'
import type { Email } from '@atrium/mail-contracts'
import { Avatar, cleanText, Icon, isolated } from '@atrium/ui'
import { useLocale, useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './folded-message.module.css'

export interface FoldedMessageProps {
  readonly email: Email
  readonly onOpen: () => void
}

/** A message in one line. */
export function FoldedMessage({ email, onOpen }: FoldedMessageProps): ReactNode {
  const t = useMessages(messages)
  const { locale } = useLocale()
  const today = useToday()
  const [sender] = email.from ?? []
  const name = sender ? personName(sender) : t('noSender')
  const draft = email.keywords['$draft']
  return (
    <button
      type="button"
      aria-expanded={false}
      aria-label={`${t('unfold', { name: isolated(name) })}, ${messageDate(email.receivedAt, locale, today)}`}
      className={styles.line}
      onClick={onOpen}
    >
      <Avatar address={sender?.email ?? ''} name={sender?.name ?? undefined} />
      <span className={styles.name}>{draft ? <span className={styles.draft}>{t('draft')}</span> : <bdi>{name}</bdi>}</span>
      <bdi className={styles.preview}>{cleanText(email.preview)}</bdi>
      {email.keywords['$flagged'] && (
        <span className={styles.star}>
          <Icon name="star" size={16} filled />
        </span>
      )}
      {email.hasAttachment && <Icon name="paperclip" size={16} className={styles.clip} />}
      <time dateTime={email.receivedAt} title={exactDate(email.receivedAt, locale)} className={styles.date}>
        {messageDate(email.receivedAt, locale, today)}
      </time>
    </button>
  )
}
