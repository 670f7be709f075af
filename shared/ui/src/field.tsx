import {
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type ComponentProps,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react'
import { Kbd } from './badge.tsx'
import { IconButton } from './button.tsx'
import { classNames } from './class-names.ts'
import styles from './field.module.css'
import { Icon, type IconName } from './icon.tsx'
import { VisuallyHidden } from './text.tsx'

/** What surrounds the control of every field. */
interface FieldProps {
  readonly label: string
  /** Hides the label visually. Default: false. */
  readonly labelHidden?: boolean | undefined
  /** What is expected, below the control. */
  readonly hint?: ReactNode
  /** What is wrong and how to fix it; replaces the hint. */
  readonly error?: string | null | undefined
}

interface FieldFrameProps extends FieldProps {
  readonly id?: string | undefined
  readonly describedBy?: string | undefined
  /** Renders the control with the attributes that connect it to its label, hint and error. */
  readonly children: (control: {
    readonly id: string
    readonly 'aria-invalid': true | undefined
    readonly 'aria-describedby': string | undefined
  }) => ReactNode
}

/** Label, control, then hint or error. */
function Field({ label, labelHidden = false, hint, error, ...rest }: FieldFrameProps): ReactNode {
  const ownId = useId()
  const id = rest.id ?? ownId
  const noteId = `${id}-note`
  const note = error ? (
    <p id={noteId} className={styles.error}>
      <Icon name="warning" size={16} />
      {error}
    </p>
  ) : hint ? (
    <div id={noteId} className={styles.hint}>
      {hint}
    </div>
  ) : null
  const described = [rest.describedBy, note && noteId].filter(Boolean).join(' ')
  const text = (
    <label htmlFor={id} className={styles.label}>
      {label}
    </label>
  )
  return (
    <div className={styles.field}>
      {labelHidden ? <VisuallyHidden>{text}</VisuallyHidden> : text}
      {rest.children({ id, 'aria-invalid': error ? true : undefined, 'aria-describedby': described || undefined })}
      {note}
    </div>
  )
}

export interface TextFieldProps extends FieldProps, Omit<ComponentProps<'input'>, 'size'> {
  /** Before the text. */
  readonly icon?: IconName | undefined
  /** Fixed text after the value, such as `@atrium.example`. */
  readonly suffix?: string | undefined
  /** A control after the text. */
  readonly end?: ReactNode
}

/** A single-line text field. */
export function TextField(props: TextFieldProps): ReactNode {
  const { label, labelHidden, hint, error, icon, suffix, end, className, id, ...input } = props
  return (
    <Field {...{ label, labelHidden, hint, error, id }} describedBy={input['aria-describedby']}>
      {(control) => (
        <div className={classNames(styles.box, error && styles.invalid, className)}>
          {icon && <Icon name={icon} size={16} />}
          <input type="text" {...input} {...control} className={styles.input} />
          {suffix !== undefined && <bdi className={styles.suffix}>{suffix}</bdi>}
          {end}
        </div>
      )}
    </Field>
  )
}

export interface PasswordFieldProps extends Omit<TextFieldProps, 'type' | 'end' | 'suffix'> {
  /** Name of the button that shows the password: "Show password". */
  readonly revealLabel: string
  /** Its name while the password is shown: "Hide password". */
  readonly concealLabel: string
  /** Replaces the hint while Caps Lock is on. Default: no such hint. */
  readonly capsLockHint?: string | undefined
}

/** A password field with a button that shows the password. */
export function PasswordField(props: PasswordFieldProps): ReactNode {
  const { revealLabel, concealLabel, capsLockHint, hint, onKeyDown, onKeyUp, onBlur, ...field } = props
  const [shown, setShown] = useState(false)
  const [capsLock, setCapsLock] = useState(false)
  const readCapsLock = (event: KeyboardEvent<HTMLInputElement>): void => setCapsLock(event.getModifierState('CapsLock'))
  return (
    <TextField
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      {...field}
      type={shown ? 'text' : 'password'}
      hint={capsLock && capsLockHint ? <output>{capsLockHint}</output> : hint}
      onKeyDown={(event) => {
        readCapsLock(event)
        onKeyDown?.(event)
      }}
      onKeyUp={(event) => {
        readCapsLock(event)
        onKeyUp?.(event)
      }}
      onBlur={(event) => {
        setCapsLock(false)
        onBlur?.(event)
      }}
      end={
        <IconButton
          icon={shown ? 'eye-off' : 'eye'}
          label={shown ? concealLabel : revealLabel}
          size="small"
          onClick={() => setShown(!shown)}
        />
      }
    />
  )
}

export interface SelectProps extends FieldProps, Omit<ComponentProps<'select'>, 'size' | 'multiple'> {
  /** `<option>` and `<optgroup>`. */
  readonly children: ReactNode
}

/** A native `<select>`: its list is the browser's own, which works on every device. */
export function Select(props: SelectProps): ReactNode {
  const { label, labelHidden, hint, error, className, id, children, ...select } = props
  return (
    <Field {...{ label, labelHidden, hint, error, id }} describedBy={select['aria-describedby']}>
      {(control) => (
        <div className={classNames(styles.box, styles.select, error && styles.invalid, className)}>
          <select {...select} {...control} className={styles.input}>
            {children}
          </select>
          <Icon name="chevron-down" size={16} />
        </div>
      )}
    </Field>
  )
}

type SearchInputProps = Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'onSubmit' | 'type' | 'aria-label' | 'ref'>

export interface SearchFieldProps extends SearchInputProps {
  /** Accessible name, and the default placeholder. */
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** Called on Enter. */
  readonly onSubmit?: ((value: string) => void) | undefined
  /** Name of the clear button: "Clear search". */
  readonly clearLabel: string
  /** The key that focuses the field, shown until it is focused. */
  readonly shortcut?: string | undefined
  /** Controls after the text, such as a filter button. */
  readonly end?: ReactNode
  readonly inputRef?: Ref<HTMLInputElement> | undefined
}

/** A search box. Escape clears it, and leaves it when it is empty. */
export function SearchField(props: SearchFieldProps): ReactNode {
  const { label, value, onChange, onSubmit, clearLabel, shortcut, end, inputRef, className, ...input } = props
  const box = useRef<HTMLDivElement>(null)
  const clear = (): void => {
    onChange('')
    box.current?.querySelector('input')?.focus()
  }
  const keyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    input.onKeyDown?.(event)
    // An input method editor needs Enter and Escape while it is composing.
    if (event.defaultPrevented || event.nativeEvent.isComposing) return
    if (event.key === 'Enter') onSubmit?.(value)
    if (event.key !== 'Escape') return
    event.preventDefault()
    if (value) clear()
    else event.currentTarget.blur()
  }
  return (
    <div ref={box} className={classNames(styles.search, className)}>
      <Icon name="search" />
      <input
        {...{ placeholder: label, autoComplete: 'off', enterKeyHint: 'search' as const, ...input }}
        ref={inputRef}
        type="search"
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={keyDown}
        className={styles.input}
      />
      <span className={styles.searchEnd}>
        {value && <IconButton icon="close" label={clearLabel} size="small" onClick={clear} />}
        {!value && shortcut !== undefined && (
          <span className={styles.searchKey} aria-hidden>
            <Kbd>{shortcut}</Kbd>
          </span>
        )}
        {end}
      </span>
    </div>
  )
}

