import { useMailboxes, useMailActions, useThread, type Conversation } from '@atrium/mail'
import type { Email } from '@atrium/mail-contracts'
import { folderIcon, useFolderName } from '@atrium/mail-ui'
import type { PageProps } from '@atrium/protocol'
import { useStrings } from '@atrium/remote'
import { Chip, IconButton, Menu, MenuItem, type IconName, cleanText, EmptyState, ErrorState } from '@atrium/ui'
import { type ReactNode, type Ref, useEffect, useRef } from 'react'
import { failureReason } from '../actions.ts'
import { MoveButton } from '../folders/move-button.tsx'
import type { Command } from '../keyboard.ts'
import type { ListControl } from '../list-control.ts'
import { MarksContext } from '../message/marks.ts'
import { printConversation } from '../message/print.ts'
import type { Place } from '../place.ts'
import { strings } from '../strings.ts'
import { isUnread, MessageStack, useFold } from './message-stack.tsx'
import { type ThreadActions, useThreadActions } from './thread-actions.ts'
import styles from './thread-pane.module.css'
import { ThreadSkeleton } from './thread-skeleton.tsx'

export interface ThreadPaneProps {
  readonly threadId: string
  readonly place: Place
  readonly control: ListControl
  /** It covers the list. */
  readonly alone: boolean
  readonly onTitle: PageProps['onTitle']
}

interface LoadedThreadProps extends ThreadPaneProps, Pick<Conversation, 'loadWhole' | 'readAs'> {
  readonly emails: readonly Email[]
  /** The message that a search has found. */
  readonly found: string | undefined
}

function LoadedThread(props: LoadedThreadProps): ReactNode {
  const { threadId, emails, found, loadWhole, readAs, place, control, alone, onTitle } = props
  const t = useStrings(strings)
  const heading = useRef<HTMLHeadingElement>(null)
  const subject = cleanText(emails[0]?.subject) || t('noSubject')
  const scroll = useRef<HTMLDivElement>(null)
  const article = useRef<HTMLElement>(null)
  const fold = useFold(emails, found)
  const scrollBy = (command: Command): boolean => scroll.current !== null && scrollThread(scroll.current, command)
  const actions = useThreadActions({ threadId, emails, place, control, scrollBy })
  const print = (): void => {
    if (article.current) void printConversation(article.current, () => fold.setAll(true))
  }
  useMarkRead(emails)
  useEffect(() => onTitle(subject), [onTitle, subject])
  // The list is covered, so the focus must leave it.
  useEffect(() => {
    if (alone) heading.current?.focus({ preventScroll: true })
  }, [alone])
  return (
    <>
      <ThreadToolbar place={place} control={control} alone={alone} actions={actions} onPrint={print} />
      {/* Keys scroll what has the focus. */}
      <div ref={scroll} tabIndex={-1} className={styles.scroll}>
        <article ref={article} className={styles.thread} aria-label={t('conversation')}>
          <ThreadHeading ref={heading} subject={subject} emails={emails} place={place} />
          <MarksContext value={place.marks ?? noMarks}>
            <MessageStack
              emails={emails}
              fold={fold}
              loadWhole={loadWhole}
              readAs={readAs}
              actions={actions}
              onLeave={control.close}
            />
          </MarksContext>
        </article>
      </div>
    </>
  )
}

const noMarks: readonly string[] = []

/** Share of the height that a page is. */
const pageShare = 0.9

/** Pages the conversation, or goes to its next message. */
function scrollThread(element: HTMLElement, command: Command): boolean {
  if (command === 'page-down' || command === 'page-up') {
    element.scrollBy({ top: element.clientHeight * (command === 'page-down' ? pageShare : -pageShare) })
    return true
  }
  if (command !== 'next-message' && command !== 'previous-message') return false
  const messages = [...element.querySelectorAll<HTMLElement>('[data-message]')]
  const { top } = element.getBoundingClientRect()
  const focused = messages.findIndex((message) => message.contains(document.activeElement))
  const seen = messages.findLastIndex((message) => message.getBoundingClientRect().top <= top + 1)
  const at = focused === -1 ? Math.max(seen, 0) : focused
  const next = messages[at + (command === 'next-message' ? 1 : -1)]
  next?.scrollIntoView({ block: 'start' })
  next?.focus({ preventScroll: true })
  return next !== undefined
}

