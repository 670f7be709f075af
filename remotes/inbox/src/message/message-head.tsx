import { useKnownSender } from '@atrium/mail'
import type { Email, EmailAddress } from '@atrium/mail-contracts'
import {
  parseMailto,
  type SenderFacts,
  type SenderWarning,
  describeSender,
  readAuthentication,
} from '@atrium/mail-html'
import { useComposer, useOwnAddresses, exactDate, personName, shortName, messageDate, useToday } from '@atrium/mail-ui'
import { useStrings, useLocale, useWorkspace } from '@atrium/remote'
import {
  Button,
  Dialog,
  cleanText,
  Icon,
  isolated,
  IconButton,
  Menu,
  MenuItem,
  MenuSeparator,
  Avatar,
} from '@atrium/ui'
import { useState, type ReactNode, useId, type MouseEvent } from 'react'
import { strings } from '../strings.ts'
import type { MessageActions } from './message-actions.ts'
import styles from './message-head.module.css'

/** How a reader leaves a mailing list. */
export type WayOut = { readonly kind: 'page'; readonly url: URL } | { readonly kind: 'mail'; readonly href: string }

/** Addresses of one message that are looked at. Beyond it: the rest is left out. */
const maxAddresses = 10

const parsed = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null)

/** The first address of a List-Unsubscribe field that can be used (RFC 2369 §3.2): a page over HTTPS, or a mail. */
export function wayOut(email: Pick<Email, 'header:List-Unsubscribe:asURLs'>): WayOut | null {
  for (const text of (email['header:List-Unsubscribe:asURLs'] ?? []).slice(0, maxAddresses)) {
    const url = parsed(text)
    if (url?.protocol === 'https:') return { kind: 'page', url }
    if (url?.protocol === 'mailto:' && parseMailto(text).to.length > 0) return { kind: 'mail', href: text }
  }
  return null
}

/** Leaves a mailing list after a question: a mail is written, or a page of the sender opened. */
export function Unsubscribe({ way }: { readonly way: WayOut }): ReactNode {
  const t = useStrings(strings)
  const compose = useComposer()
  const [open, setOpen] = useState(false)
  const leave = (): void => {
    setOpen(false)
    if (way.kind === 'page') window.open(way.url.href, '_blank', 'noopener,noreferrer')
    else compose({ kind: 'new', ...parseMailto(way.href) })
  }
  const target = way.kind === 'page' ? way.url.host : (parseMailto(way.href).to[0]?.email ?? '')
  return (
    <>
      <button type="button" className={styles.unsubscribe} onClick={() => setOpen(true)}>
        {t('unsubscribe')}
      </button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t('unsubscribeTitle')}
        closeLabel={t('close')}
        size="small"
        footer={
          <>
            <Button onClick={() => setOpen(false)}>{t('cancel')}</Button>
            <Button variant="primary" onClick={leave}>
              {t(way.kind === 'page' ? 'unsubscribePage' : 'unsubscribeMail')}
            </Button>
          </>
        }
      >
        <p>{t(way.kind === 'page' ? 'unsubscribePageDetail' : 'unsubscribeMailDetail')}</p>
        <p className={styles.wayOut}>
          <bdi>{target}</bdi>
        </p>
      </Dialog>
    </>
  )
}

/** A notice on the first message from an address: an impostor has no earlier ones. */
export function FirstMessage({ email }: { readonly email: Email }): ReactNode {
  const t = useStrings(strings)
  const own = useOwnAddresses()
  const address = email.from?.length === 1 ? (email.from[0]?.email ?? '') : ''
  const relevant = address.includes('@') && !own.has(address.toLowerCase()) && !email.keywords['$draft']
  const known = useKnownSender({ address: relevant ? address : null, before: email.receivedAt })
  if (!relevant || known !== false) return null
  return (
    <p className={styles.first}>
      <Icon name="info" size={16} />
      <span>{t('firstMessage', { address: isolated(cleanText(address)) })}</span>
    </p>
  )
}

/** Other ways to look at a message. */
export interface MessageViews {
  /** Its text is shown instead of its HTML. */
  readonly plain: boolean
  /** Absent where it has no HTML. */
  readonly togglePlain: (() => void) | undefined
  readonly showHeaders: () => void
  readonly showSource: () => void
  readonly chooseCharset: () => void
}

export interface MessageMenuProps {
  readonly actions: MessageActions
  readonly views: MessageViews
  /** Absent where the conversation has no other message. */
  readonly onFold: (() => void) | undefined
}

