import type { Mailbox } from '@atrium/mail-contracts'
import type { EmailRow } from '@atrium/mail'
import { Avatar, classNames, IconButton } from '@atrium/ui'
import { hrefOf, useMessages } from '@atrium/remote'
import { memo, type MouseEvent, type ReactNode } from 'react'
import { messages } from '../messages.ts'
import { resultPeople } from './result-people.ts'
import styles from './result-row.module.css'
import type { RowActs } from './row-acts.ts'
import { RowEnd, RowPeople, RowText } from './row-content.tsx'

export interface ResultRowProps {
  readonly row: EmailRow
  readonly index: number
  readonly total: number
  /** The keyboard is here. */
  readonly active: boolean
  readonly compact: boolean
  readonly home: Mailbox | undefined
  /** Address of the conversation in the workspace. */
  readonly href: string
  /** The person's own address. */
  readonly own: string
  readonly today: Date
  readonly acts: RowActs
}

function RowActions({ row, active, acts }: Pick<ResultRowProps, 'row' | 'active' | 'acts'>): ReactNode {
  const t = useMessages(messages)
  const starred = row.email.keywords['$flagged'] === true
  const common = { size: 'small', tabIndex: active ? 0 : -1 } as const
  return (
    <span className={styles.actions}>
      <IconButton {...common} icon="reply" label={t('reply')} shortcut="r" onClick={() => acts.reply(row)} />
      <IconButton
        {...common}
        icon="star"
        pressed={starred}
        label={t(starred ? 'unstar' : 'star')}
        shortcut="s"
        onClick={() => acts.star(row)}
      />
    </span>
  )
}

const opensElsewhere = ({ metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean => metaKey || ctrlKey || shiftKey || altKey

/** One conversation that was found. The whole row is a link; what can be done lies above it. */
export const ResultRow = memo(function ResultRow(props: ResultRowProps): ReactNode {
  const { row, index, total, active, compact, home, href, own, today, acts } = props
  const t = useMessages(messages)
  const { face, text } = resultPeople(row, own, t)
  const classes = [styles.row, compact && styles.compact, row.thread.unread && styles.unread, active && styles.active]
  const open = (event: MouseEvent): void => {
    if (opensElsewhere(event)) return
    event.preventDefault()
    acts.open(row)
  }
  return (
    <div role="listitem" aria-posinset={index + 1} aria-setsize={total} className={classNames(...classes)}>
      {!compact && <Avatar address={face?.email ?? ''} name={face?.name ?? undefined} />}
      <a href={hrefOf(href)} data-index={index} tabIndex={active ? 0 : -1} className={styles.link} onClick={open}>
        <RowPeople row={row} text={text} />
        <RowText row={row} />
      </a>
      <RowEnd row={row} home={home} today={today} />
      <RowActions row={row} active={active} acts={acts} />
    </div>
  )
})
