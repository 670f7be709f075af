import type { Conversation } from '@atrium/mail'
import type { Email } from '@atrium/mail-contracts'
import { exactDate, messageDate, personName, useToday } from '@atrium/mail-ui'
import { useLocale, useStrings } from '@atrium/remote'
import { Avatar, cleanText, Icon, Button } from '@atrium/ui'
import { type ReactNode, useState } from 'react'
import { useCommands } from '../keyboard.ts'
import { Message } from '../message/message.tsx'
import { strings } from '../strings.ts'
import styles from './message-stack.module.css'
import type { ThreadActions } from './thread-actions.ts'

export interface MessageStackProps {
  readonly emails: readonly Email[]
  readonly fold: Fold
  readonly loadWhole: Conversation['loadWhole']
  readonly readAs: Conversation['readAs']
  readonly actions: ThreadActions
  /** Called before messages are marked as unread: while open, they would be marked as read again. */
  readonly onLeave: () => void
}

const ReplyBar = ({ actions }: { readonly actions: ThreadActions }): ReactNode => {
  const t = useStrings(strings)
  return (
    <div className={styles.replies}>
      <Button icon="reply" onClick={() => actions.run('reply')}>
        {t('reply')}
      </Button>
      <Button icon="reply-all" onClick={() => actions.run('reply-all')}>
        {t('replyAll')}
      </Button>
      <Button icon="forward" onClick={() => actions.run('forward')}>
        {t('forward')}
      </Button>
    </div>
  )
}

/** The focus is in no list. */
const noList = { current: null }

/** The messages of a conversation, oldest first. */
export function MessageStack({ emails, fold, loadWhole, readAs, actions, onLeave }: MessageStackProps): ReactNode {
  const t = useStrings(strings)
  const { items, toggle, spread, setAll } = fold
  useCommands(noList, (command) => {
    if (command !== 'expand-all' && command !== 'collapse-all') return false
    setAll(command === 'expand-all')
    return true
  })
  const repliable = emails.some(({ keywords }) => !keywords['$draft'])
  return (
    <>
      {items.map((item) => {
        if (item.kind === 'earlier') {
          return (
            <button key="earlier" type="button" className={styles.earlier} onClick={spread}>
              <span aria-hidden>{item.ids.length}</span>
              <span>{t('earlier', { count: item.ids.length })}</span>
            </button>
          )
        }
        const { email, open } = item
        if (!open) return <FoldedMessage key={email.id} email={email} onOpen={() => toggle(email.id)} />
        const from = emails.slice(emails.indexOf(email)).map(({ id }) => id)
        return (
          <Message
            key={email.id}
            email={email}
            following={from}
            alone={emails.length === 1}
            loadWhole={loadWhole}
            readAs={readAs}
            onFold={() => toggle(email.id)}
            onLeave={onLeave}
          />
        )
      })}
      {repliable && <ReplyBar actions={actions} />}
    </>
  )
}

interface FoldedMessageProps {
  readonly email: Email
  readonly onOpen: () => void
}

/** A collapsed message, in one line. */
function FoldedMessage({ email, onOpen }: FoldedMessageProps): ReactNode {
  const t = useStrings(strings)
  const { locale } = useLocale()
  const today = useToday()
  const [sender] = email.from ?? []
  const name = sender ? personName(sender) : t('noSender')
  const draft = email.keywords['$draft']
  return (
    <button type="button" aria-expanded={false} data-message className={styles.line} onClick={onOpen}>
      <Avatar address={sender?.email ?? ''} name={sender?.name ?? undefined} />
      <span className={styles.name}>
        {draft ? <span className={styles.draft}>{t('draft')}</span> : <bdi>{name}</bdi>}
      </span>
      <bdi className={styles.preview}>{cleanText(email.preview)}</bdi>
      {email.keywords['$flagged'] && (
        <span className={styles.star}>
          <Icon name="star" size={16} filled />
        </span>
      )}
      {email.hasAttachment && <Icon name="paperclip" size={16} className={styles.clip} />}
      <time dateTime={email.receivedAt} title={exactDate(email.receivedAt, locale)} className={styles.date}>
        {messageDate(email.receivedAt, locale, today)}
      </time>
    </button>
  )
}

