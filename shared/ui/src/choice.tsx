import { useId, type ComponentProps, type ReactNode } from 'react'
import styles from './choice.module.css'
import { classNames } from './class-names.ts'
import { VisuallyHidden } from './visually-hidden.tsx'

/** What a check box, a radio button and a switch have in common. */
export interface ChoiceProps extends Omit<ComponentProps<'input'>, 'type' | 'size'> {
  readonly label: ReactNode
  /** Names it without being drawn. Default: false. */
  readonly labelHidden?: boolean | undefined
  /** What follows from it. */
  readonly hint?: ReactNode
}

interface ChoiceFrameProps extends ChoiceProps {
  readonly type: 'checkbox' | 'radio' | 'switch'
  readonly markClass: string | undefined
}

/** A native input of our looks, and the words beside it. */
export function Choice(props: ChoiceFrameProps): ReactNode {
  const { type, label, labelHidden = false, hint, markClass, className, ...input } = props
  const kind = type === 'switch' ? { type: 'checkbox', role: 'switch' } : { type }
  const hintId = useId()
  return (
    <label className={classNames(styles.choice, className)}>
      <input
        {...input}
        {...kind}
        aria-describedby={hint ? hintId : undefined}
        className={classNames(styles.mark, markClass)}
      />
      {labelHidden ? (
        <VisuallyHidden>{label}</VisuallyHidden>
      ) : (
        <span className={styles.words}>
          {label}
          {hint && (
            // Described by it, not named by it.
            <span id={hintId} className={styles.hint} aria-hidden>
              {hint}
            </span>
          )}
        </span>
      )}
    </label>
  )
}
