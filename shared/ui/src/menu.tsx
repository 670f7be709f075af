import {
  createContext,
  useContext,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type RefObject,
} from 'react'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'
import styles from './menu.module.css'
import { Popover, type Placement } from './popover.tsx'

export interface MenuProps {
  /** Accessible name of the list. */
  readonly label: string
  /** Renders the button: `trigger={(props) => <IconButton {...props} icon="more" label={t('more')} />}`. */
  readonly trigger: (props: MenuTriggerProps) => ReactNode
  /** Preferred placement; flips where there is no space. Default: `bottom-start`. */
  readonly placement?: Placement | undefined
  readonly onOpenChange?: ((open: boolean) => void) | undefined
  /** `MenuItem`, `MenuSeparator`, `MenuHeading`. */
  readonly children: ReactNode
}

/** Spread these on the button that opens the menu. */
export interface MenuTriggerProps {
  readonly ref: RefObject<HTMLButtonElement | null>
  readonly 'aria-haspopup': 'menu'
  readonly 'aria-expanded': boolean
  readonly 'aria-controls': string | undefined
  readonly onPointerDown: () => void
  readonly onClick: (event: MouseEvent) => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

/** A menu button (WAI-ARIA). Closes on Escape, Tab, a selection or a click outside, and returns the focus. */
export function Menu({ label, trigger, placement, onOpenChange, children }: MenuProps): ReactNode {
  const id = useId()
  const { open, entry, close, triggerProps } = useMenuTrigger(id, onOpenChange)
  const keyDown = useMenuKeys(close)
  useLayoutEffect(() => {
    const menu = open && entry ? document.getElementById(id) : null
    if (menu)
      enabledItems(menu)
        .at(entry === 'first' ? 0 : -1)
        ?.focus()
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
        <CloseMenu value={close}>{children}</CloseMenu>
      </Popover>
    </>
  )
}

/** Closes the menu an item belongs to. */
const CloseMenu = createContext<() => void>(() => undefined)

export interface MenuItemProps {
  readonly onSelect: () => void
  readonly icon?: IconName | undefined
  /** Makes it a choice that is on or off. */
  readonly checked?: boolean | undefined
  /** One of several mutually exclusive choices. Default: false. */
  readonly radio?: boolean | undefined
  /** A destructive action. Default: false. */
  readonly danger?: boolean | undefined
  readonly disabled?: boolean | undefined
  /** Keyboard shortcut, shown after the text. */
  readonly shortcut?: string | undefined
  /** Keeps the menu open, for several choices in a row. Default: false. */
  readonly keepOpen?: boolean | undefined
  readonly children: ReactNode
}

/** An action or a choice in a `Menu`. */
export function MenuItem(props: MenuItemProps): ReactNode {
  const {
    onSelect,
    icon,
    checked,
    radio = false,
    danger = false,
    disabled = false,
    shortcut,
    keepOpen = false,
    children,
  } = props
  const closeMenu = useContext(CloseMenu)
  const item = useRef<HTMLButtonElement>(null)
  const select = (): void => {
    if (disabled) return
    // Closing returns the focus, so it comes first: the action may move the focus itself.
    if (!keepOpen) closeMenu()
    onSelect()
  }
  return (
    <button
      ref={item}
      type="button"
      role={checked === undefined ? 'menuitem' : radio ? 'menuitemradio' : 'menuitemcheckbox'}
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

export interface MenuHeadingProps {
  readonly children: ReactNode
}

/** Heading of the items that follow. */
export const MenuHeading = ({ children }: MenuHeadingProps): ReactNode => (
  <div role="presentation" className={styles.heading}>
    {children}
  </div>
)

/** A line between groups of a `Menu`. */
export const MenuSeparator = (): ReactNode => <hr className={styles.separator} />

/** Open state of a menu and the behaviour of its button. */
function useMenuTrigger(id: string, onOpenChange: ((open: boolean) => void) | undefined) {
  const ref = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  /** Which item receives the focus; none after a pointer press. */
  const [entry, setEntry] = useState<'first' | 'last' | undefined>(undefined)
  // A press outside closes the menu before the click event, and the button is outside.
  const openAtPress = useRef(false)
  const change = (next: boolean, focus?: 'first' | 'last'): void => {
    if (next !== open) onOpenChange?.(next)
    setEntry(focus)
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
  return { open, entry, close: (): void => change(false), triggerProps }
}

/** Milliseconds between typed letters. Beyond it: a letter starts a new search. */
const typeaheadTimeout = 500

/** Moves the focus by arrows, Home, End and typed letters; Tab closes. */
function useMenuKeys(close: () => void): (event: KeyboardEvent<HTMLElement>) => void {
  const typed = useRef({ text: '', at: -Infinity })
  return (event) => {
    const menu = event.currentTarget
    if (event.key === 'Tab') {
      event.preventDefault()
      close()
      return
    }
    const next = itemForKey(menu, event.key)
    if (next) {
      event.preventDefault()
      next.focus()
      return
    }
    const { text, at } = typed.current
    const letter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey
    const continues = event.timeStamp - at < typeaheadTimeout
    if (!letter || (event.key === ' ' && !(continues && text))) return
    event.preventDefault()
    typed.current = { text: continues ? text + event.key : event.key, at: event.timeStamp }
    itemForText(menu, typed.current.text)?.focus()
  }
}

const enabledItems = (menu: Element): HTMLElement[] => [
  ...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]:not([aria-disabled="true"])'),
]

/** The item that a navigation key moves to, or undefined for any other key. */
function itemForKey(menu: Element, key: string): HTMLElement | undefined {
  const items = enabledItems(menu)
  const current = items.findIndex((item) => item === document.activeElement)
  switch (key) {
    case 'ArrowDown':
      return items[(current + 1) % items.length]
    case 'ArrowUp':
      return items[current <= 0 ? items.length - 1 : current - 1]
    case 'Home':
    case 'PageUp':
      return items[0]
    case 'End':
    case 'PageDown':
      return items.at(-1)
    default:
      return undefined
  }
}

const nameOf = (item: Element): string => (item.textContent ?? '').trim().toLocaleLowerCase()

/** The next item whose name starts with the typed text. Repeating one letter cycles through the items that start with it. */
function itemForText(menu: Element, typed: string): HTMLElement | undefined {
  const items = enabledItems(menu)
  const text = typed.toLocaleLowerCase()
  const [first = ''] = text
  const repeated = [...text].every((letter) => letter === first)
  const current = items.findIndex((item) => item === document.activeElement)
  const from = repeated ? current + 1 : Math.max(current, 0)
  const order = [...items.slice(from), ...items.slice(0, from)]
  return order.find((item) => nameOf(item).startsWith(repeated ? first : text))
}
