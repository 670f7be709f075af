import {
  cloneElement,
  useCallback,
  useEffect,
  useId,
  useRef,
  useState,
  type FocusEvent,
  type ReactElement,
  type ReactNode,
  type RefObject,
} from 'react'
import { usePlacement, type Placement } from './popover.tsx'
import styles from './tooltip.module.css'

export interface TooltipProps {
  readonly text: string
  /** Keyboard shortcut, shown after the text. */
  readonly shortcut?: string | undefined
  /** Default: `bottom`. */
  readonly placement?: Placement | undefined
  /** False where the text is already the accessible name of the child. Default: true. */
  readonly describes?: boolean | undefined
  /** One focusable element. */
  readonly children: ReactElement<{ 'aria-describedby'?: string | undefined }>
}

/** Describes a control on hover, or immediately on keyboard focus. Escape hides it. */
export function Tooltip({ text, describes = true, children, ...bubble }: TooltipProps): ReactNode {
  const { open, show, showNow, hide, hideNow } = useHoverIntent()
  const trigger = useRef<HTMLSpanElement>(null)
  const id = useId()
  const focus = (event: FocusEvent): void => {
    if (event.target.matches(':focus-visible')) showNow()
  }
  return (
    <span
      ref={trigger}
      role="presentation"
      className={styles.trigger}
      onPointerEnter={(event) => event.pointerType !== 'touch' && show()}
      onPointerLeave={hide}
      onPointerDown={hideNow}
      onFocus={focus}
      onBlur={hideNow}
      onKeyDown={(event) => event.key === 'Escape' && hideNow()}
    >
      {describes && open ? cloneElement(children, { 'aria-describedby': id }) : children}
      {open && <Bubble id={id} text={text} trigger={trigger} {...bubble} />}
    </span>
  )
}

interface BubbleProps extends Omit<TooltipProps, 'children' | 'describes'> {
  readonly id: string
  readonly trigger: RefObject<HTMLElement | null>
}

function Bubble({ id, text, shortcut, placement = 'bottom', trigger }: BubbleProps): ReactNode {
  const bubble = useRef<HTMLSpanElement>(null)
  const anchor = useCallback(() => trigger.current?.firstElementChild, [trigger])
  usePlacement(bubble, { anchor, placement, gap: 6 })
  return (
    <span ref={bubble} id={id} role="tooltip" popover="manual" className={styles.tooltip}>
      {text}
      {shortcut !== undefined && <kbd className={styles.shortcut}>{shortcut}</kbd>}
    </span>
  )
}

/** Milliseconds of hovering before a tooltip shows. */
const showDelay = 500
/** Milliseconds before it hides, so that the pointer can move onto it. */
const hideDelay = 120
/** Milliseconds after hiding in which the next tooltip shows immediately: the pointer moves along a toolbar. */
const warmPeriod = 400

let lastHidden = -Infinity

/** Open state that ignores a pointer which only passes over. */
function useHoverIntent() {
  const [open, setOpen] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const set = (next: boolean): void => {
    clearTimeout(timer.current)
    if (open && !next) lastHidden = performance.now()
    setOpen(next)
  }
  const setLater = (next: boolean, milliseconds: number): void => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => set(next), milliseconds)
  }
  return {
    open,
    show: (): void => setLater(true, open || performance.now() - lastHidden < warmPeriod ? 0 : showDelay),
    showNow: (): void => set(true),
    hide: (): void => setLater(false, hideDelay),
    hideNow: (): void => set(false),
  }
}