function Missing({ conversation, gone }: { readonly conversation: Conversation; readonly gone: boolean }): ReactNode {
  const t = useStrings(strings)
  if (gone) return <EmptyState icon="mail" title={t('conversationGone')} detail={t('conversationGoneDetail')} />
  if (conversation.status === 'loading') {
    return (
      <div role="status" aria-label={t('loading')}>
        <ThreadSkeleton />
      </div>
    )
  }
  const detail = t('safeDetail', { reason: conversation.error ? failureReason(t, conversation.error) : '' })
  return (
    <ErrorState title={t('conversationFailed')} detail={detail} onRetry={conversation.retry} retryLabel={t('retry')} />
  )
}

/** The open conversation, beside the list or above it. */
export function ThreadPane(props: ThreadPaneProps): ReactNode {
  const { threadId, place, control, alone } = props
  const conversation = useThread(threadId)
  const found = place.mailbox ? undefined : control.list.row(control.cursor.index)?.email.id
  const emails = useShownEmails(conversation.emails, place.mailbox?.id ?? null, found)
  const { status, error } = conversation
  const gone = error?.code === 'MAIL_NOT_FOUND' || (status === 'ready' && emails.length === 0)
  return (
    <section className={styles.pane}>
      {status === 'ready' && !gone ? (
        <LoadedThread
          {...props}
          {...{ emails, found }}
          loadWhole={conversation.loadWhole}
          readAs={conversation.readAs}
        />
      ) : (
        <>
          <ThreadToolbar place={place} control={control} alone={alone} />
          <Missing conversation={conversation} gone={gone} />
        </>
      )}
    </section>
  )
}

interface ThreadHeadingProps {
  readonly subject: string
  readonly emails: readonly Email[]
  /** Where it is opened; the folder is not listed. */
  readonly place: Place
  readonly ref: Ref<HTMLHeadingElement>
}

/** The subject, and the other folders that hold messages of the conversation. */
function ThreadHeading({ subject, emails, place, ref }: ThreadHeadingProps): ReactNode {
  const folderName = useFolderName()
  const { list } = useMailboxes()
  const elsewhere = list.filter(
    ({ id, role }) => id !== place.mailbox?.id && role !== 'sent' && emails.some(({ mailboxIds }) => mailboxIds[id]),
  )
  return (
    <header className={styles.heading}>
      <h1 ref={ref} tabIndex={-1} className={styles.subject}>
        <bdi>{subject}</bdi>
      </h1>
      {elsewhere.map((each) => (
        <Chip key={each.id} icon={folderIcon(each.role)}>
          {folderName(each)}
        </Chip>
      ))}
    </header>
  )
}

interface ThreadToolbarProps {
  readonly place: Place
  readonly control: ListControl
  readonly alone: boolean
  /** Default: none, while nothing is loaded. */
  readonly actions?: ThreadActions
  readonly onPrint?: () => void
}

type Key = keyof (typeof strings)['en']
type Tool = readonly [command: Command, icon: IconName, text: Key, caption: Key, shortcut: string, offered: boolean]

const toolsFor = ({ capabilities }: ThreadActions): readonly Tool[] => {
  const tools: readonly Tool[] = [
    ['archive', 'archive', 'archiveOne', 'archiveOne', 'E', capabilities.archive],
    ['archive', 'archive-restore', 'restoreOne', 'captionInbox', 'E', capabilities.restore],
    ['spam', 'archive-restore', 'notSpamOne', 'notSpamOne', '!', capabilities.notSpam],
    ['trash', 'trash', capabilities.destroy ? 'destroyOne' : 'deleteOne', 'captionDelete', '#', true],
    ['spam', 'junk', 'spam', 'captionSpam', '!', capabilities.spam],
    ['unread', 'mail', 'markUnread', 'captionUnread', 'Shift U', true],
  ]
  return tools.filter(([, , , , , offered]) => offered)
}

interface ToolbarActionsProps {
  readonly actions: ThreadActions
  readonly place: Place
  readonly onPrint: (() => void) | undefined
}

