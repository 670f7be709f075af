import { MailListSkeleton, folderName } from '@atrium/mail-ui'
import type { PageProps } from '@atrium/protocol'
import { useMailboxes } from '@atrium/mail'
import { Button, EmptyState, ErrorState } from '@atrium/ui'
import { useMessages, useWorkspace } from '@atrium/remote'
import { useEffect, type ReactNode } from 'react'
import { failureReason } from '../acts/failure-reason.ts'
import { addressOf, parseAddress } from '../address/address.ts'
import { messages } from '../messages.ts'
import { prepareThread } from '../thread/lazy-thread.tsx'
import styles from './inbox-page.module.css'
import { MailboxView } from './mailbox-view.tsx'

/** The mail: one folder, and what is open in it. */
export function InboxPage({ route, navigate, onTitle }: PageProps): ReactNode {
  const t = useMessages(messages)
  const compact = useWorkspace((state) => state.density === 'compact')
  const mailboxes = useMailboxes()
  const { mailboxId, threadId } = parseAddress(route.path)
  const inbox = mailboxes.byRole('inbox') ?? mailboxes.list[0]
  const mailbox = mailboxId === null ? inbox : mailboxes.byId(mailboxId)
  const name = mailbox && folderName(mailbox, t)
  useEffect(() => {
    if (name !== undefined && threadId === null) onTitle(name)
  }, [name, threadId, onTitle])
  // The first conversation must not wait for its code.
  useEffect(() => prepareThread(), [])

  if (mailbox) return <MailboxView key={mailbox.id} mailbox={mailbox} threadId={threadId} navigate={navigate} onTitle={onTitle} />
  if (mailboxes.status === 'loading') {
    return (
      <div role="status" aria-label={t('loading')} className={styles.page}>
        <div className={styles.bar} />
        <MailListSkeleton compact={compact} />
      </div>
    )
  }
  if (mailboxes.status === 'error') {
    const detail = t('safeDetail', { reason: mailboxes.error ? failureReason(t, mailboxes.error) : '' })
    return <ErrorState title={t('foldersFailed')} detail={detail} onRetry={mailboxes.retry} retryLabel={t('retry')} />
  }
  return (
    <EmptyState
      icon="folder"
      title={t('folderMissing')}
      detail={t('folderMissingDetail')}
      action={inbox && <Button onClick={() => navigate(addressOf(inbox.id))}>{t('toInbox')}</Button>}
    />
  )
}
