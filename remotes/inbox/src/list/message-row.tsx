import type { EmailRow } from '@atrium/mail'
import {
  exactDate,
  MailRow,
  recipientsOf,
  RowDate,
  RowPeople,
  rowPeople,
  RowText,
  shortDate,
  type RowPerson,
} from '@atrium/mail-ui'
import { hrefOf, useLocale, useStrings } from '@atrium/remote'
import { Avatar, Checkbox, cleanText, Icon, IconButton, isolated } from '@atrium/ui'
import {
  memo,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type ChangeEvent,
  type MouseEvent,
  type ReactNode,
} from 'react'
import type { Capabilities, Texts } from '../actions.ts'
import { endDrag } from '../drag.ts'
import type { RowParts } from '../place.ts'
import { strings } from '../strings.ts'
import styles from './message-row.module.css'

/** What the pointer can do to a row. */
export interface RowHandlers {
  readonly open: (row: EmailRow) => void
  readonly toggle: (row: EmailRow) => void
  readonly extend: (row: EmailRow) => void
  readonly star: (row: EmailRow) => void
  readonly archive: (row: EmailRow) => void
  readonly trash: (row: EmailRow) => void
  readonly restore: (row: EmailRow) => void
  readonly markRead: (row: EmailRow) => void
  /** Loads what opening the row will show. */
  readonly prefetch: (row: EmailRow) => void
  readonly drag: (row: EmailRow, transfer: DataTransfer) => void
}

/** Handlers with a stable identity, so that rows are not rendered again with the list. */
export function useRowHandlers(current: RowHandlers): RowHandlers {
  const latest = useRef(current)
  useLayoutEffect(() => {
    latest.current = current
  })
  return useMemo(
    () => ({
      open: (row) => latest.current.open(row),
      toggle: (row) => latest.current.toggle(row),
      extend: (row) => latest.current.extend(row),
      star: (row) => latest.current.star(row),
      archive: (row) => latest.current.archive(row),
      trash: (row) => latest.current.trash(row),
      restore: (row) => latest.current.restore(row),
      markRead: (row) => latest.current.markRead(row),
      prefetch: (row) => latest.current.prefetch(row),
      drag: (row, transfer) => latest.current.drag(row, transfer),
    }),
    [],
  )
}

export interface MessageRowProps {
  readonly row: EmailRow
  /** Where it opens. */
  readonly address: string
  readonly index: number
  /** The cursor is on it. */
  readonly active: boolean
  /** It is open beside the list. */
  readonly open: boolean
  readonly selected: boolean
  readonly compact: boolean
  readonly own: ReadonlySet<string>
  readonly capabilities: Capabilities
  /** Recipients are shown instead of senders. */
  readonly outgoing: boolean
  readonly parts: RowParts | undefined
  readonly today: Date
  readonly handlers: RowHandlers
}

/** One conversation of a folder. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps): ReactNode {
  const { row, address, index, active, open, selected, compact, own, capabilities, outgoing, parts, today, handlers } =
    props
  const { email, thread } = row
  const t = useStrings(strings)
  const { locale } = useLocale()
  const [near, setNear] = useState(false)
  const people = rowPeople(outgoing ? recipientsOf(email.to, thread.unread) : thread.participants, { own, me: t('me') })
  const date = shortDate(email.receivedAt, locale, today)
  const face = outgoing ? email.to?.[0] : (email.from?.[0] ?? thread.participants[0])
  const subject = cleanText(email.subject)
  const draft = thread.hasDraft || email.keywords['$draft']
  return (
    <MailRow
      role="row"
      data-index={index}
      aria-rowindex={index + 1}
      aria-selected={selected}
      aria-current={open || undefined}
      aria-label={rowLabel(row, t, { people, date })}
      tabIndex={active ? 0 : -1}
      onClick={(event) => click(event, row, handlers)}
      // Shift and click selects a range of rows, not text.
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      draggable
      onDragStart={(event) => handlers.drag(row, event.dataTransfer)}
      onDragEnd={endDrag}
      onPointerEnter={() => setNear(true)}
      onPointerLeave={() => setNear(false)}
      onPointerDown={() => handlers.prefetch(row)}
      cellRole="gridcell"
      compact={compact}
      unread={thread.unread}
      selected={selected || open}
      mark={!compact && <Avatar address={face?.email ?? ''} name={face?.name ?? undefined} />}
      checkbox={
        <Checkbox
          label={t('selectRow', { subject: isolated(subject || t('noSubject')) })}
          labelHidden
          checked={selected}
          tabIndex={-1}
          onChange={(event) => (isShifted(event) ? handlers.extend(row) : handlers.toggle(row))}
        />
      }
      star={<Star row={row} onPress={() => handlers.star(row)} />}
      people={
        <RowPeople
          people={people}
          unread={thread.unread}
          prefix={outgoing ? t('to') : undefined}
          placeholder={t(outgoing ? 'noRecipient' : 'noSender')}
          draft={draft ? t('draft') : undefined}
          count={thread.count}
        />
      }
      text={
        // The focus stays on the row.
        <a href={hrefOf(address)} tabIndex={-1} draggable={false} className={styles.link} onClick={clickLink}>
          <RowText
            subject={parts?.subject(row) ?? (subject || t('noSubject'))}
            muted={!subject}
            preview={parts?.preview(row) ?? cleanText(email.preview)}
          />
        </a>
      }
      end={
        <>
          {(email.hasAttachment || thread.hasAttachment) && (
            <span title={t('hasAttachment')}>
              <Icon name="paperclip" size={16} />
            </span>
          )}
          {parts?.end(row)}
          <RowDate at={email.receivedAt} title={exactDate(email.receivedAt, locale)}>
            {date}
          </RowDate>
        </>
      }
      actions={(near || active) && <RowActions row={row} capabilities={capabilities} handlers={handlers} />}
    />
  )
})

/** A link opens elsewhere with the keys that mean that to the browser; otherwise the row opens here. */
function clickLink(event: MouseEvent): void {
  if (event.ctrlKey || event.metaKey) event.stopPropagation()
  else event.preventDefault()
}

