import { useRef, type ComponentProps, type KeyboardEvent, type ReactNode, type Ref } from 'react'
import { classNames } from './class-names.ts'
import fieldStyles from './field.module.css'
import { IconButton } from './icon-button.tsx'
import { Icon } from './icon.tsx'
import { Kbd } from './kbd.tsx'
import styles from './search-field.module.css'

type Native = Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'onSubmit' | 'type' | 'aria-label' | 'ref'>

export interface SearchFieldProps extends Native {
  /** Accessible name, and the placeholder where none is given. */
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** Enter. */
  readonly onSubmit?: ((value: string) => void) | undefined
  /** Name of the button that empties it: "Clear search". */
  readonly clearLabel: string
  /** The key that leads here, shown until it has the focus. */
  readonly shortcut?: string | undefined
  /** Controls after the text, such as a filter button. */
  readonly end?: ReactNode
  readonly inputRef?: Ref<HTMLInputElement> | undefined
}

const Hint = ({ keys }: { readonly keys: string | undefined }): ReactNode =>
  keys === undefined ? null : (
    <span className={styles.hint} aria-hidden>
      <Kbd>{keys}</Kbd>
    </span>
  )

/** One line to search with. Escape empties it, and leaves it when it is empty. */
export function SearchField(props: SearchFieldProps): ReactNode {
  const { label, value, onChange, onSubmit, clearLabel, shortcut, end, inputRef, className, ...native } = props
  const box = useRef<HTMLDivElement>(null)
  const clear = (): void => {
    onChange('')
    box.current?.querySelector('input')?.focus()
  }
  const keyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    native.onKeyDown?.(event)
    // A composing input method uses Enter and Escape for itself.
    if (event.defaultPrevented || event.nativeEvent.isComposing) return
    if (event.key === 'Enter') onSubmit?.(value)
    if (event.key !== 'Escape') return
    event.preventDefault()
    if (value) clear()
    else event.currentTarget.blur()
  }
  return (
    <div ref={box} className={classNames(styles.box, className)}>
      <Icon name="search" />
      <input
        {...{ placeholder: label, autoComplete: 'off', enterKeyHint: 'search' as const, ...native }}
        ref={inputRef}
        type="search"
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={keyDown}
        className={fieldStyles.input}
      />
      <span className={styles.end}>
        {value ? <IconButton icon="close" label={clearLabel} size="small" onClick={clear} /> : <Hint keys={shortcut} />}
        {end}
      </span>
    </div>
  )
}