function ReplyItems({ actions }: Pick<MessageMenuProps, 'actions'>): ReactNode {
  const t = useStrings(strings)
  return (
    <>
      <MenuItem icon="reply" onSelect={() => actions.compose('reply')}>
        {t('reply')}
      </MenuItem>
      <MenuItem icon="reply-all" onSelect={() => actions.compose('reply-all')}>
        {t('replyAll')}
      </MenuItem>
      <MenuItem icon="forward" onSelect={() => actions.compose('forward')}>
        {t('forward')}
      </MenuItem>
    </>
  )
}

function ViewItems({ views }: Pick<MessageMenuProps, 'views'>): ReactNode {
  const t = useStrings(strings)
  return (
    <>
      {views.togglePlain && (
        <MenuItem icon="file" checked={views.plain} onSelect={views.togglePlain}>
          {t('plainText')}
        </MenuItem>
      )}
      <MenuItem icon="globe" onSelect={views.chooseCharset}>
        {t('charset')}
      </MenuItem>
      <MenuItem icon="info" onSelect={views.showHeaders}>
        {t('showHeaders')}
      </MenuItem>
      <MenuItem icon="file" onSelect={views.showSource}>
        {t('showSource')}
      </MenuItem>
    </>
  )
}

/** Everything that can be done with one message. */
export function MessageMenu({ actions, views, onFold }: MessageMenuProps): ReactNode {
  const t = useStrings(strings)
  const { downloadOriginal } = actions
  const label = t('messageMenu')
  return (
    <Menu
      label={label}
      placement="bottom-end"
      trigger={(props) => <IconButton {...props} icon="more-vertical" label={label} />}
    >
      <ReplyItems actions={actions} />
      <MenuSeparator />
      {onFold && (
        <MenuItem icon="chevron-up" onSelect={onFold}>
          {t('foldMessage')}
        </MenuItem>
      )}
      <MenuItem icon="mail" onSelect={actions.markUnread}>
        {t('unreadFromHere')}
      </MenuItem>
      <MenuItem icon="trash" onSelect={actions.trash}>
        {t('deleteMessage')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon="printer" onSelect={actions.print}>
        {t('printMessage')}
      </MenuItem>
      {downloadOriginal && (
        <MenuItem icon="download" onSelect={downloadOriginal}>
          {t('showOriginal')}
        </MenuItem>
      )}
      <MenuSeparator />
      <ViewItems views={views} />
    </Menu>
  )
}

type People = readonly EmailAddress[] | null

/** Names in the line of recipients. Beyond it: "and 3 more". */
const maxNames = 3

/**
 * Addresses in the details of a message. Beyond it: "and 3 more", because a message to fifty thousand must not
 * block the page.
 */
const maxRecipients = 300

function Addresses({ people }: { readonly people: readonly EmailAddress[] }): ReactNode {
  const t = useStrings(strings)
  return (
    <>
      {people.slice(0, maxRecipients).map((person, index) => (
        <span key={index} className={styles.person}>
          <bdi>{personName(person)}</bdi>
          {cleanText(person.name) && <bdi className={styles.address}>{cleanText(person.email)}</bdi>}
        </span>
      ))}
      {people.length > maxRecipients && (
        <span className={styles.person}>{t('morePeople', { count: people.length - maxRecipients })}</span>
      )}
    </>
  )
}

function Details({ id, email }: { readonly id: string; readonly email: Email }): ReactNode {
  const t = useStrings(strings)
  const { locale } = useLocale()
  const sender = email.sender?.[0]?.email === email.from?.[0]?.email ? null : email.sender
  const rows: readonly (readonly [string, People])[] = [
    [t('detailFrom'), email.from],
    [t('detailSender'), sender],
    [t('detailReplyTo'), email.replyTo],
    [t('detailTo'), email.to],
    [t('detailCc'), email.cc],
    [t('detailBcc'), email.bcc],
  ]
  return (
    <dl id={id} className={styles.details}>
      {rows.map(([label, list]) =>
        list && list.length > 0 ? (
          <div key={label} className={styles.detail}>
            <dt>{label}</dt>
            <dd>
              <Addresses people={list} />
            </dd>
          </div>
        ) : null,
      )}
      <div className={styles.detail}>
        <dt>{t('detailDate')}</dt>
        <dd>{exactDate(email.sentAt ?? email.receivedAt, locale)}</dd>
      </div>
    </dl>
  )
}

/** Who a message goes to in one line, and everything its head says behind it. */
export function Recipients({ email }: { readonly email: Email }): ReactNode {
  const t = useStrings(strings)
  const own = useOwnAddresses()
  const [open, setOpen] = useState(false)
  const id = useId()
  const people = [...(email.to ?? []), ...(email.cc ?? []), ...(email.bcc ?? [])]
  const names = people
    .slice(0, maxNames)
    .map((person) => (own.has(person.email.toLowerCase()) ? t('me') : shortName(person)))
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        title={t(open ? 'hideDetails' : 'showDetails')}
        className={styles.recipients}
        onClick={() => setOpen(!open)}
      >
        <span className={styles.names}>
          {t('toLine')}{' '}
          {names.map((name, index) => (
            <span key={index}>
              {index > 0 && ', '}
              <bdi>{name}</bdi>
            </span>
          ))}
          {people.length === 0 && t('undisclosed')}
          {people.length > maxNames && ` ${t('morePeople', { count: people.length - maxNames })}`}
        </span>
        <Icon name={open ? 'chevron-up' : 'chevron-down'} size={16} />
      </button>
      {open && <Details id={id} email={email} />}
    </>
  )
}

