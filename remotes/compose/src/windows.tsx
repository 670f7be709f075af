import { useEmail, useMail, useIdentities } from '@atrium/mail'
import type { Identity, Email, ComposeRequest } from '@atrium/mail-contracts'
import { useStrings, useLocale, on, useSession } from '@atrium/remote'
import { Skeleton, ErrorState, classNames, Icon, IconButton, cleanText, useBackCloses } from '@atrium/ui'
import {
  useEffect,
  useRef,
  useEffectEvent,
  useState,
  type ReactNode,
  useId,
  type KeyboardEvent,
  useLayoutEffect,
} from 'react'
import { attachFiles } from './attachments.tsx'
import {
  findComposer,
  patchDraft,
  useComposers,
  newMessageId,
  patchComposer,
  type Composer,
  showComposer,
  runtimeOf,
  reportUnsaved,
  isOpen,
} from './composers.ts'
import { connection, ownAddresses, setConnection } from './connection.ts'
import { backUpUnsaved, ownBackups } from './draft/backup.ts'
import { DraftForm } from './draft/draft-form.tsx'
import { signatureHtml, signed } from './draft/draft.ts'
import { closeComposer, removeFromPage, recoverDrafts } from './lifecycle.ts'
import { CorrespondentReader } from './recipients/suggestions.tsx'
import { htmlBody, isCut, type ReadBody, startDraft, type Wording } from './reply.ts'
import { sendComposer } from './send-message.ts'
import { strings } from './strings.ts'
import styles from './windows.module.css'

/** Puts the signature below a new message that is still untouched. */
function useSignature(identities: readonly Identity[]): void {
  const composers = useComposers(({ list }) => list)
  const seen = useRef(new Set<string>())
  const [identity] = identities
  useEffect(() => {
    if (identities.length === 0) return
    for (const { key, request, draft, save } of composers) {
      if (seen.current.has(key)) continue
      seen.current.add(key)
      const untouched = request.kind === 'new' && save.status === 'clean' && draft.text === (request.text ?? '')
      if (untouched && identity && signatureHtml(identity) !== '') patchDraft(key, signed(draft.text, identity))
    }
  }, [composers, identities, identity])
}

interface WholeEmail {
  /** Undefined until all of its text is here. */
  readonly email: Email | undefined
  readonly failure: 'gone' | 'unreachable' | null
  readonly retry: () => void
}

/** Reads a message with its whole text: what is quoted must not end in the middle. */
function useWholeEmail(id: string | undefined): WholeEmail {
  const { email, status, error, retry, loadWhole } = useEmail(id ?? null)
  const [restFailed, setRestFailed] = useState(false)
  const cut = email !== undefined && isCut(email)
  const readRest = async (): Promise<void> => {
    setRestFailed(false)
    setRestFailed(!(await loadWhole()).ok)
  }
  const begin = useEffectEvent(readRest)
  useEffect(() => {
    if (cut) void begin()
  }, [cut])
  const gone = id === undefined || error?.code === 'MAIL_NOT_FOUND'
  const unreachable = restFailed || (status === 'error' && !email)
  return {
    email: cut ? undefined : email,
    failure: gone ? 'gone' : unreachable ? 'unreachable' : null,
    retry: () => (cut ? void readRest() : retry()),
  }
}

interface Filling extends Wording {
  readonly kind: Exclude<ComposeRequest['kind'], 'new'>
  readonly email: Email
}

const unread: ReadBody = { quoted: null, stored: null }

/** The HTML of a message through the sanitiser; without it a reply still has the words. */
async function readBody({ kind, email }: Pick<Filling, 'kind' | 'email'>): Promise<ReadBody> {
  const html = htmlBody(email)
  if (html === null) return unread
  try {
    const { htmlReader, plainTextOf, quotableHtml, storedBody } = await import('./rich-text/html.ts')
    const reader = await htmlReader()
    if (kind === 'draft') return { ...unread, stored: storedBody(html, reader) }
    const quoted = quotableHtml(html, reader)
    return { ...unread, quoted: { html: quoted, text: plainTextOf(quoted) } }
  } catch {
    return unread
  }
}

/** Puts into a window what it starts from. A stored draft is from then on saved in its place. */
async function fillComposer(key: string, { kind, email, ...wording }: Filling): Promise<void> {
  const body = await readBody({ kind, email })
  const link = connection()
  if (!link || findComposer(key)?.phase !== 'opening') return
  const draft = startDraft(kind, email, { own: ownAddresses(link), identities: link.identities, body, ...wording })
  const stored = kind === 'draft'
  patchComposer(key, {
    draft,
    phase: 'writing',
    ...(stored ? { emailId: email.id, messageId: email.messageId?.[0] ?? newMessageId() } : {}),
  })
}

