import { useId, type ReactNode } from 'react'
import choiceStyles from './choice.module.css'
import { Choice } from './choice.tsx'
import styles from './radio-group.module.css'
import { VisuallyHidden } from './visually-hidden.tsx'

export interface RadioOption<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly hint?: string | undefined
  readonly disabled?: boolean | undefined
}

export interface RadioGroupProps<Value extends string> {
  /** What is chosen between. */
  readonly label: string
  readonly labelHidden?: boolean | undefined
  readonly options: readonly RadioOption<Value>[]
  readonly value: Value | undefined
  readonly onChange: (value: Value) => void
}

/** One of a few, one below the other, each with room for a word of explanation. */
export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>): ReactNode {
  const { label, labelHidden = false, options, value, onChange } = props
  const name = useId()
  return (
    <fieldset className={styles.group}>
      <legend className={labelHidden ? undefined : styles.legend}>
        {labelHidden ? <VisuallyHidden>{label}</VisuallyHidden> : label}
      </legend>
      {options.map((option) => (
        <Choice
          key={option.value}
          type="radio"
          name={name}
          value={option.value}
          label={option.label}
          hint={option.hint}
          disabled={option.disabled}
          checked={option.value === value}
          onChange={() => onChange(option.value)}
          markClass={choiceStyles.radio}
        />
      ))}
    </fieldset>
  )
}
