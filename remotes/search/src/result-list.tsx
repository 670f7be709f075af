import { useMailActions, type EmailList, type EmailRow, type Segment } from '@atrium/mail'
import type { EmailAddress, EmailListing, Mailbox, MailboxRole } from '@atrium/mail-contracts'
import {
  exactDate,
  MailRow,
  MailRowSkeleton,
  recipientsOf,
  RowDate,
  RowPeople,
  rowPeople,
  RowText,
  shortDate,
  useComposer,
  useFolderName,
  useListCursor,
  useOwnAddresses,
  useToday,
  type ListCursor,
} from '@atrium/mail-ui'
import type { Navigate } from '@atrium/protocol'
import { hrefOf, useLocale, useStrings, useWorkspace } from '@atrium/remote'
import {
  Avatar,
  Badge,
  Button,
  cleanFragment,
  cleanText,
  Icon,
  IconButton,
  rowHeights,
  VirtualList,
  type VirtualListHandle,
} from '@atrium/ui'
import { memo, useEffect, useEffectEvent, useMemo, useRef, type MouseEvent, type ReactNode } from 'react'
import styles from './result-list.module.css'
import { strings } from './strings.ts'

export interface ResultListProps {
  readonly query: string
  readonly list: EmailList
  readonly mailboxes: readonly Mailbox[]
  readonly navigate: Navigate
}

/** The results, one row per conversation. Only visible rows are rendered and loaded. */
export function ResultList({ query, list, mailboxes, navigate }: ResultListProps): ReactNode {
  const t = useStrings(strings)
  const density = useWorkspace((state) => state.density)
  const compact = density === 'compact'
  const today = useToday()
  const own = useOwnAddresses()
  const handle = useRef<VirtualListHandle>(null)
  const cursor = useListCursor({ list, handle, restoreKey: query })
  const actions = useResultActions(mailboxes, navigate)
  useResultKeys({ list, cursor, actions })
  const { total } = list
  const current = Math.max(cursor.index, 0)
  const renderRow = (index: number): ReactNode => {
    const row = list.row(index)
    if (!row) return <MailRowSkeleton index={index} compact={compact} selectable={false} />
    const home = homeOf(row.email, mailboxes)
    return (
      <ResultRow
        {...{ row, index, total, compact, home, own, today, actions }}
        active={index === current}
        href={threadAddress(row.email, home)}
      />
    )
  }
  return (
    <div className={styles.results}>
      <div className={styles.list}>
        <VirtualList
          ref={handle}
          role="list"
          aria-label={t('resultsFor', { query })}
          count={total}
          rowHeight={rowHeights[density]}
          renderRow={renderRow}
          keyOf={(index) => list.id(index) ?? index}
          onRangeChange={list.ensureRange}
          pinnedIndex={current}
        />
      </div>
      {list.error && (
        <p role="alert" className={styles.failure}>
          {t('moreFailed')}
          <Button size="small" onClick={list.retry}>
            {t('retry')}
          </Button>
        </p>
      )}
    </div>
  )
}

/** What a user can do with a result. */
interface ResultActions {
  /** Opens the conversation in its folder; a draft in the composer. */
  readonly open: (row: EmailRow) => void
  readonly reply: (row: EmailRow) => void
  readonly star: (row: EmailRow) => void
}

function useResultActions(mailboxes: readonly Mailbox[], navigate: Navigate): ResultActions {
  const { setKeyword } = useMailActions()
  const compose = useComposer()
  return useMemo(
    () => ({
      open: ({ email }) => {
        if (email.keywords['$draft']) compose({ kind: 'draft', emailId: email.id })
        else navigate(threadAddress(email, homeOf(email, mailboxes)))
      },
      reply: ({ email }) => compose({ kind: 'reply', emailId: email.id }),
      star: ({ email }) => void setKeyword([email.id], '$flagged', !email.keywords['$flagged']),
    }),
    [mailboxes, navigate, setKeyword, compose],
  )
}

const homeOrder: readonly (MailboxRole | null)[] = [
  'inbox',
  null,
  'archive',
  'important',
  'sent',
  'drafts',
  'flagged',
  'junk',
  'trash',
]

/** The folder that a result is opened in. Of several, the one a user would name first. */
const homeOf = (email: Pick<EmailListing, 'mailboxIds'>, mailboxes: readonly Mailbox[]): Mailbox | undefined =>
  mailboxes
    .filter(({ id }) => email.mailboxIds[id])
    .sort((one, other) => homeOrder.indexOf(one.role) - homeOrder.indexOf(other.role))[0]

/** The address of a conversation in the workspace. */
function threadAddress(email: Pick<EmailListing, 'mailboxIds' | 'threadId'>, home: Mailbox | undefined): string {
  const mailboxId = home?.id ?? Object.keys(email.mailboxIds)[0] ?? ''
  return `/inbox/${encodeURIComponent(mailboxId.toWellFormed())}/${encodeURIComponent(email.threadId.toWellFormed())}`
}

interface ResultRowProps {
  readonly row: EmailRow
  readonly index: number
  readonly total: number
  /** The cursor is on it. */
  readonly active: boolean
  readonly compact: boolean
  readonly home: Mailbox | undefined
  /** The address of the conversation in the workspace. */
  readonly href: string
  /** Lower-case addresses of the user. */
  readonly own: ReadonlySet<string>
  readonly today: Date
  readonly actions: ResultActions
}

