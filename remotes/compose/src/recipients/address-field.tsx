import type { EmailAddress } from '@atrium/mail-contracts'
import { suggestionId } from '@atrium/mail-ui'
import { useStrings } from '@atrium/remote'
import { Avatar, classNames, Icon, cleanText, VisuallyHidden } from '@atrium/ui'
import {
  useState,
  type ClipboardEvent,
  type KeyboardEvent,
  useRef,
  type RefObject,
  useId,
  type ReactNode,
  type ComponentProps,
  type Ref,
} from 'react'
import { strings } from '../strings.ts'
import { formatAddress, parseAddresses, uniqueAddresses, displayName, isAddress } from './parse-addresses.ts'
import { CorrespondentList, CorrespondentLookup, useSuggestions } from './suggestions.tsx'
import styles from './address-field.module.css'

interface AddressInput {
  readonly text: string
  readonly setText: (text: string) => void
  readonly add: (people: readonly EmailAddress[]) => void
  /** Makes what was typed recipients. */
  readonly commit: () => void
  readonly remove: (index: number) => void
  readonly edit: (index: number) => void
  readonly paste: (event: ClipboardEvent<HTMLInputElement>) => void
  /** Keys that end an address. Returns whether one did. */
  readonly endKey: (event: KeyboardEvent<HTMLInputElement>) => boolean
}

