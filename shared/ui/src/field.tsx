import { useId, type ReactNode } from 'react'
import styles from './field.module.css'
import { Icon } from './icon.tsx'
import { VisuallyHidden } from './visually-hidden.tsx'

/** What every field has around its control. */
export interface FieldProps {
  readonly label: string
  /** Names the control without being drawn. Default: false. */
  readonly labelHidden?: boolean | undefined
  /** What is expected, below the control. */
  readonly hint?: ReactNode
  /** What is wrong and how to put it right; takes the place of the hint. */
  readonly error?: string | null | undefined
}

/** What the control takes to belong to its label and hints. */
export interface ControlProps {
  readonly id: string
  readonly 'aria-invalid': true | undefined
  readonly 'aria-describedby': string | undefined
}

interface FieldFrameProps extends FieldProps {
  readonly id?: string | undefined
  readonly describedBy?: string | undefined
  readonly children: (control: ControlProps) => ReactNode
}

/** Label above, control, hint or error below, wired for who cannot see that. */
export function Field({ label, labelHidden = false, hint, error, ...rest }: FieldFrameProps): ReactNode {
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
