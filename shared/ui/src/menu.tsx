import { useId, useLayoutEffect, type ReactNode } from 'react'
import { MenuContext } from './menu-context.ts'
import { menuItems } from './menu-focus.ts'
import styles from './menu.module.css'
import type { Placement } from './place.ts'
import { Popover } from './popover.tsx'
import { useMenuKeys } from './use-menu-keys.ts'
import { useMenuTrigger, type MenuTriggerProps } from './use-menu-trigger.ts'

export interface MenuProps {
  /** Accessible name of the list. */
  readonly label: string
  /** Draws the button: `trigger={(props) => <IconButton {...props} icon="more" label={t('more')} />}`. */
  readonly trigger: (props: MenuTriggerProps) => ReactNode
  /** Default: `bottom-start`. It moves where there is no room. */
  readonly placement?: Placement | undefined
  readonly onOpenChange?: ((open: boolean) => void) | undefined
  /** `MenuItem`, `MenuSeparator`, `MenuHeading`. */
  readonly children: ReactNode
}

/** Things to do, behind a button. Closes by Escape, Tab, a choice or a click elsewhere; the focus goes back. */
export function Menu({ label, trigger, placement, onOpenChange, children }: MenuProps): ReactNode {
  const id = useId()
  const { open, entry, close, triggerProps } = useMenuTrigger(id, onOpenChange)
  const keyDown = useMenuKeys(close)
  useLayoutEffect(() => {
    const menu = open && entry ? document.getElementById(id) : null
    if (menu) menuItems(menu).at(entry === 'first' ? 0 : -1)?.focus()
  }, [open, entry, id])
  return (
    <>
      {trigger(triggerProps)}
      <Popover
        open={open}
        onClose={close}
        anchor={triggerProps.ref}
        placement={placement}
        label={label}
        role="menu"
        id={id}
        onKeyDown={keyDown}
        className={styles.menu}
      >
        <MenuContext value={{ close }}>{children}</MenuContext>
      </Popover>
    </>
  )
}