/** What is typed beside the recipients, until it becomes one. */
function useAddressInput(
  value: readonly EmailAddress[],
  onChange: (value: readonly EmailAddress[]) => void,
): AddressInput {
  const [text, setText] = useState('')
  const add = (people: readonly EmailAddress[]): void => {
    setText('')
    if (people.length > 0) onChange(uniqueAddresses([...value, ...people]))
  }
  const remove = (index: number): void => onChange(value.filter((_, at) => at !== index))
  return {
    text,
    setText,
    add,
    commit: () => add(parseAddresses(text)),
    remove,
    edit: (index) => {
      const edited = value[index]
      if (!edited) return
      const rest = value.filter((_, at) => at !== index)
      onChange(uniqueAddresses([...rest, ...parseAddresses(text)]))
      setText(formatAddress(edited))
    },
    paste: (event) => {
      const people = parseAddresses(event.clipboardData.getData('text/plain'))
      // A single word may be the middle of an address: that is for the person to finish.
      if (text.trim() !== '' || !people.some(({ email }) => email.includes('@'))) return
      event.preventDefault()
      add(people)
    },
    endKey: (event) => {
      const ends = event.key === 'Enter' || event.key === ',' || event.key === ';' || event.key === 'Tab'
      const open = (text.match(/"/g)?.length ?? 0) % 2 === 1
      if (!ends || text.trim() === '' || (event.key === ',' && open)) return false
      // Tab goes on to the next field, and Ctrl+Enter on to sending.
      if (event.key !== 'Tab' && !event.ctrlKey && !event.metaKey) event.preventDefault()
      add(parseAddresses(text))
      return true
    },
  }
}

interface ChipFocus {
  readonly field: RefObject<HTMLDivElement | null>
  /** The chip at this place; behind the last one the field itself. */
  readonly focusChip: (index: number) => void
  /** The chip that stands there after the next render. */
  readonly focusChipSoon: (index: number) => void
  readonly chipKey: (index: number, event: KeyboardEvent<HTMLElement>) => void
  /** Keys that lead from the start of the text to the chips. */
  readonly startKey: (event: KeyboardEvent<HTMLInputElement>) => void
}

const backwards = (element: HTMLElement): string =>
  getComputedStyle(element).direction === 'rtl' ? 'ArrowRight' : 'ArrowLeft'

function stepFor(event: KeyboardEvent<HTMLElement>): number | null {
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return null
  return event.key === backwards(event.currentTarget) ? -1 : 1
}

/** Moves the focus among the recipients of a field, and between them and its text. */
function useChipFocus(value: readonly EmailAddress[]): ChipFocus {
  const field = useRef<HTMLDivElement>(null)
  const focusChip = (index: number): void => {
    const chips = field.current?.querySelectorAll<HTMLElement>('[data-chip]') ?? []
    const target = chips[index] ?? field.current?.querySelector('input')
    target?.focus()
  }
  return {
    field,
    focusChip,
    focusChipSoon: (index) => void requestAnimationFrame(() => focusChip(index)),
    chipKey: (index, event) => {
      const step = stepFor(event)
      if (step !== null) focusChip(Math.max(0, index + step))
      else if (event.key === 'Home') focusChip(0)
      // Typing goes on in the field.
      else if (event.key === 'End' || (event.key.length === 1 && !event.ctrlKey && !event.metaKey))
        focusChip(value.length)
    },
    startKey: (event) => {
      const { selectionStart, selectionEnd, value: text } = event.currentTarget
      if (selectionStart !== 0 || selectionEnd !== 0 || value.length === 0) return
      if (event.key === backwards(event.currentTarget)) focusChip(value.length - 1)
      else if (event.key === 'Backspace' && text === '') {
        event.preventDefault()
        focusChip(value.length - 1)
      }
    },
  }
}

interface AddressChipProps {
  readonly address: EmailAddress
  readonly onRemove: () => void
  /** Back to text, to be corrected. */
  readonly onEdit: () => void
  /** Arrows, and keys that are none of its own. */
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
}

/** One recipient. It takes the focus by arrow keys, not by Tab: twenty of them would be twenty stops. */
function AddressChip({ address, onRemove, onEdit, onKeyDown }: AddressChipProps): ReactNode {
  const t = useStrings(strings)
  const hintId = useId()
  const name = displayName(address)
  const valid = isAddress(address.email)
  const email = cleanText(address.email)
  const label = valid ? t('chipLabel', { name, email }) : t('chipLabelInvalid', { name })
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
        {valid ? (
          <Avatar address={address.email} name={address.name ?? undefined} size="small" />
        ) : (
          <Icon name="warning" size={16} />
        )}
        <bdi className={styles.text}>{name}</bdi>
      </button>
      <span id={hintId} hidden>
        {t('chipHint')}
      </span>
      <button
        type="button"
        tabIndex={-1}
        aria-label={t('removeAddress', { name })}
        className={styles.remove}
        onClick={onRemove}
      >
        <Icon name="close" size={16} />
      </button>
    </li>
  )
}

interface AddressChipsProps {
  readonly label: string
  readonly value: readonly EmailAddress[]
  readonly input: AddressInput
  readonly focus: Omit<ChipFocus, 'field'>
  /** Where more are typed, at the end of the line. */
  readonly children: ReactNode
}

/** The recipients so far. */
function AddressChips({ label, value, input, focus, children }: AddressChipsProps): ReactNode {
  const t = useStrings(strings)
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

interface AddressEntryProps extends ComponentProps<'input'> {
  readonly listId: string
  /** How many people are offered below it. */
  readonly offered: number
  /** Index of the one that Enter takes. */
  readonly active: number
}

/** Where recipients are typed: one line that offers people. */
const AddressEntry = ({ listId, offered, active, ...input }: AddressEntryProps): ReactNode => (
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
    aria-activedescendant={offered > 0 ? suggestionId(listId, active) : undefined}
    className={styles.input}
    {...input}
  />
)

interface AddressNoteProps {
  readonly id: string
  readonly invalid: EmailAddress | undefined
}

/** How to type recipients, for who listens; or what is wrong with one. */
function AddressNote({ id, invalid }: AddressNoteProps): ReactNode {
  const t = useStrings(strings)
  return (
    <p id={id} className={styles.error} aria-live="polite">
      {invalid ? t('invalidAddress', { email: invalid.email }) : <VisuallyHidden>{t('addressHint')}</VisuallyHidden>}
    </p>
  )
}

interface AddressFieldProps {
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
      <CorrespondentList id={listId} anchor={field} people={people} active={active} onChoose={choose} onClose={close} />
      {lookup && people.length < 3 && <CorrespondentLookup typed={input.text} />}
    </div>
  )
}
