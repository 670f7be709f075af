import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './field.module.css'
import { Field, type FieldProps } from './field.tsx'

export interface TextAreaProps extends FieldProps, ComponentProps<'textarea'> {}

/** Several lines of text. */
export function TextArea(props: TextAreaProps): ReactNode {
  const { label, labelHidden, hint, error, className, id, ...area } = props
  return (
    <Field {...{ label, labelHidden, hint, error, id }} describedBy={area['aria-describedby']}>
      {(control) => (
        <div className={classNames(styles.box, error && styles.invalid, className)}>
          <textarea {...area} {...control} className={classNames(styles.input, styles.area)} />
        </div>
      )}
    </Field>
  )
}