export const isUnread = ({ keywords }: Pick<Email, 'keywords'>): boolean => !keywords['$seen'] && !keywords['$draft']

/** The messages that are expanded when a conversation opens: the last one, the one it replies to if it is a draft, and the unread ones. */
export function openAtFirst(emails: readonly Email[]): ReadonlySet<string> {
  const last = [emails.at(-1), emails.findLast(({ keywords }) => !keywords['$draft'])]
  return new Set(emails.filter((email) => last.includes(email) || isUnread(email)).map(({ id }) => id))
}

/** A message that arrives later is expanded; what the user expanded or collapsed stays so. */
export function openAfterArrival(
  open: ReadonlySet<string>,
  known: ReadonlySet<string>,
  emails: readonly Email[],
): ReadonlySet<string> {
  const fresh = emails.filter(({ id }) => !known.has(id))
  return fresh.length === 0 ? open : new Set([...open, ...fresh.map(({ id }) => id)])
}

export type StackItem =
  | { readonly kind: 'message'; readonly email: Email; readonly open: boolean }
  /** Several collapsed messages in one line. */
  | { readonly kind: 'earlier'; readonly ids: readonly string[] }

/** Fewer are shown one by one. */
const minHidden = 3

/** The rendered stack: a long run of collapsed messages becomes one line, except for its first and last. */
export function stackOf(emails: readonly Email[], open: ReadonlySet<string>, spread: boolean): readonly StackItem[] {
  const items = emails.map((email): StackItem => ({ kind: 'message', email, open: open.has(email.id) }))
  if (spread) return items
  const firstOpen = emails.findIndex(({ id }) => open.has(id))
  const hidden = emails.slice(1, Math.max(1, firstOpen - 1))
  if (hidden.length < minHidden) return items
  return [...items.slice(0, 1), { kind: 'earlier', ids: hidden.map(({ id }) => id) }, ...items.slice(1 + hidden.length)]
}

export interface Fold {
  readonly items: readonly StackItem[]
  readonly toggle: (id: string) => void
  readonly spread: () => void
  /** Expands all messages, or collapses all but the last. */
  readonly setAll: (open: boolean) => void
}

interface State {
  readonly known: ReadonlySet<string>
  readonly open: ReadonlySet<string>
  readonly spread: boolean
}

const initialState = (emails: readonly Email[], found: string | undefined): State => ({
  known: new Set(emails.map(({ id }) => id)),
  open: found === undefined ? openAtFirst(emails) : new Set([...openAtFirst(emails), found]),
  spread: false,
})

/**
 * Which messages are expanded. Decided once: marking one as read collapses nothing.
 * @param found A message that a search has found: it is expanded too.
 */
export function useFold(emails: readonly Email[], found: string | undefined): Fold {
  const [state, setState] = useState(() => initialState(emails, found))
  const arrived = emails.some(({ id }) => !state.known.has(id))
  const current = arrived
    ? { ...initialState(emails, found), open: openAfterArrival(state.open, state.known, emails), spread: state.spread }
    : state
  if (arrived) setState(current)
  return {
    items: stackOf(emails, current.open, current.spread),
    toggle: (id) =>
      setState((old) => {
        const open = new Set(old.open)
        if (!open.delete(id)) open.add(id)
        return { ...old, open }
      }),
    spread: () => setState((old) => ({ ...old, spread: true })),
    setAll: (open) => {
      const shown = open ? emails : emails.slice(-1)
      setState((old) => ({ ...old, open: new Set(shown.map(({ id }) => id)), spread: open || old.spread }))
    },
  }
}
