import type { EmailRow } from '@atrium/mail'
import { Avatar, Checkbox, cleanText, isolated } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ChangeEvent, ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './message-row.module.css'
import type { RowHandlers } from './row-handlers.ts'

export interface RowMarkProps {
  readonly row: EmailRow
  readonly compact: boolean
  readonly chosen: boolean
  readonly outgoing: boolean
  readonly handlers: RowHandlers
}

const isShifted = ({ nativeEvent }: ChangeEvent): boolean => 'shiftKey' in nativeEvent && nativeEvent.shiftKey === true

/** Whose it is; in the same place the box to choose it by. */
export function RowMark({ row, compact, chosen, outgoing, handlers }: RowMarkProps): ReactNode {
  const t = useMessages(messages)
  const { email, thread } = row
  const face = outgoing ? email.to?.[0] : (email.from?.[0] ?? thread.participants[0])
  const subject = cleanText(email.subject) || t('noSubject')
  return (
    <span role="gridcell" className={styles.mark} onClick={(event) => event.stopPropagation()}>
      {!compact && <Avatar address={face?.email ?? ''} name={face?.name ?? undefined} />}
      <Checkbox
        label={t('chooseRow', { subject: isolated(subject) })}
        labelHidden
        checked={chosen}
        tabIndex={-1}
        className={styles.box}
        onChange={(event) => (isShifted(event) ? handlers.extend(row) : handlers.toggle(row))}
      />
    </span>
  )
}
