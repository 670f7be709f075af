import type { Conversation } from '@atrium/mail'
import type { Email } from '@atrium/mail-contracts'
import type { Refusal, RenderedMail } from '@atrium/mail-html'
import { messageDate, personName } from '@atrium/mail-ui'
import { showToast, useStrings, Slot, changePreferences, useWorkspace, useLocale } from '@atrium/remote'
import { Icon, Select, Button } from '@atrium/ui'
import { type ReactNode, useState, lazy, Suspense, useRef } from 'react'
import { failureReason } from '../actions.ts'
import { strings } from '../strings.ts'
import { AttachmentList, type RenderMessage } from './attachments.tsx'
import { attachedFiles, bodyOf } from './content.ts'
import { MailFrame } from './mail-frame.tsx'
import { useMessageActions } from './message-actions.ts'
import { MessageHead, type MessageViews } from './message-head.tsx'
import { messageStrings } from './message-strings.ts'
import styles from './message.module.css'

/** Charsets of mail by the writing they are for, as the WHATWG Encoding Standard names them. */
const charsets = [
  ['utf-8', 'charsetUnicode'],
  ['windows-1252', 'charsetWestern'],
  ['windows-1250', 'charsetCentral'],
  ['iso-8859-2', 'charsetCentral'],
  ['windows-1251', 'charsetCyrillic'],
  ['koi8-r', 'charsetCyrillic'],
  ['iso-8859-5', 'charsetCyrillic'],
  ['windows-1253', 'charsetGreek'],
  ['windows-1254', 'charsetTurkish'],
  ['windows-1255', 'charsetHebrew'],
  ['windows-1256', 'charsetArabic'],
  ['windows-874', 'charsetThai'],
  ['windows-1258', 'charsetVietnamese'],
  ['shift_jis', 'charsetJapanese'],
  ['euc-jp', 'charsetJapanese'],
  ['iso-2022-jp', 'charsetJapanese'],
  ['gb18030', 'charsetChinese'],
  ['big5', 'charsetChinese'],
  ['euc-kr', 'charsetKorean'],
] as const

export interface CharsetBarProps {
  readonly emailId: string
  readonly readAs: Conversation['readAs']
}

/** Reads a message as another charset than it says: many say a wrong one, or none. */
export function CharsetBar({ emailId, readAs }: CharsetBarProps): ReactNode {
  const t = useStrings(messageStrings)
  const general = useStrings(strings)
  const [chosen, setChosen] = useState('')
  const choose = async (charset: string): Promise<void> => {
    setChosen(charset)
    const outcome = await readAs(emailId, charset === '' ? null : charset)
    if (outcome.ok) return
    setChosen(chosen)
    showToast({ tone: 'danger', text: t('charsetFailed', { reason: failureReason(general, outcome.error) }) })
  }
  return (
    <div className={styles.bar}>
      <Icon name="globe" size={16} />
      <span className={styles.barText}>{t('charsetHint')}</span>
      <Select
        label={t('charset')}
        labelHidden
        value={chosen}
        onChange={({ target }) => void choose(target.value)}
        className={styles.charset}
      >
        <option value="">{t('charsetAsSent')}</option>
        {charsets.map(([charset, text]) => (
          <option key={charset} value={charset}>
            {`${t(text)} (${charset})`}
          </option>
        ))}
      </Select>
    </div>
  )
}

/** Not downloaded before it is opened. */
const SourceDialog = lazy(() => import('./source-dialog.tsx'))

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
  readonly readAs: Conversation['readAs']
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

/** Files that are few enough to stand before the text, where they are seen without scrolling. */
const fewFiles = 3

interface MessageBodyProps extends Pick<MessageProps, 'email' | 'loadWhole'> {
  readonly title: string
  /** Its text instead of its HTML. Default: false. */
  readonly plain?: boolean
  /** Stands above it: what a reader can choose. */
  readonly children?: ReactNode
}

/** What the message says, with what was held back from it. */
function MessageBody({ email, loadWhole, title, plain = false, children }: MessageBodyProps): ReactNode {
  const t = useStrings(strings)
  const images = useImages(email)
  const [rendered, setRendered] = useState<RenderedMail | null>(null)
  const body = bodyOf(email, plain)
  const hidden = !images.allowed && (rendered?.blockedImages ?? 0) > 0
  const files = <AttachmentList email={email} renderMessage={renderMessage} />
  const filesFirst = attachedFiles(email).length <= fewFiles
  return (
    <>
      {filesFirst && files}
      {children}
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
      {!filesFirst && files}
    </>
  )
}

/** Loaded when the first one is opened. */
const AttachedMessage = lazy(() => import('./attached-message.tsx'))

/** An attached message came whole. */
const wholeAlready = async () => ({ ok: true, value: null }) as const

const renderAttachedBody = (email: Email, title: string): ReactNode => (
  <MessageBody email={email} loadWhole={wholeAlready} title={title} />
)

const renderMessage: RenderMessage = (blobId) => (
  <Suspense fallback={null}>
    <AttachedMessage blobId={blobId} renderBody={renderAttachedBody} />
  </Suspense>
)

/** An open message. */
export function Message(props: MessageProps): ReactNode {
  const { email, following, alone, loadWhole, readAs, onFold, onLeave } = props
  const t = useStrings(strings)
  const { locale } = useLocale()
  const element = useRef<HTMLElement>(null)
  const actions = useMessageActions(email, { following, onLeave, element })
  const [plain, setPlain] = useState(false)
  const [source, setSource] = useState<'headers' | 'source' | null>(null)
  const [charsetsShown, setCharsetsShown] = useState(false)
  const [sender] = email.from ?? []
  const name = sender ? personName(sender) : t('noSender')
  const title = t('message', { name, date: messageDate(email.receivedAt, locale, new Date()) })
  const views: MessageViews = {
    plain,
    togglePlain: email.htmlBody.some(({ type }) => type === 'text/html') ? () => setPlain(!plain) : undefined,
    showHeaders: () => setSource('headers'),
    showSource: () => setSource('source'),
    chooseCharset: () => setCharsetsShown(true),
  }
  return (
    <section ref={element} aria-label={title} data-message tabIndex={-1} className={styles.message}>
      <MessageHead email={email} actions={actions} views={views} onFold={alone ? undefined : onFold} />
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
        <MessageBody email={email} loadWhole={loadWhole} title={title} plain={plain}>
          {(charsetsShown || bodyOf(email).misread) && <CharsetBar emailId={email.id} readAs={readAs} />}
        </MessageBody>
      </div>
      {source && (
        <Suspense fallback={null}>
          <SourceDialog email={email} shown={source} onClose={() => setSource(null)} />
        </Suspense>
      )}
    </section>
  )
}
