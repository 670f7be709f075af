import type { ComponentProps, MouseEvent, ReactNode } from 'react'
import { spoken } from './text.tsx'
import styles from './button.module.css'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'
import type { Placement } from './popover.tsx'
import { Tooltip } from './tooltip.tsx'

export interface ButtonProps extends ComponentProps<'button'> {
  /** `primary` is the main action: at most one in view. Default: `secondary`. */
  readonly variant?: 'primary' | 'secondary' | 'quiet' | 'danger' | undefined
  /** Height 36 or 28 pixels, more on touch screens. Default: `medium`. */
  readonly size?: 'medium' | 'small' | undefined
  /** Before the text. */
  readonly icon?: IconName | undefined
  /** After the text. */
  readonly endIcon?: IconName | undefined
  /** In progress: keeps its width and the focus, ignores clicks. Default: false. */
  readonly busy?: boolean | undefined
  /** Fills the width of its container. Default: false. */
  readonly block?: boolean | undefined
  /** A verb. */
  readonly children: ReactNode
}

/** A button with a text. `type` defaults to `button`. */
export function Button(props: ButtonProps): ReactNode {
  const { variant = 'secondary', size = 'medium', icon, endIcon, busy = false, block = false, ...rest } = props
  const { children, className, onClick, ...attributes } = rest
  const click = (event: MouseEvent<HTMLButtonElement>): void => {
    if (busy) event.preventDefault()
    else onClick?.(event)
  }
  return (
    <button
      type="button"
      {...attributes}
      aria-busy={busy || undefined}
      aria-disabled={busy || attributes['aria-disabled']}
      onClick={click}
      className={classNames(
        styles.button,
        styles[variant],
        size === 'small' && styles.small,
        block && styles.block,
        busy && styles.busy,
        className,
      )}
    >
      <span className={styles.content}>
        {icon && <Icon name={icon} size={size === 'small' ? 16 : 20} />}
        <span className={styles.text}>{children}</span>
        {endIcon && <Icon name={endIcon} size={16} />}
      </span>
      {busy && (
        <span className={styles.overlay}>
          <Spinner />
        </span>
      )}
    </button>
  )
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  readonly icon: IconName
  /** Accessible name, also shown as the tooltip. */
  readonly label: string
  /** Keyboard shortcut, shown in the tooltip. */
  readonly shortcut?: string | undefined
  /** State of a toggle button. Default: no toggle button. */
  readonly pressed?: boolean | undefined
  /** Default: `quiet`. */
  readonly variant?: 'quiet' | 'secondary' | 'primary' | undefined
  /** Part of the name that is shown below the icon on a small screen. Default: none. */
  readonly caption?: string | undefined
  /** Square of 36 or 28 pixels, more on touch screens. Default: `medium`. */
  readonly size?: 'medium' | 'small' | undefined
  /** In progress: shows a spinner and ignores clicks. Default: false. */
  readonly busy?: boolean | undefined
  /** Placement of the tooltip; false: no tooltip. Default: `bottom`. */
  readonly tooltip?: Placement | false | undefined
}

const iconVariants = { quiet: undefined, secondary: styles.iconSecondary, primary: styles.iconPrimary }

/** A square button with an icon. A pressed star is filled. */
export function IconButton(props: IconButtonProps): ReactNode {
  const { icon, label, shortcut, pressed, variant = 'quiet', size = 'medium', busy = false, ...rest } = props
  const { tooltip = 'bottom', caption, className, onClick, ...attributes } = rest
  const pixels = size === 'small' ? 16 : 20
  const button = (
    <button
      type="button"
      {...attributes}
      aria-label={spoken(label)}
      aria-pressed={pressed}
      aria-busy={busy || undefined}
      aria-disabled={busy || attributes['aria-disabled']}
      onClick={busy ? undefined : onClick}
      className={classNames(
        styles.iconButton,
        iconVariants[variant],
        size === 'small' && styles.iconSmall,
        icon === 'star' && styles.star,
        caption !== undefined && styles.captioned,
        className,
      )}
    >
      {busy ? <Spinner /> : <Icon name={icon} size={pixels} filled={pressed && icon === 'star'} />}
      {caption !== undefined && <span className={styles.caption}>{caption}</span>}
    </button>
  )
  if (tooltip === false) return button
  return (
    <Tooltip text={label} shortcut={shortcut} placement={tooltip} describes={false}>
      {button}
    </Tooltip>
  )
}

const Spinner = (): ReactNode => <span aria-hidden className={styles.spinner} />
