import type { EmailRow } from '@atrium/mail'
import { Avatar, Checkbox, classNames, Icon, IconButton } from '@atrium/ui'
import { useLocale, useMessages } from '@atrium/workspace'
import { memo, useState, type MouseEvent, type ReactNode } from 'react'
import type { Offers } from '../acts/offers.ts'
import { exactDate, shortDate } from '../date/format-date.ts'
import { messages } from '../messages.ts'
import { cleanText, isolated } from '../people/clean-text.ts'
import { rowPeople } from '../people/row-people.ts'
import styles from './message-row.module.css'
import { RowActions } from './row-actions.tsx'
import type { RowHandlers } from './row-handlers.ts'
import { rowLabel } from './row-label.ts'
import { RowPeopleLine } from './row-people-line.tsx'

export interface MessageRowProps {
  readonly row: EmailRow
  readonly index: number
  /** The cursor is on it. */
  readonly active: boolean
  /** It is open beside the list. */
  readonly open: boolean
  readonly chosen: boolean
  readonly compact: boolean
  readonly own: ReadonlySet<string>
  readonly offers: Offers
  readonly today: Date
  readonly handlers: RowHandlers
}

/** One conversation: nothing in it moves, whatever happens to it. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps): ReactNode {
  const { row, index, active, open, chosen, compact, own, offers, today, handlers } = props
  const { email, thread } = row
  const t = useMessages(messages)
  const { locale } = useLocale()
  const [near, setNear] = useState(false)
  const people = rowPeople(email, thread, { own, me: t('me'), outgoing: offers.outgoing })
  const date = shortDate(email.receivedAt, locale, today)
  const subject = cleanText(email.subject)
  const click = (event: MouseEvent): void => {
    if (event.shiftKey) handlers.extend(row)
    else if (event.ctrlKey || event.metaKey) handlers.toggle(row)
    else handlers.open(row)
  }
  const face = offers.outgoing ? email.to?.[0] : (email.from?.[0] ?? thread.participants[0])
  return (
    <div
      role="row"
      data-index={index}
      aria-rowindex={index + 1}
      aria-selected={chosen}
      aria-current={open || undefined}
      aria-label={rowLabel(row, t, { people, date })}
      tabIndex={active ? 0 : -1}
      className={classNames(
        styles.row,
        compact && styles.compact,
        thread.unread && styles.unread,
        (chosen || open) && styles.selected,
      )}
      onClick={click}
      // A range is chosen, not text.
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      onPointerEnter={() => setNear(true)}
      onPointerLeave={() => setNear(false)}
      onPointerDown={() => handlers.approach(row)}
    >
      <span role="gridcell" className={styles.mark} onClick={(event) => event.stopPropagation()}>
        {!compact && <Avatar address={face?.email ?? ''} name={face?.name ?? undefined} />}
        <Checkbox
          label={t('chooseRow', { subject: isolated(subject || t('noSubject')) })}
          labelHidden
          checked={chosen}
          tabIndex={-1}
          className={styles.box}
          onChange={(event) => {
            if ('shiftKey' in event.nativeEvent && event.nativeEvent.shiftKey === true) handlers.extend(row)
            else handlers.toggle(row)
          }}
        />
      </span>
      <span role="gridcell" className={styles.star} onClick={(event) => event.stopPropagation()}>
        <IconButton
          icon="star"
          size="small"
          tabIndex={-1}
          tooltip={false}
          pressed={thread.starred}
          label={t(thread.starred ? 'unstar' : 'star')}
          onClick={() => handlers.star(row)}
        />
      </span>
      <span role="gridcell" className={styles.people}>
        <RowPeopleLine row={row} people={people} outgoing={offers.outgoing} t={t} />
      </span>
      <span role="gridcell" className={styles.text}>
        <span dir="auto" className={classNames(styles.subject, !subject && styles.muted)}>
          {subject || t('noSubject')}
        </span>
        <span dir="auto" className={styles.preview}>
          {cleanText(email.preview)}
        </span>
      </span>
      <span role="gridcell" className={styles.end}>
        {(email.hasAttachment || thread.hasAttachment) && (
          <span className={styles.clip} title={t('hasAttachment')}>
            <Icon name="paperclip" size={16} />
          </span>
        )}
        <time dateTime={email.receivedAt} title={exactDate(email.receivedAt, locale)} className={styles.date}>
          {date}
        </time>
      </span>
      {(near || active) && <RowActions row={row} offers={offers} handlers={handlers} t={t} />}
    </div>
  )
})
