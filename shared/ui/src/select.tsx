import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './field.module.css'
import { Field, type FieldProps } from './field.tsx'
import { Icon } from './icon.tsx'

export interface SelectProps extends FieldProps, Omit<ComponentProps<'select'>, 'size' | 'multiple'> {
  /** `<option>` and `<optgroup>`. */
  readonly children: ReactNode
}

/** One of many. The list itself is the browser's, so that it is right on every device. */
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
