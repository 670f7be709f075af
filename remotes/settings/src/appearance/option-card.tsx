import { classNames, Icon } from '@atrium/ui'
import { useId, type ReactNode } from 'react'
import styles from './option-card.module.css'

export interface OptionCardProps {
  /** The same for all cards of a choice. */
  readonly group: string
  readonly value: string
  readonly checked: boolean
  readonly onChoose: () => void
  readonly label: string
  readonly hint?: string
  /** Decoration: what it will look like. */
  readonly preview: ReactNode
}

/** A radio button that shows what it leads to. */
export function OptionCard({ group, value, checked, onChoose, label, hint, preview }: OptionCardProps): ReactNode {
  const hintId = useId()
  return (
    <label className={classNames(styles.card, checked && styles.checked)}>
      <input
        type="radio"
        name={group}
        value={value}
        checked={checked}
        aria-label={label}
        aria-describedby={hint ? hintId : undefined}
        onChange={onChoose}
        className={styles.input}
      />
      <span aria-hidden className={styles.preview}>
        {preview}
      </span>
      <span className={styles.words}>
        <span className={styles.label}>
          {label}
          {checked && <Icon name="circle-check" size={16} />}
        </span>
        {hint && (
          <span id={hintId} className={styles.hint}>
            {hint}
          </span>
        )}
      </span>
    </label>
  )
}
