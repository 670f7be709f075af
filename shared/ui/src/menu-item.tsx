import { useContext, useRef, type ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'
import { MenuContext } from './menu-context.ts'
import styles from './menu.module.css'

export interface MenuItemProps {
  readonly onSelect: () => void
  readonly icon?: IconName | undefined
  /** Makes it a choice that is on or off. */
  readonly checked?: boolean | undefined
  /** One of several that exclude each other. Default: false. */
  readonly radio?: boolean | undefined
  /** Cannot be undone, or takes something away. Default: false. */
  readonly danger?: boolean | undefined
  readonly disabled?: boolean | undefined
  /** Keys that do the same. */
  readonly shortcut?: string | undefined
  /** Leaves the menu open, for several choices in a row. Default: false. */
  readonly keepOpen?: boolean | undefined
  readonly children: ReactNode
}

function roleOf({ checked, radio = false }: MenuItemProps): string {
  if (checked === undefined) return 'menuitem'
  return radio ? 'menuitemradio' : 'menuitemcheckbox'
}

/** One thing to do, or one choice, in a `Menu`. */
export function MenuItem(props: MenuItemProps): ReactNode {
  const { onSelect, icon, checked, danger = false, disabled = false, shortcut, keepOpen = false, children } = props
  const menu = useContext(MenuContext)
  const item = useRef<HTMLButtonElement>(null)
  const select = (): void => {
    if (disabled) return
    // First closed, then done: what it does may put the focus somewhere.
    if (!keepOpen) menu?.close()
    onSelect()
  }
  return (
    <button
      ref={item}
      type="button"
      role={roleOf(props)}
      aria-checked={checked}
      aria-disabled={disabled || undefined}
      tabIndex={-1}
      className={classNames(styles.item, danger && styles.danger)}
      onClick={select}
      onPointerMove={() => disabled || item.current?.focus({ preventScroll: true })}
    >
      {icon && <Icon name={icon} size={16} />}
      <span className={styles.text}>{children}</span>
      {shortcut !== undefined && (
        <kbd className={styles.shortcut} aria-hidden>
          {shortcut}
        </kbd>
      )}
      {checked !== undefined && <span className={styles.check}>{checked && <Icon name="check" size={16} />}</span>}
    </button>
  )
}
