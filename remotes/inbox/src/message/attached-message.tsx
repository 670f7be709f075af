import { useAttachedMessage } from '@atrium/mail'
import type { Email } from '@atrium/mail-contracts'
import { describeSender } from '@atrium/mail-html'
import { exactDate } from '@atrium/mail-ui'
import { useLocale, useStrings } from '@atrium/remote'
import { cleanText, ErrorState } from '@atrium/ui'
import type { ReactNode } from 'react'
import { failureReason } from '../actions.ts'
import { strings } from '../strings.ts'
import { ThreadSkeleton } from '../thread/thread-skeleton.tsx'
import { Recipients, SenderWarnings } from './message-head.tsx'
import styles from './message.module.css'

interface AttachedMessageProps {
  readonly blobId: string
  /** Renders what the message says. */
  readonly renderBody: (email: Email, title: string) => ReactNode
}

/** A message that is attached to another one. Who sent it is what it says: no server of ours has checked that. */
export default function AttachedMessage({ blobId, renderBody }: AttachedMessageProps): ReactNode {
  const t = useStrings(strings)
  const { locale } = useLocale()
  const { status, error, retry, message } = useAttachedMessage(blobId)
  if (status === 'loading') return <ThreadSkeleton />
  if (!message) {
    const detail = error ? failureReason(t, error) : ''
    return <ErrorState title={t('bodyFailed')} detail={detail} onRetry={retry} retryLabel={t('retry')} />
  }
  const sentAt = message.sentAt ?? ''
  const email: Email = {
    ...message,
    id: blobId,
    blobId,
    threadId: blobId,
    mailboxIds: {},
    keywords: {},
    size: 0,
    receivedAt: sentAt,
    preview: '',
    hasAttachment: message.attachments.length > 0,
  }
  const sender = describeSender(message.from)
  const subject = cleanText(message.subject) || t('noSubject')
  return (
    <article aria-label={subject} className={styles.attached}>
      <h3>
        <bdi>{subject}</bdi>
      </h3>
      <p className={styles.attachedFrom}>
        <bdi>{[sender.name, sender.address].filter(Boolean).join(' ') || t('noSender')}</bdi>
        {sentAt !== '' && <time dateTime={sentAt}>{exactDate(sentAt, locale)}</time>}
      </p>
      <Recipients email={email} />
      <SenderWarnings sender={sender} />
      {renderBody(email, subject)}
    </article>
  )
}
