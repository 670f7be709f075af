import { useId, type ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'
import styles from './segmented-control.module.css'
import { Tooltip } from './tooltip.tsx'

export interface Segment<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly icon?: IconName | undefined
}

export interface SegmentedControlProps<Value extends string> {
  /** What is chosen between; names the group. */
  readonly label: string
  /** Two to five, with short labels. */
  readonly options: readonly Segment<Value>[]
  readonly value: Value
  readonly onChange: (value: Value) => void
  /** Draws the icons only; the labels become tooltips. Default: false. */
  readonly iconsOnly?: boolean | undefined
  /** As wide as what it stands in. Default: false. */
  readonly block?: boolean | undefined
}

/** One of a few, side by side, in force at once. Radio buttons to the keyboard and to a screen reader. */
export function SegmentedControl<Value extends string>(props: SegmentedControlProps<Value>): ReactNode {
  const { label, options, value, onChange, iconsOnly = false, block = false } = props
  const name = useId()
  return (
    <div role="radiogroup" aria-label={label} className={classNames(styles.group, block && styles.block)}>
      {options.map((option) => {
        const segment = (
          <label key={option.value} className={styles.segment}>
            <input
              type="radio"
              name={name}
              value={option.value}
              aria-label={option.label}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className={styles.input}
            />
            {option.icon && <Icon name={option.icon} size={16} />}
            {!iconsOnly && <span>{option.label}</span>}
          </label>
        )
        if (!iconsOnly) return segment
        return (
          <Tooltip key={option.value} text={option.label} describes={false}>
            {segment}
          </Tooltip>
        )
      })}
    </div>
  )
}
