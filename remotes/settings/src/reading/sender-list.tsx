import { Avatar, IconButton, cleanText } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './reading.module.css'

export interface SenderListProps {
  readonly senders: readonly string[]
  readonly onRemove: (address: string) => void
}

/** Addresses, each with a button that takes it out. */
export function SenderList({ senders, onRemove }: SenderListProps): ReactNode {
  const t = useMessages(messages)
  return (
    <ul aria-label={t('imageSenders')} className={styles.list}>
      {senders.map((address) => (
        <li key={address} className={styles.sender}>
          <Avatar address={address} size="small" />
          <bdi className={styles.address}>{cleanText(address)}</bdi>
          <IconButton
            icon="close"
            size="small"
            label={t('removeSender', { address: cleanText(address) })}
            tooltip={false}
            onClick={() => onRemove(address)}
          />
        </li>
      ))}
    </ul>
  )
}
