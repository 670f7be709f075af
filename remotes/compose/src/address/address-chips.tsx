import type { EmailAddress } from '@atrium/mail-contracts'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import { AddressChip } from './address-chip.tsx'
import styles from './address-field.module.css'
import type { AddressInput } from './use-address-input.ts'
import type { ChipFocus } from './use-chip-focus.ts'

export interface AddressChipsProps {
  readonly label: string
  readonly value: readonly EmailAddress[]
  readonly input: AddressInput
  readonly focus: Omit<ChipFocus, 'field'>
  /** Where more are typed, at the end of the line. */
  readonly children: ReactNode
}

/** The recipients so far. */
export function AddressChips({ label, value, input, focus, children }: AddressChipsProps): ReactNode {
  const t = useMessages(messages)
  const remove = (index: number): void => {
    input.remove(index)
    focus.focusChipSoon(Math.min(index, value.length - 2))
  }
  const edit = (index: number): void => {
    input.edit(index)
    focus.focusChip(value.length)
  }
  return (
    <ul aria-label={t('recipientsOf', { field: label })} className={styles.chips}>
      {value.map((address, index) => (
        <AddressChip
          key={address.email}
          address={address}
          onRemove={() => remove(index)}
          onEdit={() => edit(index)}
          onKeyDown={(event) => focus.chipKey(index, event)}
        />
      ))}
      <li className={styles.entry}>{children}</li>
    </ul>
  )
}
