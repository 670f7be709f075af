import type { ComposeRequest } from '@atrium/contracts'
import { useEmail } from '@atrium/mail'
import { ErrorState, Skeleton } from '@atrium/ui'
import { useLocale, useMessages } from '@atrium/workspace'
import { useEffect, useEffectEvent, useState, type ReactNode } from 'react'
import { closeComposer } from '../composer/close-composer.ts'
import type { Composer } from '../composer/composer.ts'
import { patchComposer } from '../composer/composers.ts'
import { connection, ownAddresses } from '../connection.ts'
import { startDraft } from '../draft/start-draft.ts'
import { messages } from '../messages.ts'
import { hasFormatting, isCut } from '../reply/plain-body.ts'
import styles from './opening.module.css'

export interface OpeningProps {
  readonly composer: Composer
  readonly kind: Exclude<ComposeRequest['kind'], 'new'>
  /** Who one writes as is known, or cannot be known now. */
  readonly ready: boolean
}

/** Reads the message that is answered, passed on or continued, all of it, and fills the window. */
export function Opening({ composer, kind, ready }: OpeningProps): ReactNode {
  const t = useMessages(messages)
  const { locale } = useLocale()
  const { email, status, error, retry, loadWhole } = useEmail(composer.request.emailId ?? null)
  const [failedWhole, setFailedWhole] = useState(false)
  const cut = email !== undefined && isCut(email)

  const readRest = useEffectEvent(async () => setFailedWhole(!(await loadWhole()).ok))
  useEffect(() => {
    if (cut) void readRest()
  }, [cut])

  const fill = useEffectEvent(() => {
    const way = connection()
    if (!email || !way) return
    const draft = startDraft(kind, email, { own: ownAddresses(way), identities: way.identities, say: t, locale })
    if (kind === 'draft') way.mail.adoptDraft(composer.key, { emailId: email.id, messageId: email.messageId?.[0] ?? null })
    patchComposer(composer.key, {
      draft,
      phase: 'writing',
      emailId: kind === 'draft' ? email.id : null,
      hadFormatting: kind === 'draft' && hasFormatting(email),
    })
  })
  const complete = email !== undefined && !cut && ready
  useEffect(() => {
    if (complete) fill()
  }, [complete])

  const gone = error?.code === 'MAIL_NOT_FOUND' || composer.request.emailId === undefined
  if ((status === 'error' && !email) || gone || failedWhole) {
    const again = (): void => {
      setFailedWhole(false)
      if (cut) void readRest()
      else retry()
    }
    return (
      <ErrorState
        title={t(gone ? 'openGone' : 'openFailed')}
        detail={t(gone ? 'openGoneDetail' : 'openFailedDetail')}
        onRetry={gone ? () => void closeComposer(composer.key) : again}
        retryLabel={t(gone ? 'close' : 'retry')}
      />
    )
  }
  return (
    <div role="status" aria-label={t('opening')} className={styles.skeleton}>
      {['30%', '55%', '45%'].map((width) => (
        <span key={width} className={styles.line}>
          <Skeleton width={width} />
        </span>
      ))}
      <span className={styles.text}>
        <Skeleton width="80%" />
        <Skeleton width="64%" />
      </span>
    </div>
  )
}
