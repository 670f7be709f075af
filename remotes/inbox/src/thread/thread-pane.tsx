import type { Email, Mailbox } from '@atrium/mail-contracts'
import type { PageProps } from '@atrium/protocol'
import { useThread, type Conversation } from '@atrium/mail'
import { cleanText, EmptyState, ErrorState } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import { useEffect, useRef, type ReactNode } from 'react'
import { failureReason } from '../acts/failure-reason.ts'
import type { ListControl } from '../mailbox/use-list-control.ts'
import { messages } from '../messages.ts'
import { ThreadSkeleton } from './thread-skeleton.tsx'
import { MessageStack } from './message-stack.tsx'
import { ThreadHeading } from './thread-heading.tsx'
import styles from './thread-pane.module.css'
import { ThreadToolbar } from './thread-toolbar.tsx'
import { useMarkRead } from './use-mark-read.ts'
import { useShownEmails } from './use-shown-emails.ts'
import { useThreadActs } from './use-thread-acts.ts'

export interface ThreadPaneProps {
  readonly threadId: string
  readonly mailbox: Mailbox
  readonly control: ListControl
  /** It covers the list. */
  readonly alone: boolean
  readonly onTitle: PageProps['onTitle']
}

interface LoadedThreadProps extends ThreadPaneProps {
  readonly emails: readonly Email[]
  readonly loadWhole: Conversation['loadWhole']
}

function LoadedThread({ threadId, emails, loadWhole, mailbox, control, alone, onTitle }: LoadedThreadProps): ReactNode {
  const t = useMessages(messages)
  const heading = useRef<HTMLHeadingElement>(null)
  const subject = cleanText(emails[0]?.subject) || t('noSubject')
  const acts = useThreadActs({ threadId, emails, mailbox, control })
  useMarkRead(emails)
  useEffect(() => onTitle(subject), [onTitle, subject])
  // The list is covered, the focus must not stay in it.
  useEffect(() => {
    if (alone) heading.current?.focus({ preventScroll: true })
  }, [alone])
  return (
    <>
      <ThreadToolbar mailbox={mailbox} control={control} alone={alone} acts={acts} />
      <div className={styles.scroll}>
        <article className={styles.thread} aria-label={t('conversation')}>
          <ThreadHeading ref={heading} subject={subject} emails={emails} mailbox={mailbox} />
          <MessageStack emails={emails} mailbox={mailbox} loadWhole={loadWhole} acts={acts} onLeave={control.close} />
        </article>
      </div>
    </>
  )
}

function Missing({ conversation, gone }: { readonly conversation: Conversation; readonly gone: boolean }): ReactNode {
  const t = useMessages(messages)
  if (gone) return <EmptyState icon="mail" title={t('conversationGone')} detail={t('conversationGoneDetail')} />
  if (conversation.status === 'loading') {
    return (
      <div role="status" aria-label={t('loading')}>
        <ThreadSkeleton />
      </div>
    )
  }
  const detail = t('safeDetail', { reason: conversation.error ? failureReason(t, conversation.error) : '' })
  return <ErrorState title={t('conversationFailed')} detail={detail} onRetry={conversation.retry} retryLabel={t('retry')} />
}

/** The open conversation, beside the list or above it. */
export function ThreadPane(props: ThreadPaneProps): ReactNode {
  const { threadId, mailbox, control, alone } = props
  const conversation = useThread(threadId)
  const emails = useShownEmails(conversation.emails, mailbox.id)
  const { status, error } = conversation
  const gone = error?.code === 'MAIL_NOT_FOUND' || (status === 'ready' && emails.length === 0)
  return (
    <section className={styles.pane}>
      {status === 'ready' && !gone ? (
        <LoadedThread {...props} emails={emails} loadWhole={conversation.loadWhole} />
      ) : (
        <>
          <ThreadToolbar mailbox={mailbox} control={control} alone={alone} />
          <Missing conversation={conversation} gone={gone} />
        </>
      )}
    </section>
  )
}