/** The window before the message it replies to has loaded, in its final layout. */
function OpeningSkeleton(): ReactNode {
  const t = useStrings(strings)
  return (
    <div aria-busy aria-label={t('opening')} role="status" className={styles.skeleton}>
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

interface OpeningProps {
  readonly composer: Composer
  readonly kind: Exclude<ComposeRequest['kind'], 'new'>
  /** Who one writes as is known, or cannot be known now. */
  readonly ready: boolean
}

/** Reads the message that is answered, passed on or continued, and fills the window. */
function Opening({ composer, kind, ready }: OpeningProps): ReactNode {
  const t = useStrings(strings)
  const { locale } = useLocale()
  const { email, failure, retry } = useWholeEmail(composer.request.emailId)
  const fill = useEffectEvent((whole: Email) => void fillComposer(composer.key, { kind, email: whole, say: t, locale }))
  useEffect(() => {
    if (email && ready) fill(email)
  }, [email, ready])

  if (failure === null) return <OpeningSkeleton />
  const gone = failure === 'gone'
  return (
    <ErrorState
      title={t(gone ? 'openGone' : 'openFailed')}
      detail={t(gone ? 'openGoneDetail' : 'openFailedDetail')}
      onRetry={gone ? () => void closeComposer(composer.key) : retry}
      retryLabel={t(gone ? 'closeWindow' : 'retry')}
    />
  )
}

interface TitleBarProps {
  readonly composer: Composer
  readonly title: string
  readonly titleId: string
}

/** Name of the window, and what can be done with it. A press on the name folds it away or back. */
function TitleBar({ composer, title, titleId }: TitleBarProps): ReactNode {
  const t = useStrings(strings)
  const { key, view, save } = composer
  const minimised = view === 'minimised'
  const maximised = view === 'maximised'
  const fold = (): void => showComposer(key, minimised ? 'docked' : 'minimised')
  return (
    <div className={classNames(styles.bar, minimised && styles.folded)}>
      <button type="button" className={styles.title} aria-expanded={!minimised} onClick={fold}>
        {save.status === 'failed' && (
          <Icon name="warning" size={16} label={t('saveWaiting')} className={styles.warning ?? ''} />
        )}
        <bdi id={titleId} className={styles.barText}>
          {cleanText(title)}
        </bdi>
      </button>
      <span className={styles.fold}>
        <IconButton
          icon={minimised ? 'chevron-up' : 'minimize'}
          label={t(minimised ? 'restore' : 'minimise')}
          size="small"
          tooltip="top"
          onClick={fold}
        />
        {!minimised && (
          <IconButton
            icon={maximised ? 'restore' : 'maximize'}
            label={t(maximised ? 'leaveMaximised' : 'maximise')}
            size="small"
            tooltip="top"
            onClick={() => showComposer(key, maximised ? 'docked' : 'maximised')}
          />
        )}
      </span>
      <IconButton
        icon="close"
        label={t('close')}
        shortcut="Esc"
        size="small"
        tooltip="top"
        onClick={() => void closeComposer(key)}
      />
    </div>
  )
}

interface ComposeWindowProps {
  readonly composer: Composer
  readonly identities: readonly Identity[]
  readonly identitiesSettled: boolean
}

/** One message in a window of its own. It leaves the page below usable. */
function ComposeWindow({ composer, identities, identitiesSettled }: ComposeWindowProps): ReactNode {
  const t = useStrings(strings)
  const titleId = useId()
  const { key, view, phase, draft, request } = composer
  const title = draft.subject.trim() || t('newMessage')
  const keyDown = (event: KeyboardEvent): void => {
    // What is typed here is not for the page's shortcuts.
    event.stopPropagation()
    if (event.nativeEvent.isComposing || event.defaultPrevented) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void sendComposer(key)
    } else if (event.key === 'Escape') {
      event.preventDefault()
      void closeComposer(key)
    }
  }
  return (
    <>
      {view === 'maximised' && (
        <div className={styles.backdrop} aria-hidden onClick={() => showComposer(key, 'docked')} />
      )}
      <section
        role="dialog"
        aria-modal={false}
        aria-label={t('windowLabel', { title })}
        className={classNames(styles.window, styles[view])}
        onKeyDown={keyDown}
      >
        <TitleBar composer={composer} title={title} titleId={titleId} />
        <div className={styles.content} hidden={view === 'minimised'}>
          {phase === 'opening' && request.kind !== 'new' ? (
            <Opening composer={composer} kind={request.kind} ready={identitiesSettled} />
          ) : (
            <DraftForm composer={composer} identities={identities} />
          )}
        </div>
      </section>
    </>
  )
}

const everyKey = (): string[] => useComposers.getState().list.map(({ key }) => key)
const removeAllFromPage = (): void => everyKey().forEach(removeFromPage)

function saveAll(): void {
  for (const key of everyKey()) void runtimeOf(key)?.autosave.flush()
}

let lastAccount: string | null = null

/** Gives the composers the data layer while a user is signed in. */
function useConnection(identities: readonly Identity[]): void {
  const mail = useMail()
  const session = useSession()
  const { accountId } = session
  useLayoutEffect(() => {
    // What one person has written is never shown to the next one.
    if (lastAccount !== null && lastAccount !== accountId) {
      backUpUnsaved()
      removeAllFromPage()
    }
    lastAccount = accountId
    ownBackups(accountId)
    setConnection({ mail, session, identities })
    return () => setConnection(null)
  }, [mail, session, accountId, identities])

  useEffect(() => {
    void recoverDrafts(accountId)
    // After a session that has expired the windows are still there, and the workspace has forgotten that they are unsaved.
    everyKey().forEach(reportUnsaved)
    backUpUnsaved()
    saveAll()
  }, [accountId])
}

/** A page ends without a warning to those who have been unmounted: this outlives the session, as what is typed does. */
let watching = false

function watchForLeaving(): void {
  if (watching) return
  watching = true
  window.addEventListener('pagehide', backUpUnsaved)
  document.addEventListener('visibilitychange', backUpUnsaved)
  on('session:ending', saveAll)
  on('session:ended', ({ reason }) => {
    backUpUnsaved()
    // A session that has expired comes back: then the windows are still there.
    if (reason === 'signed-out') removeAllFromPage()
  })
}

/** Saves when the page is left or the network is back. */
function useSaveOnLeave(): void {
  useEffect(watchForLeaving, [])
  useEffect(() => {
    const controller = new AbortController()
    const options = { signal: controller.signal }
    const leave = (): void => {
      if (document.visibilityState === 'hidden') saveAll()
    }
    document.addEventListener('visibilitychange', leave, options)
    window.addEventListener('online', saveAll, options)
    return () => controller.abort()
  }, [])
}

const fills = ({ view }: Composer): boolean => view === 'docked' || view === 'maximised'

/** A file that is dropped beside a window is meant for it; the browser would leave the page for the file. */
function useStrayDrops(key: string | undefined): void {
  useEffect(() => {
    if (key === undefined) return
    const controller = new AbortController()
    const options = { signal: controller.signal }
    const isStray = (event: DragEvent): boolean =>
      !event.defaultPrevented && (event.dataTransfer?.types.includes('Files') ?? false)
    const over = (event: DragEvent): void => {
      if (isStray(event)) event.preventDefault()
    }
    const drop = (event: DragEvent): void => {
      if (!isStray(event)) return
      event.preventDefault()
      attachFiles(key, [...(event.dataTransfer?.files ?? [])])
    }
    window.addEventListener('dragover', over, options)
    window.addEventListener('drop', drop, options)
    return () => controller.abort()
  }, [key])
}

/** The window that fills a small screen is closed by Back. */
function ClosedByBack({ composerKey }: { readonly composerKey: string }): ReactNode {
  useBackCloses(true, () => void closeComposer(composerKey))
  return null
}

interface DockProps {
  readonly onIdentities: (identities: readonly Identity[]) => void
}

function Dock({ onIdentities }: DockProps): ReactNode {
  const composers = useComposers(({ list }) => list)
  const { list: identities, status, error } = useIdentities()
  useEffect(() => onIdentities(identities), [onIdentities, identities])
  useSignature(identities)
  const shown = composers.findLast(fills)?.key
  useStrayDrops(shown)
  return (
    <div className={styles.dock}>
      {composers.filter(isOpen).map((composer) => (
        <ComposeWindow
          key={composer.key}
          composer={composer}
          identities={identities}
          identitiesSettled={status !== 'loading' || error !== null}
        />
      ))}
      {shown !== undefined && <ClosedByBack key={shown} composerKey={shown} />}
      <CorrespondentReader />
    </div>
  )
}

const none: readonly Identity[] = []

/** All messages being written, at the lower edge above any page. */
export function ComposeWindows(): ReactNode {
  const [identities, setIdentities] = useState(none)
  const any = useComposers(({ list }) => list.length > 0)
  useConnection(identities)
  useSaveOnLeave()
  return any ? <Dock onIdentities={setIdentities} /> : null
}
