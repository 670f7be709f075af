import type { Conversation } from '@atrium/mail'
import type { Email } from '@atrium/mail-contracts'
import type { Refusal, RenderedMail } from '@atrium/mail-html'
import { messageDate, personName } from '@atrium/mail-ui'
import { Slot, useStrings, changePreferences, showToast, useWorkspace, useLocale } from '@atrium/remote'
import { Button, Icon, isolated } from '@atrium/ui'
import { type ReactNode, useState } from 'react'
import { failureReason } from '../actions.ts'
import { strings } from '../strings.ts'
import { AttachmentList } from './attachments.tsx'
import { bodyOf } from './content.ts'
import { MailFrame } from './mail-frame.tsx'
import { useMessageActions } from './message-actions.ts'
import { MessageHead } from './message-head.tsx'
import styles from './message.module.css'

export interface ImageBarProps {
  readonly onOnce: () => void
  /** Absent where the sender is not to be trusted with it. */
  readonly onAlways: (() => void) | undefined
}

/** A notice that remote images were not loaded, because loading them reveals the reader to the sender. */
export function ImageBar({ onOnce, onAlways }: ImageBarProps): ReactNode {
  const t = useStrings(strings)
  return (
    <div role="status" className={styles.bar}>
      <Icon name="image" size={16} />
      <span className={styles.barText}>{t('imagesHidden')}</span>
      <Button size="small" variant="quiet" className={styles.barButton} onClick={onOnce}>
        {t('showOnce')}
      </Button>
      {onAlways && (
        <Button size="small" variant="quiet" className={styles.barButton} onClick={onAlways}>
          {t('alwaysShow')}
        </Button>
      )}
    </div>
  )
}

export interface Images {
  readonly allowed: boolean
  readonly once: () => void
  readonly always: (() => void) | undefined
}

const none: readonly string[] = []

/** Whether pictures from elsewhere are shown in a message. */
export function useImages({ from }: Email): Images {
  const t = useStrings(strings)
  const [shownOnce, setShownOnce] = useState(false)
  const senders = useWorkspace((state) => state.session?.preferences.imageSenders ?? none)
  // With several senders it is unknown which one was trusted.
  const address = from?.length === 1 ? from[0]?.email.toLowerCase() : undefined
  const always = (): void => {
    if (address === undefined) return
    setShownOnce(true)
    changePreferences({ imageSenders: [...senders.filter((each) => each !== address), address] }).catch(
      () => void showToast({ tone: 'danger', text: t('alwaysFailed') }),
    )
  }
  return {
    allowed: shownOnce || (address !== undefined && senders.includes(address)),
    once: () => setShownOnce(true),
    always: address === undefined ? undefined : always,
  }
}

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
  const t = useStrings(strings)
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

const refusals = {
  deceptive: 'refused',
  'too-large': 'refusedTooLarge',
  failed: 'refusedFailed',
} as const satisfies Record<Refusal, string>

/** What the message says, with what was held back from it. */
function Body({
  email,
  loadWhole,
  title,
}: Pick<MessageProps, 'email' | 'loadWhole'> & { readonly title: string }): ReactNode {
  const t = useStrings(strings)
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
  const t = useStrings(strings)
  const { locale } = useLocale()
  const actions = useMessageActions(email, { following, onLeave })
  const [sender] = email.from ?? []
  const name = isolated(sender ? personName(sender) : t('noSender'))
  const title = t('message', { name, date: messageDate(email.receivedAt, locale, new Date()) })
  return (
    <section aria-label={title} data-message tabIndex={-1} className={styles.message}>
      <MessageHead email={email} actions={actions} onFold={alone ? undefined : onFold} />
      <div className={styles.content}>
        {email.keywords['$draft'] && (
          <div className={styles.bar}>
            <span className={styles.barText}>{t('draft')}</span>
            <Button size="small" icon="pencil" onClick={() => actions.compose('draft')}>
              {t('editDraft')}
            </Button>
          </div>
        )}
        <Slot name="message.action" props={{ emailId: email.id, threadId: email.threadId }} />
        <Body email={email} loadWhole={loadWhole} title={title} />
      </div>
    </section>
  )
}
