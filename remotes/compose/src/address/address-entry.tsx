import type { ComponentProps, ReactNode } from 'react'
import styles from './address-field.module.css'
import { optionId } from './suggestion-list.tsx'

export interface AddressEntryProps extends ComponentProps<'input'> {
  readonly listId: string
  /** How many people are offered below it. */
  readonly offered: number
  /** Index of the one that Enter takes. */
  readonly active: number
}

/** Where recipients are typed: one line that offers people. */
export const AddressEntry = ({ listId, offered, active, ...input }: AddressEntryProps): ReactNode => (
  <input
    type="text"
    inputMode="email"
    autoComplete="off"
    autoCapitalize="none"
    spellCheck={false}
    role="combobox"
    aria-autocomplete="list"
    aria-expanded={offered > 0}
    aria-controls={listId}
    aria-activedescendant={offered > 0 ? optionId(listId, active) : undefined}
    className={styles.input}
    {...input}
  />
)
