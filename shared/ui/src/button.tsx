import type { ComponentProps, MouseEvent, ReactNode } from 'react'
import styles from './button.module.css'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'
import { Spinner } from './spinner.tsx'

export interface ButtonProps extends ComponentProps<'button'> {
  /** `primary` is the one thing most people came for: at most one in sight. Default: `secondary`. */
  readonly variant?: 'primary' | 'secondary' | 'quiet' | 'danger' | undefined
  /** Height 36 or 28 pixels, more under a finger. Default: `medium`. */
  readonly size?: 'medium' | 'small' | undefined
  /** Before the text. */
  readonly icon?: IconName | undefined
  /** After the text. */
  readonly endIcon?: IconName | undefined
  /** Under way: keeps its width and the focus, and does nothing. Default: false. */
  readonly busy?: boolean | undefined
  /** As wide as what it stands in. Default: false. */
  readonly block?: boolean | undefined
  /** What it does, as a verb. */
  readonly children: ReactNode
}

/** A thing to do. Its `type` is `button` unless told otherwise. */
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
        <span className={styles.spinner}>
          <Spinner size={16} />
        </span>
      )}
    </button>
  )
}
