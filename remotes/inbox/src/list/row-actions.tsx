import type { EmailRow } from '@atrium/mail'
import { IconButton } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { MouseEvent, ReactNode } from 'react'
import type { Offers } from '../acts/offers.ts'
import { messages } from '../messages.ts'
import styles from './message-row.module.css'
import type { RowHandlers } from './row-handlers.ts'

export interface RowActionsProps {
  readonly row: EmailRow
  readonly offers: Offers
  readonly handlers: RowHandlers
}

const keepFromRow = (event: MouseEvent): void => event.stopPropagation()

/** Stand over the date while the pointer or the focus is on the row. */
export function RowActions({ row, offers, handlers }: RowActionsProps): ReactNode {
  const t = useMessages(messages)
  const { unread } = row.thread
  const common = { size: 'small', tabIndex: -1 } as const
  return (
    <span role="gridcell" className={styles.actions} onClick={keepFromRow}>
      {offers.archive && (
        <IconButton {...common} icon="archive" label={t('archiveOne')} onClick={() => handlers.archive(row)} />
      )}
      {(offers.restore || offers.notSpam) && (
        <IconButton
          {...common}
          icon="archive-restore"
          label={t(offers.notSpam ? 'notSpamOne' : 'restoreOne')}
          onClick={() => handlers.restore(row)}
        />
      )}
      <IconButton
        {...common}
        icon="trash"
        label={t(offers.destroy ? 'destroyOne' : 'deleteOne')}
        onClick={() => handlers.trash(row)}
      />
      <IconButton
        {...common}
        icon={unread ? 'mail-open' : 'mail'}
        label={t(unread ? 'markRead' : 'markUnread')}
        onClick={() => handlers.markRead(row)}
      />
    </span>
  )
}