/** What a click on the row means, by the key that is held. */
function click(event: MouseEvent, row: EmailRow, { open, toggle, extend }: RowHandlers): void {
  if (event.shiftKey) extend(row)
  else if (event.ctrlKey || event.metaKey) toggle(row)
  else open(row)
}

const isShifted = ({ nativeEvent }: ChangeEvent): boolean => 'shiftKey' in nativeEvent && nativeEvent.shiftKey === true

interface RowWords {
  readonly people: readonly RowPerson[]
  readonly date: string
}

/** The whole row as one sentence, for assistive technology. */
function rowLabel({ email, thread }: EmailRow, t: Texts, { people, date }: RowWords): string {
  return [
    thread.unread && t('rowUnread'),
    thread.starred && t('rowStarred'),
    thread.hasDraft && t('draft'),
    people
      .filter(({ gap }) => !gap)
      .map(({ text }) => text)
      .join(', '),
    cleanText(email.subject) || t('noSubject'),
    thread.count > 1 && t('conversationSize', { count: thread.count }),
    (email.hasAttachment || thread.hasAttachment) && t('hasAttachment'),
    date,
    cleanText(email.preview),
  ]
    .filter(Boolean)
    .join(', ')
}

function Star({ row, onPress }: { readonly row: EmailRow; readonly onPress: () => void }): ReactNode {
  const t = useStrings(strings)
  const { starred } = row.thread
  return (
    <IconButton
      icon="star"
      size="small"
      tabIndex={-1}
      tooltip={false}
      pressed={starred}
      label={t(starred ? 'unstar' : 'star')}
      onClick={onPress}
    />
  )
}

/** Shown over the date while the pointer or the focus is on the row. */
function RowActions({
  row,
  capabilities,
  handlers,
}: Pick<MessageRowProps, 'row' | 'capabilities' | 'handlers'>): ReactNode {
  const t = useStrings(strings)
  const { unread } = row.thread
  const button = { size: 'small', tabIndex: -1 } as const
  return (
    <>
      {capabilities.archive && (
        <IconButton {...button} icon="archive" label={t('archiveOne')} onClick={() => handlers.archive(row)} />
      )}
      {(capabilities.restore || capabilities.notSpam) && (
        <IconButton
          {...button}
          icon="archive-restore"
          label={t(capabilities.notSpam ? 'notSpamOne' : 'restoreOne')}
          onClick={() => handlers.restore(row)}
        />
      )}
      <IconButton
        {...button}
        icon="trash"
        label={t(capabilities.destroy ? 'destroyOne' : 'deleteOne')}
        onClick={() => handlers.trash(row)}
      />
      <IconButton
        {...button}
        icon={unread ? 'mail-open' : 'mail'}
        label={t(unread ? 'markRead' : 'markUnread')}
        onClick={() => handlers.markRead(row)}
      />
    </>
  )
}