type Key = keyof (typeof strings)['en']

const words: Readonly<Record<SenderWarning, Key>> = {
  'no-sender': 'warnNoSender',
  'several-senders': 'warnSeveral',
  'name-is-another-address': 'warnOtherAddress',
  'hidden-characters': 'warnHidden',
  'look-alike-domain': 'warnLookAlike',
  'address-invalid': 'warnInvalid',
  'authentication-failed': 'warnFailed',
}

/** What is wrong with who a message says it is from. */
export function SenderWarnings({ sender }: { readonly sender: SenderFacts }): ReactNode {
  const t = useStrings(strings)
  if (sender.warnings.length === 0) return null
  const values = {
    address: isolated(sender.address),
    domain: isolated(sender.domain),
    others: sender.others.map(({ address }) => isolated(address)).join(', '),
  }
  return (
    <ul className={styles.warnings}>
      {sender.warnings.map((warning) => (
        <li key={warning}>
          <Icon name="shield-alert" size={16} />
          <span>{t(words[warning], values)}</span>
        </li>
      ))}
    </ul>
  )
}

export interface MessageHeadProps {
  readonly email: Email
  readonly actions: MessageActions
  readonly views: MessageViews
  readonly onFold: (() => void) | undefined
}

const isControl = ({ target }: MouseEvent): boolean =>
  target instanceof Element && target.closest('button, a, dl, dialog, [role="menu"]') !== null

function Tools({ email, actions, views, onFold, date }: MessageHeadProps & { readonly date: string }): ReactNode {
  const t = useStrings(strings)
  const { locale } = useLocale()
  const starred = email.keywords['$flagged'] === true
  return (
    <div className={styles.tools}>
      <time dateTime={email.receivedAt} title={exactDate(email.receivedAt, locale)} className={styles.date}>
        {date}
      </time>
      <IconButton
        icon="star"
        pressed={starred}
        label={t(starred ? 'unstar' : 'star')}
        onClick={actions.star}
        className={styles.second}
      />
      <IconButton icon="reply" label={t('reply')} onClick={() => actions.compose('reply')} className={styles.second} />
      <IconButton
        icon="reply-all"
        label={t('replyAll')}
        onClick={() => actions.compose('reply-all')}
        className={styles.second}
      />
      <IconButton
        icon="forward"
        label={t('forward')}
        onClick={() => actions.compose('forward')}
        className={styles.second}
      />
      <MessageMenu actions={actions} views={views} onFold={onFold} />
    </div>
  )
}

/** Who wrote it, to whom and when. */
export function MessageHead({ email, actions, views, onFold }: MessageHeadProps): ReactNode {
  const t = useStrings(strings)
  const { locale } = useLocale()
  const today = useToday()
  const authServer = useWorkspace((state) => state.session?.authServer)
  const sender = describeSender(
    email.from,
    readAuthentication(email['header:Authentication-Results:asText:all'] ?? [], authServer),
  )
  const date = messageDate(email.receivedAt, locale, today)
  const way = wayOut(email)
  return (
    <header
      className={styles.head}
      onClick={(event) => {
        if (onFold && !isControl(event) && window.getSelection()?.isCollapsed !== false) onFold()
      }}
    >
      <Avatar address={email.from?.[0]?.email ?? ''} name={sender.name || undefined} size="large" />
      <div className={styles.who}>
        <p className={styles.sender}>
          <bdi className={styles.senderName}>{sender.name || sender.address || t('noSender')}</bdi>
          {sender.verified && <Icon name="shield-check" size={16} label={t('verified')} className={styles.verified} />}
          {sender.name && <bdi className={styles.address}>{sender.address}</bdi>}
          {way && !sender.warnings.includes('authentication-failed') && <Unsubscribe way={way} />}
        </p>
        <Recipients email={email} />
        <time dateTime={email.receivedAt} className={styles.narrowDate}>
          {date}
        </time>
      </div>
      <Tools email={email} actions={actions} views={views} onFold={onFold} date={date} />
      <SenderWarnings sender={sender} />
      <FirstMessage email={email} />
    </header>
  )
}
