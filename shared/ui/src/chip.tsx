import type { ReactNode } from 'react'
import { Avatar } from './avatar.tsx'
import styles from './chip.module.css'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'

export interface ChipProps {
  readonly icon?: IconName | undefined
  /** Draws the avatar of this address before the text. */
  readonly address?: string | undefined
  /** Something is wrong with it, as with a mistyped address. Default: false. */
  readonly invalid?: boolean | undefined
  /** Makes it a button; `pressed` says whether it is on. */
  readonly onPress?: (() => void) | undefined
  readonly pressed?: boolean | undefined
  /** Gives it a button that takes it away, named by `removeLabel`: "Remove Ada". */
  readonly onRemove?: (() => void) | undefined
  readonly removeLabel?: string | undefined
  readonly title?: string | undefined
  readonly children: string
}

/** One of several small things: a recipient, a label, a filter. */
export function Chip(props: ChipProps): ReactNode {
  const { icon, address, invalid = false, onPress, pressed, onRemove, removeLabel, title, children } = props
  const className = classNames(
    styles.chip,
    address !== undefined && styles.withAvatar,
    onRemove && styles.removable,
    invalid && styles.danger,
  )
  const content = (
    <>
      {address !== undefined && <Avatar address={address} name={children} size="small" />}
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
