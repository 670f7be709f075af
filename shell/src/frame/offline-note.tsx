import { Icon, Tooltip } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './offline-note.module.css'

/** A quiet word in the header while there is no connection. Mounted always, so that the change is heard. */
export function OfflineNote({ online }: { readonly online: boolean }): ReactNode {
  const t = useMessages(messages)
  return (
    <output aria-label={online ? undefined : t('offline')}>
      {!online && (
        <Tooltip text={t('offlineNote')} placement="bottom-end">
          <span className={styles.note}>
            <Icon name="offline" size={16} />
            <span className={styles.text}>{t('offline')}</span>
          </span>
        </Tooltip>
      )}
    </output>
  )
}
