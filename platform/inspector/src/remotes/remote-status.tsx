import type { InspectedRemote } from '@atrium/protocol'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './remote-status.module.css'

/** A dot and a word; a failure with its code and reference. */
export function RemoteStatus({ remote }: { readonly remote: InspectedRemote }): ReactNode {
  const t = useMessages(messages)
  const { failure, mounted } = remote
  if (failure) {
    return (
      <span className={styles.failed} title={failure.message}>
        {t('failed')} <code>{failure.code}</code> <code>{failure.reference}</code>
      </span>
    )
  }
  return <span className={mounted > 0 ? styles.drawn : styles.idle}>{mounted > 0 ? t('drawn', { count: mounted }) : t('idle')}</span>
}
