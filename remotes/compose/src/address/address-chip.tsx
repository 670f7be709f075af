import type { EmailAddress } from '@atrium/mail-contracts'
import { Avatar, classNames, Icon, cleanText, isolated } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import { useId, type KeyboardEvent, type ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './address-chip.module.css'
import { displayName } from './format-address.ts'
import { isAddress } from './is-address.ts'

export interface AddressChipProps {
  readonly address: EmailAddress
  readonly onRemove: () => void
  /** Back to text, to be corrected. */
  readonly onEdit: () => void
  /** Arrows, and keys that are none of its own. */
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
}

/** One recipient. It takes the focus by arrow keys, not by Tab: twenty of them would be twenty stops. */
export function AddressChip({ address, onRemove, onEdit, onKeyDown }: AddressChipProps): ReactNode {
  const t = useMessages(messages)
  const hintId = useId()
  const name = displayName(address)
  const valid = isAddress(address.email)
  const email = cleanText(address.email)
  const label = valid ? t('chipLabel', { name: isolated(name), email }) : t('chipLabelInvalid', { name })
  const keyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault()
      onRemove()
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      onEdit()
    } else onKeyDown(event)
  }
  return (
    <li className={styles.item}>
      <button
        type="button"
        tabIndex={-1}
        data-chip
        aria-label={label}
        aria-describedby={hintId}
        title={valid ? email : t('invalidAddress', { email })}
        className={classNames(styles.chip, !valid && styles.invalid)}
        onKeyDown={keyDown}
        onDoubleClick={onEdit}
      >
        {valid ? <Avatar address={address.email} name={address.name ?? undefined} size="small" /> : <Icon name="warning" size={16} />}
        <bdi className={styles.text}>{name}</bdi>
      </button>
      <span id={hintId} hidden>
        {t('chipHint')}
      </span>
      <button type="button" tabIndex={-1} aria-label={t('removeAddress', { name })} className={styles.remove} onClick={onRemove}>
        <Icon name="close" size={16} />
      </button>
    </li>
  )
}
