import { messageDate, personName } from '@atrium/mail-ui'
import type { Email } from '@atrium/mail-contracts'
import type { Conversation } from '@atrium/mail'
import type { Refusal, RenderedMail } from '@atrium/mail-html'
import { Button, Icon, isolated } from '@atrium/ui'
import { showToast, useLocale, useMessages } from '@atrium/remote'
import { useState, type ReactNode } from 'react'
import { failureReason } from '../acts/failure-reason.ts'
import { AttachmentList } from '../attachments/attachment-list.tsx'
import { messages } from '../messages.ts'
import { bodyOf } from './body-of.ts'
import { ImageBar } from './image-bar.tsx'
import { MailFrame } from './mail-frame.tsx'
import { MessageHead } from './message-head.tsx'
import styles from './message.module.css'
import { useImages } from './use-images.ts'
import { useMessageActs } from './use-message-acts.ts'

export interface MessageProps {
  readonly email: Email
  /** This message and all after it. */
  readonly following: readonly string[]
  /** It is the only one of its conversation. */
  readonly alone: boolean
  readonly loadWhole: Conversation['loadWhole']
  readonly onFold: () => void
  readonly onLeave: () => void
}

function Truncated({ email, loadWhole }: Pick<MessageProps, 'email' | 'loadWhole'>): ReactNode {
  const t = useMessages(messages)
  const [busy, setBusy] = useState(false)
  const showWhole = async (): Promise<void> => {
    setBusy(true)
    const outcome = await loadWhole(email.id)
    setBusy(false)
    if (!outcome.ok) {
      showToast({ tone: 'danger', text: t('wholeFailed', { reason: failureReason(t, outcome.error) }) })
    }
  }
  return (
    <div className={styles.truncated}>
      <span>{t('truncated')}</span>
      <Button size="small" busy={busy} onClick={() => void showWhole()}>
        {t('showWhole')}
      </Button>
    </div>
  )
}

const refusals = { deceptive: 'refused', 'too-large': 'refusedTooLarge', failed: 'refusedFailed' } as const satisfies Record<Refusal, string>

/** What the message says, with what was held back from it. */
function Body({ email, loadWhole, title }: Pick<MessageProps, 'email' | 'loadWhole'> & { readonly title: string }): ReactNode {
  const t = useMessages(messages)
  const images = useImages(email)
  const [rendered, setRendered] = useState<RenderedMail | null>(null)
  const body = bodyOf(email)
  const hidden = !images.allowed && (rendered?.blockedImages ?? 0) > 0
  return (
    <>
      {hidden && <ImageBar onOnce={images.once} onAlways={images.always} />}
      {rendered?.refused && (
        <p role="status" className={styles.refused}>
          {t(refusals[rendered.refused])}
        </p>
      )}
      {rendered !== null && rendered.trackers > 0 && (
        <p className={styles.trackers}>
          <Icon name="shield-check" size={16} />
          {t('trackersRemoved', { count: rendered.trackers })}
        </p>
      )}
      {body.empty && email.attachments.length === 0 && <p className={styles.empty}>{t('emptyBody')}</p>}
      {!body.empty && (
        <MailFrame
          email={email}
          body={body}
          images={images.allowed ? 'proxied' : 'blocked'}
          title={title}
          onRendered={setRendered}
        />
      )}
      {body.truncated && <Truncated email={email} loadWhole={loadWhole} />}
      <AttachmentList email={email} />
    </>
  )
}

/** An open message. */
export function Message({ email, following, alone, loadWhole, onFold, onLeave }: MessageProps): ReactNode {
  const t = useMessages(messages)
  const { locale } = useLocale()
  const acts = useMessageActs(email, { following, onLeave })
  const [sender] = email.from ?? []
  const name = isolated(sender ? personName(sender) : t('noSender'))
  const title = t('message', { name, date: messageDate(email.receivedAt, locale, new Date()) })
  return (
    <section aria-label={title} className={styles.message}>
      <MessageHead email={email} acts={acts} onFold={alone ? undefined : onFold} />
      <div className={styles.content}>
        {email.keywords['$draft'] && (
          <div className={styles.bar}>
            <span className={styles.barText}>{t('draft')}</span>
            <Button size="small" icon="pencil" onClick={() => acts.answer('draft')}>
              {t('editDraft')}
            </Button>
          </div>
        )}
        <Body email={email} loadWhole={loadWhole} title={title} />
      </div>
    </section>
  )
}
