import type { EmailRow } from '@atrium/mail'
import { classNames, IconButton } from '@atrium/ui'
import { useLocale, useMessages } from '@atrium/remote'
import { memo, useState, type MouseEvent, type ReactNode } from 'react'
import type { Offers } from '../acts/offers.ts'
import { shortDate } from '../date/format-date.ts'
import { messages } from '../messages.ts'
import { rowPeople, type RowPerson } from '../people/row-people.ts'
import styles from './message-row.module.css'
import { RowActions } from './row-actions.tsx'
import { RowEnd } from './row-end.tsx'
import type { RowHandlers } from './row-handlers.ts'
import { rowLabel } from './row-label.ts'
import { RowMark } from './row-mark.tsx'
import { RowPeopleLine } from './row-people-line.tsx'
import { RowText } from './row-text.tsx'

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

/** What a click on the row means, by the key that is held. */
const click = (event: MouseEvent, row: EmailRow, { open, toggle, extend }: RowHandlers): void => {
  if (event.shiftKey) extend(row)
  else if (event.ctrlKey || event.metaKey) toggle(row)
  else open(row)
}

const classesOf = ({ row, open, chosen, compact }: MessageRowProps): string =>
  classNames(
    styles.row,
    compact && styles.compact,
    row.thread.unread && styles.unread,
    (chosen || open) && styles.selected,
  )

interface CellsProps extends MessageRowProps {
  readonly date: string
  readonly people: readonly RowPerson[]
}

function Cells(props: CellsProps): ReactNode {
  const { row, compact, chosen, offers, handlers, date, people } = props
  const t = useMessages(messages)
  const { starred } = row.thread
  return (
    <>
      <RowMark row={row} compact={compact} chosen={chosen} outgoing={offers.outgoing} handlers={handlers} />
      <span role="gridcell" className={styles.star} onClick={(event) => event.stopPropagation()}>
        <IconButton
          icon="star"
          size="small"
          tabIndex={-1}
          tooltip={false}
          pressed={starred}
          label={t(starred ? 'unstar' : 'star')}
          onClick={() => handlers.star(row)}
        />
      </span>
      <RowPeopleLine row={row} people={people} outgoing={offers.outgoing} />
      <RowText email={row.email} />
      <RowEnd row={row} date={date} />
    </>
  )
}

/** One conversation: nothing in it moves, whatever happens to it. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps): ReactNode {
  const { row, index, active, open, chosen, own, offers, today, handlers } = props
  const t = useMessages(messages)
  const { locale } = useLocale()
  const [near, setNear] = useState(false)
  const people = rowPeople(row.email, row.thread, { own, me: t('me'), outgoing: offers.outgoing })
  const date = shortDate(row.email.receivedAt, locale, today)
  return (
    <div
      role="row"
      data-index={index}
      aria-rowindex={index + 1}
      aria-selected={chosen}
      aria-current={open || undefined}
      aria-label={rowLabel(row, t, { people, date })}
      tabIndex={active ? 0 : -1}
      className={classesOf(props)}
      onClick={(event) => click(event, row, handlers)}
      // A range is chosen, not text.
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      onPointerEnter={() => setNear(true)}
      onPointerLeave={() => setNear(false)}
      onPointerDown={() => handlers.approach(row)}
    >
      <Cells {...props} date={date} people={people} />
      {(near || active) && <RowActions row={row} offers={offers} handlers={handlers} />}
    </div>
  )
})
