import type { EmailAddress } from '@atrium/contracts'
import { VisuallyHidden } from '@atrium/ui'
import { useMessages } from '@atrium/workspace'
import { useId, useRef, type KeyboardEvent, type ReactNode, type Ref } from 'react'
import { messages } from '../messages.ts'
import { AddressChip } from './address-chip.tsx'
import styles from './address-field.module.css'
import { CorrespondentLookup } from './correspondent-reader.tsx'
import { useCorrespondents } from './correspondents.ts'
import { isAddress } from './is-address.ts'
import { optionId, SuggestionList } from './suggestion-list.tsx'
import { useAddressInput } from './use-address-input.ts'
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

const chipsIn = (field: HTMLElement | null): HTMLElement[] => [...(field?.querySelectorAll<HTMLElement>('[data-chip]') ?? [])]

const backwards = (field: HTMLElement): 'ArrowLeft' | 'ArrowRight' =>
  getComputedStyle(field).direction === 'rtl' ? 'ArrowRight' : 'ArrowLeft'

/** Recipients, and a place to type more. What is no address stays visible until it is corrected. */
export function AddressField({ label, value, onChange, lookup = true, inputRef, end }: AddressFieldProps): ReactNode {
  const t = useMessages(messages)
  const id = useId()
  const field = useRef<HTMLDivElement>(null)
  const input = useAddressInput(value, onChange)
  const known = useCorrespondents(({ list }) => list.length)
  const suggestions = useSuggestions(input.text, { except: value, onChoose: (person) => input.add([{ name: person.name, email: person.email }]) })
  const invalid = value.find(({ email }) => !isAddress(email))
  const listId = `${id}-people`

  const focusChip = (index: number): void => (chipsIn(field.current)[index] ?? field.current?.querySelector('input'))?.focus()
  const remove = (index: number): void => {
    input.remove(index)
    requestAnimationFrame(() => focusChip(Math.min(index, value.length - 2)))
  }
  const inputKey = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing || suggestions.keyDown(event) || input.endKey(event)) return
    if (event.key === 'Escape') input.commit()
    const atStart = event.currentTarget.selectionStart === 0 && event.currentTarget.selectionEnd === 0
    if (!atStart || value.length === 0) return
    if (event.key === backwards(event.currentTarget)) focusChip(value.length - 1)
    else if (event.key === 'Backspace' && input.text === '') {
      event.preventDefault()
      focusChip(value.length - 1)
    }
  }
  const chipKey = (index: number) => (event: KeyboardEvent<HTMLElement>) => {
    const back = backwards(event.currentTarget)
    if (event.key === back) focusChip(Math.max(0, index - 1))
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight' || event.key === 'End') focusChip(event.key === 'End' ? value.length : index + 1)
    else if (event.key === 'Home') focusChip(0)
    // Typing goes on in the field.
    else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) focusChip(value.length)
  }

  return (
    <div ref={field} className={styles.row}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <div className={styles.content}>
        <ul aria-label={t('recipientsOf', { field: label })} className={styles.chips}>
          {value.map((address, index) => (
            <AddressChip
              key={address.email}
              address={address}
              onRemove={() => remove(index)}
              onEdit={() => {
                input.edit(index)
                focusChip(value.length)
              }}
              onKeyDown={chipKey(index)}
            />
          ))}
          <li className={styles.entry}>
            <input
              ref={inputRef}
              id={id}
              type="text"
              inputMode="email"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              role="combobox"
              aria-autocomplete="list"
              aria-expanded={suggestions.people.length > 0}
              aria-controls={listId}
              aria-activedescendant={suggestions.people.length > 0 ? optionId(listId, suggestions.active) : undefined}
              aria-invalid={invalid !== undefined || undefined}
              aria-describedby={`${id}-note`}
              className={styles.input}
              value={input.text}
              onChange={(event) => input.setText(event.target.value)}
              onKeyDown={inputKey}
              onPaste={input.paste}
              onBlur={input.commit}
            />
          </li>
        </ul>
        <p id={`${id}-note`} className={styles.error} aria-live="polite">
          {invalid ? t('invalidAddress', { email: invalid.email }) : <VisuallyHidden>{t('addressHint')}</VisuallyHidden>}
        </p>
      </div>
      {end && <div className={styles.end}>{end}</div>}
      <SuggestionList
        id={listId}
        anchor={field}
        people={suggestions.people}
        active={suggestions.active}
        onChoose={(person) => input.add([{ name: person.name, email: person.email }])}
        onClose={suggestions.close}
      />
      {lookup && suggestions.people.length < 3 && known > 0 && <CorrespondentLookup typed={input.text} />}
    </div>
  )
}