const opensElsewhere = ({ metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean =>
  metaKey || ctrlKey || shiftKey || altKey

/** One result. The whole row is a link, with the buttons above it. */
const ResultRow = memo(function ResultRow(props: ResultRowProps): ReactNode {
  const { row, index, total, active, compact, home, href, own, today, actions } = props
  const { email, thread, snippet } = row
  const t = useStrings(strings)
  const folderName = useFolderName()
  const { locale } = useLocale()
  const { face, outgoing } = counterpartOf(email, own)
  const people = outgoing ? recipientsOf(email.to, thread.unread) : recipientsOf(email.from, thread.unread).slice(0, 1)
  const subject = cleanText(email.subject)
  return (
    <MailRow
      role="listitem"
      aria-posinset={index + 1}
      aria-setsize={total}
      compact={compact}
      unread={thread.unread}
      link={{
        href: hrefOf(href),
        index,
        tabIndex: active ? 0 : -1,
        onClick: (event) => {
          if (opensElsewhere(event)) return
          event.preventDefault()
          actions.open(row)
        },
      }}
      mark={!compact && <Avatar address={face?.email ?? ''} name={face?.name ?? undefined} />}
      people={
        <RowPeople
          people={rowPeople(people, { own, me: t('me') })}
          unread={thread.unread}
          prefix={outgoing ? t('to') : undefined}
          placeholder={t('unknownSender')}
          draft={email.keywords['$draft'] ? t('draft') : undefined}
          count={thread.count}
          countLabel={t('messagesInThread', { count: thread.count })}
        />
      }
      text={
        <RowText
          subject={marked(snippet?.subject) ?? (subject || t('noSubject'))}
          muted={!subject}
          preview={marked(snippet?.preview) ?? cleanText(email.preview)}
        />
      }
      end={
        <>
          {email.hasAttachment && <Icon name="paperclip" size={16} label={t('hasAttachment')} />}
          {home && home.role !== 'inbox' && <Badge>{folderName(home)}</Badge>}
          <RowDate at={email.receivedAt} title={exactDate(email.receivedAt, locale)}>
            {shortDate(email.receivedAt, locale, today)}
          </RowDate>
        </>
      }
      actions={<ResultButtons row={row} active={active} actions={actions} />}
    />
  )
})

/** Who is on the other side of a message: its sender, or the recipients of a message the user sent. */
function counterpartOf(
  email: EmailListing,
  own: ReadonlySet<string>,
): { readonly face: EmailAddress | undefined; readonly outgoing: boolean } {
  const sender = email.from?.[0]
  const outgoing = sender !== undefined && own.has(sender.email.toLowerCase()) && (email.to ?? []).length > 0
  return { face: outgoing ? email.to?.[0] : sender, outgoing }
}

function ResultButtons({ row, active, actions }: Pick<ResultRowProps, 'row' | 'active' | 'actions'>): ReactNode {
  const t = useStrings(strings)
  const starred = row.email.keywords['$flagged'] === true
  const button = { size: 'small', tabIndex: active ? 0 : -1 } as const
  return (
    <>
      <IconButton {...button} icon="reply" label={t('reply')} shortcut="r" onClick={() => actions.reply(row)} />
      <IconButton
        {...button}
        icon="star"
        pressed={starred}
        label={t(starred ? 'unstar' : 'star')}
        shortcut="s"
        onClick={() => actions.star(row)}
      />
    </>
  )
}

/** Text with the matches marked. Segments, never markup; null when there are none. */
function marked(segments: readonly Segment[] | undefined): ReactNode {
  if (!segments || segments.length === 0) return null
  let start = 0
  return segments.map(({ text, marked: match }) => {
    // A segment has no identity but its position.
    const key = start
    start += text.length
    return match ? (
      <mark key={key} className={styles.mark}>
        {cleanFragment(text)}
      </mark>
    ) : (
      <span key={key}>{cleanFragment(text)}</span>
    )
  })
}

type ResultCommand = 'next' | 'previous' | 'first' | 'last' | 'open' | 'reply' | 'star'

const everywhere: Readonly<Record<string, ResultCommand>> = {
  j: 'next',
  k: 'previous',
  o: 'open',
  r: 'reply',
  s: 'star',
}
const inList: Readonly<Record<string, ResultCommand>> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
  Enter: 'open',
}

const takesKeys =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]:not([contenteditable="false"]), dialog, [role="dialog"], [role="menu"], [role="listbox"]'

/** The command of a key. Enter and the arrows belong to the control that has the focus. */
function commandOf(event: KeyboardEvent): ResultCommand | null {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return null
  const target = event.target instanceof Element ? event.target : document.body
  if (target.closest(takesKeys)) return null
  const command = everywhere[event.key]
  if (command) return command
  const free = target === document.body || target.matches('[data-index], main')
  return free ? (inList[event.key] ?? null) : null
}

interface KeyTargets {
  readonly list: EmailList
  readonly cursor: ListCursor
  readonly actions: ResultActions
}

function run(command: ResultCommand, { list, cursor, actions }: KeyTargets): void {
  const index = Math.max(cursor.index, 0)
  // The first press focuses the cursor's row, the next ones move on from there.
  const focused = document.activeElement?.matches('[data-index]') ?? false
  if (command === 'next') cursor.moveTo(focused ? index + 1 : index, true)
  else if (command === 'previous') cursor.moveTo(focused ? index - 1 : index, true)
  else if (command === 'first') cursor.moveTo(0, true)
  else if (command === 'last') cursor.moveTo(list.total - 1, true)
  else {
    const row = list.row(index)
    if (row) actions[command](row)
  }
}

/** Handles the keys of the page while results are shown. */
function useResultKeys(targets: KeyTargets): void {
  const handleKey = useEffectEvent((event: KeyboardEvent) => {
    const command = commandOf(event)
    if (!command) return
    event.preventDefault()
    run(command, targets)
  })
  useEffect(() => {
    window.addEventListener('keydown', handleKey)
    return () => window.removeEventListener('keydown', handleKey)
  }, [])
}