function ToolbarActions({ actions, place, onPrint }: ToolbarActionsProps): ReactNode {
  const t = useStrings(strings)
  return (
    <>
      {toolsFor(actions).map(([command, icon, text, caption, shortcut]) => (
        <IconButton
          key={text}
          icon={icon}
          label={t(text)}
          caption={t(caption)}
          shortcut={shortcut}
          onClick={() => actions.run(command)}
        />
      ))}
      <MoveButton from={place.mailbox?.id} onMove={actions.move} caption={t('captionMove')} />
      <Menu
        label={t('more')}
        placement="bottom-end"
        trigger={(props) => <IconButton {...props} icon="more" label={t('more')} caption={t('more')} />}
      >
        <MenuItem icon="star" shortcut="S" onSelect={() => actions.run('star')}>
          {t(actions.starred ? 'unstar' : 'star')}
        </MenuItem>
        <MenuItem icon="reply-all" shortcut="A" onSelect={() => actions.run('reply-all')}>
          {t('replyAll')}
        </MenuItem>
        <MenuItem icon="forward" shortcut="F" onSelect={() => actions.run('forward')}>
          {t('forward')}
        </MenuItem>
        {onPrint && (
          <MenuItem icon="printer" onSelect={onPrint}>
            {t('printConversation')}
          </MenuItem>
        )}
      </Menu>
    </>
  )
}

/** The toolbar above a conversation: actions on it, and navigation to the next one. */
function ThreadToolbar({ place, control, alone, actions, onPrint }: ThreadToolbarProps): ReactNode {
  const t = useStrings(strings)
  const { cursor, list, step } = control
  const { index } = cursor
  return (
    <div role="toolbar" aria-label={t('conversationTools')} className={styles.toolbar}>
      {alone && (
        <IconButton
          icon="arrow-left"
          label={t('back')}
          caption={t('captionBack')}
          shortcut="U"
          onClick={control.close}
        />
      )}
      {actions && <ToolbarActions actions={actions} place={place} onPrint={onPrint} />}
      <span className={styles.space} />
      {index >= 0 && list.total > 0 && (
        <span className={styles.place}>{t('place', { index: index + 1, total: list.total })}</span>
      )}
      <IconButton icon="chevron-up" label={t('previous')} shortcut="K" disabled={index <= 0} onClick={() => step(-1)} />
      <IconButton
        icon="chevron-down"
        label={t('next')}
        shortcut="J"
        disabled={index < 0 || index >= list.total - 1}
        onClick={() => step(1)}
      />
    </div>
  )
}

/** Milliseconds that a message is visible before it is marked as read, so that stepping past it does not. */
export const readAfter = 700

/**
 * Marks a conversation as read once it was shown for a moment in a visible page.
 * A message that the user marked as unread again stays unread.
 */
export function useMarkRead(emails: readonly Email[]): void {
  const actions = useMailActions()
  const done = useRef(new Set<string>())
  const waiting = emails.filter((email) => isUnread(email) && !done.current.has(email.id)).map(({ id }) => id)
  const key = waiting.join()
  useEffect(() => {
    if (key === '') return
    let timer: ReturnType<typeof setTimeout> | undefined
    const mark = (): void => {
      const ids = key.split(',')
      for (const id of ids) done.current.add(id)
      actions.setKeyword(ids, '$seen', true)
    }
    const begin = (): void => {
      clearTimeout(timer)
      if (document.visibilityState === 'visible') timer = setTimeout(mark, readAfter)
    }
    begin()
    document.addEventListener('visibilitychange', begin)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', begin)
    }
  }, [key, actions])
}

/** Messages in trash and spam are shown in a conversation that is opened there, and where one was found. */
function useShownEmails(emails: readonly Email[], mailboxId: string | null, found: string | undefined) {
  const { byRole } = useMailboxes()
  const discarded = [byRole('trash')?.id, byRole('junk')?.id].filter((id) => id !== undefined)
  if (mailboxId !== null && discarded.includes(mailboxId)) return emails
  const shown = emails.filter(
    ({ id, mailboxIds }) => id === found || !Object.keys(mailboxIds).every((folder) => discarded.includes(folder)),
  )
  return shown.length > 0 ? shown : emails
}
