import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './field.module.css'
import { Field, type FieldProps } from './field.tsx'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'

export interface TextFieldProps extends FieldProps, Omit<ComponentProps<'input'>, 'size'> {
  /** Before the text. */
  readonly icon?: IconName | undefined
  /** Text that belongs to the value, as `@atrium.example` does. */
  readonly suffix?: string | undefined
  /** A control after the text. */
  readonly end?: ReactNode
}

/** One line of text. */
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
