import { useEffect, useRef, useState, type ComponentProps, type RefObject } from 'react'

export interface Drawer {
  readonly open: boolean
  readonly toggle: () => void
  readonly close: () => void
  readonly panelProps: ComponentProps<'nav'>
}

export interface DrawerOptions {
  readonly narrow: boolean
  readonly location: string
  /** Gets the focus back. */
  readonly opener: RefObject<HTMLButtonElement | null>
}

/** The rail on a narrow screen: open until a place is chosen, Escape, or a touch beside it. */
export function useDrawer({ narrow, location, opener }: DrawerOptions): Drawer {
  // Remembers for which place it was opened: anywhere else it is closed.
  const [openedAt, setOpenedAt] = useState<string | null>(null)
  const panel = useRef<HTMLElement>(null)
  const open = narrow && openedAt === location
  useEffect(() => {
    if (!open) return
    const home = opener.current
    panel.current?.querySelector<HTMLElement>('a[href], button')?.focus()
    return () => home?.focus()
  }, [open, opener])
  const close = (): void => setOpenedAt(null)
  return {
    open,
    close,
    toggle: () => setOpenedAt(open ? null : location),
    panelProps: {
      ref: panel,
      inert: narrow && !open,
      onKeyDown: (event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) close()
      },
    },
  }
}
