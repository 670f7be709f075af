import type { EmailAddress } from '@atrium/mail-contracts'
import { useId, type KeyboardEvent, type ReactNode, type Ref } from 'react'
import { AddressChips } from './address-chips.tsx'
import { AddressEntry } from './address-entry.tsx'
import styles from './address-field.module.css'
import { AddressNote } from './address-note.tsx'
import { CorrespondentLookup } from './correspondent-reader.tsx'
import { isAddress } from './is-address.ts'
import { SuggestionList } from './suggestion-list.tsx'
import { useAddressInput } from './use-address-input.ts'
import { useChipFocus } from './use-chip-focus.ts'
import { useSuggestions } from './use-suggestions.ts'

export interface AddressFieldProps {
  readonly label: string
  readonly value: readonly EmailAddress[]
  readonly onChange: (value: readonly EmailAddress[]) => void
  /** Looks beyond the people known already. Default: true. */
  readonly lookup?: boolean
  readonly inputRef?: Ref<HTMLInputElement> | undefined
  /** Buttons at the end of the line. */
  readonly end?: ReactNode
}

/** Recipients, and a place to type more. What is no address stays visible until it is corrected. */
export function AddressField({ label, value, onChange, lookup = true, inputRef, end }: AddressFieldProps): ReactNode {
  const id = useId()
  const listId = `${id}-people`
  const input = useAddressInput(value, onChange)
  const choose = ({ name, email }: EmailAddress): void => input.add([{ name, email }])
  const { people, active, close, keyDown: listKey } = useSuggestions(input.text, { except: value, onChoose: choose })
  const { field, ...focus } = useChipFocus(value)
  const invalid = value.find(({ email }) => !isAddress(email))
  const keyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing || listKey(event) || input.endKey(event)) return
    if (event.key === 'Escape') input.commit()
    focus.startKey(event)
  }
  return (
    <div ref={field} className={styles.row}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <div className={styles.content}>
        <AddressChips {...{ label, value, input, focus }}>
          <AddressEntry
            {...{ id, active, listId, ref: inputRef, offered: people.length, value: input.text }}
            aria-invalid={invalid !== undefined || undefined}
            aria-describedby={`${id}-note`}
            onChange={(event) => input.setText(event.target.value)}
            onKeyDown={keyDown}
            onPaste={input.paste}
            onBlur={input.commit}
          />
        </AddressChips>
        <AddressNote id={`${id}-note`} invalid={invalid} />
      </div>
      {end && <div className={styles.end}>{end}</div>}
      <SuggestionList id={listId} anchor={field} people={people} active={active} onChoose={choose} onClose={close} />
      {lookup && people.length < 3 && <CorrespondentLookup typed={input.text} />}
    </div>
  )
}
