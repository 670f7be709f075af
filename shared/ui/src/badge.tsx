import type { ReactNode } from 'react'
import styles from './badge.module.css'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'

export interface BadgeProps {
  /** `plain` has no background. Default: `neutral`. */
  readonly tone?: 'neutral' | 'plain' | 'accent' | 'success' | 'warning' | 'danger' | undefined
  /** Accessible name for a bare number: "12 unread". */
  readonly label?: string | undefined
  readonly children: ReactNode
}

/** A number or a word about the element beside it. */
export const Badge = ({ tone = 'neutral', label, children }: BadgeProps): ReactNode => (
  <span
    role={label === undefined ? undefined : 'img'}
    aria-label={label}
    className={classNames(styles.badge, styles[tone])}
  >
    {children}
  </span>
)

export interface ChipProps {
  readonly icon?: IconName | undefined
  /** Makes the chip a toggle button; `pressed` is its state. */
  readonly onPress?: (() => void) | undefined
  readonly pressed?: boolean | undefined
  /** Adds a remove button, named by `removeLabel`: "Remove Ada". */
  readonly onRemove?: (() => void) | undefined
  readonly removeLabel?: string | undefined
  readonly title?: string | undefined
  readonly children: string
}

/** A compact item of a list: a recipient, a label, a filter. */
export function Chip(props: ChipProps): ReactNode {
  const { icon, onPress, pressed, onRemove, removeLabel, title, children } = props
  const className = classNames(styles.chip, onRemove && styles.removable)
  const content = (
    <>
      {icon && <Icon name={icon} size={16} />}
      <span className={styles.text}>{children}</span>
    </>
  )
  if (onPress) {
    return (
      <button type="button" aria-pressed={pressed} title={title} className={className} onClick={onPress}>
        {content}
      </button>
    )
  }
  return (
    <span className={className} title={title}>
      {content}
      {onRemove && (
        <button type="button" aria-label={removeLabel} className={styles.remove} onClick={onRemove}>
          <Icon name="close" size={16} />
        </button>
      )}
    </span>
  )
}

export interface KbdProps {
  /** One key: `e`, `Enter`, `⌘`. */
  readonly children: string
}

/** A key on the keyboard. */
export const Kbd = ({ children }: KbdProps): ReactNode => <kbd className={styles.kbd}>{children}</kbd>