export interface CheckboxProps extends Omit<ComponentProps<'input'>, 'type' | 'size' | 'ref'> {
  readonly label: ReactNode
  /** Hides the label visually. Default: false. */
  readonly labelHidden?: boolean | undefined
  /** Describes the effect, below the label. */
  readonly hint?: ReactNode
  /** Some, but not all, of what it represents is selected. Default: false. */
  readonly indeterminate?: boolean | undefined
}

/** A native check box with a label. */
export function Checkbox(props: CheckboxProps): ReactNode {
  const { label, labelHidden = false, hint, indeterminate = false, className, ...attributes } = props
  const input = useRef<HTMLInputElement>(null)
  const hintId = useId()
  // There is no HTML attribute for it, and a click resets it.
  useLayoutEffect(() => {
    if (input.current) input.current.indeterminate = indeterminate
  })
  return (
    <label className={classNames(styles.choice, className)}>
      <input
        {...attributes}
        ref={input}
        type="checkbox"
        aria-describedby={hint ? hintId : undefined}
        className={styles.check}
      />
      {labelHidden ? (
        <VisuallyHidden>{label}</VisuallyHidden>
      ) : (
        <span className={styles.choiceText}>
          {label}
          {hint && (
            // A description, not part of the name.
            <span id={hintId} className={styles.choiceHint} aria-hidden>
              {hint}
            </span>
          )}
        </span>
      )}
    </label>
  )
}
