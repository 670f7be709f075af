import type { EmailAddress } from '@atrium/mail-contracts'
import { VisuallyHidden } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './address-field.module.css'

export interface AddressNoteProps {
  readonly id: string
  readonly invalid: EmailAddress | undefined
}

/** How to type recipients, for who listens; or what is wrong with one. */
export function AddressNote({ id, invalid }: AddressNoteProps): ReactNode {
  const t = useMessages(messages)
  return (
    <p id={id} className={styles.error} aria-live="polite">
      {invalid ? t('invalidAddress', { email: invalid.email }) : <VisuallyHidden>{t('addressHint')}</VisuallyHidden>}
    </p>
  )
}
