import { useRef, useState, type KeyboardEvent, type MouseEvent, type RefObject } from 'react'

/** Spread this on the button that opens the menu. */
export interface MenuTriggerProps {
  readonly ref: RefObject<HTMLButtonElement | null>
  readonly 'aria-haspopup': 'menu'
  readonly 'aria-expanded': boolean
  readonly 'aria-controls': string | undefined
  readonly onPointerDown: () => void
  readonly onClick: (event: MouseEvent) => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

export interface MenuState {
  readonly open: boolean
  /** Which item takes the focus; none after a press of the pointer. */
  readonly entry: 'first' | 'last' | undefined
  readonly close: () => void
  readonly triggerProps: MenuTriggerProps
}

/** Whether a menu is open, and what its button does. */
export function useMenuTrigger(id: string, onOpenChange: ((open: boolean) => void) | undefined): MenuState {
  const ref = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  const [entry, setEntry] = useState<MenuState['entry']>(undefined)
  // A press outside closes the menu before the click arrives, and the button is outside.
  const openAtPress = useRef(false)
  const change = (next: boolean, at?: MenuState['entry']): void => {
    if (next !== open) onOpenChange?.(next)
    setEntry(at)
    setOpen(next)
  }
  const triggerProps: MenuTriggerProps = {
    ref,
    'aria-haspopup': 'menu',
    'aria-expanded': open,
    'aria-controls': open ? id : undefined,
    onPointerDown: () => void (openAtPress.current = open),
    onClick: (event) => {
      const byKeyboard = event.detail === 0
      change(byKeyboard ? !open : !openAtPress.current, byKeyboard ? 'first' : undefined)
    },
    onKeyDown: (event) => {
      if (open || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return
      event.preventDefault()
      change(true, event.key === 'ArrowDown' ? 'first' : 'last')
    },
  }
  return { open, entry, close: () => change(false), triggerProps }
}
