import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './icon-button.module.css'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'
import type { Placement } from './place.ts'
import { Spinner } from './spinner.tsx'
import { Tooltip } from './tooltip.tsx'

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  readonly icon: IconName
  /** Its name, shown as its tooltip too. */
  readonly label: string
  /** Keys that do the same, shown in the tooltip. */
  readonly shortcut?: string | undefined
  /** On or off, for what can be both. Default: neither. */
  readonly pressed?: boolean | undefined
  /** Default: `quiet`. */
  readonly variant?: 'quiet' | 'secondary' | 'primary' | undefined
  /** Square of 36 or 28 pixels, more under a finger. Default: `medium`. */
  readonly size?: 'medium' | 'small' | undefined
  /** Under way: shows so and does nothing. Default: false. */
  readonly busy?: boolean | undefined
  /** Where the tooltip stands; false: no tooltip. Default: `bottom`. */
  readonly tooltip?: Placement | false | undefined
}

/** A thing to do that is known by its sign. A pressed one is drawn full. */
export function IconButton(props: IconButtonProps): ReactNode {
  const { icon, label, shortcut, pressed, variant = 'quiet', size = 'medium', busy = false, ...rest } = props
  const { tooltip = 'bottom', className, onClick, ...attributes } = rest
  const pixels = size === 'small' ? 16 : 20
  const button = (
    <button
      type="button"
      {...attributes}
      aria-label={label}
      aria-pressed={pressed}
      aria-busy={busy || undefined}
      aria-disabled={busy || attributes['aria-disabled']}
      onClick={busy ? undefined : onClick}
      className={classNames(
        styles.button,
        styles[variant],
        size === 'small' && styles.small,
        icon === 'star' && styles.star,
        className,
      )}
    >
      {busy ? <Spinner size={16} /> : <Icon name={icon} size={pixels} filled={pressed && icon === 'star'} />}
    </button>
  )
  if (tooltip === false) return button
  return (
    <Tooltip text={label} shortcut={shortcut} placement={tooltip} describes={false}>
      {button}
    </Tooltip>
  )
}
