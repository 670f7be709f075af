import {
  useCallback,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  type ComponentProps,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from 'react'
import { useBackCloses } from './back-closes.ts'
import { classNames } from './class-names.ts'
import { spoken } from './text.tsx'
import styles from './popover.module.css'

export interface PopoverProps {
  readonly open: boolean
  /** Called on Escape, on a click outside and when another popover opens; see `dismiss`. */
  readonly onClose: () => void
  /**
   * `manual`: only Escape and the owner close it. For a list below a text field, where a click into the
   * field is not a click outside. Default: `auto`.
   */
  readonly dismiss?: 'auto' | 'manual' | undefined
  /** The element it is placed beside; receives the focus when the popover closes. */
  readonly anchor: RefObject<HTMLElement | null>
  /** Preferred placement; flips where there is no space. Default: `bottom-start`. */
  readonly placement?: Placement | undefined
  /** Accessible name. */
  readonly label: string
  /** Default: `dialog`. */
  readonly role?: 'dialog' | 'menu' | 'listbox' | undefined
  readonly id?: string | undefined
  /** Focuses the popover when it opens, unless something inside has the focus. Default: true. */
  readonly takesFocus?: boolean | undefined
  readonly onKeyDown?: ((event: KeyboardEvent<HTMLElement>) => void) | undefined
  readonly className?: string | undefined
  readonly children: ReactNode
}

/** A native popover beside its anchor, in the top layer: no ancestor clips it. */
export const Popover = ({ open, ...props }: PopoverProps): ReactNode => (open ? <OpenPopover {...props} /> : null)

type OpenPopoverProps = Omit<PopoverProps, 'open'>

function OpenPopover(props: OpenPopoverProps): ReactNode {
  const {
    anchor,
    onClose,
    onKeyDown,
    placement = 'bottom-start',
    role = 'dialog',
    dismiss = 'auto',
    label,
    id,
    className,
  } = props
  const popup = useRef<HTMLDivElement>(null)
  usePlacement(popup, { anchor: useCallback(() => anchor.current, [anchor]), placement })
  useFocusInside(popup, props)
  useLightDismiss(popup, dismiss, onClose)
  // A list below a text field is part of the field.
  useBackCloses(dismiss === 'auto', onClose)
  const handlers: ComponentProps<'div'> = {
    onToggle: (event) => event.newState === 'closed' && onClose(),
    // React bubbles through the component tree: the list row or the page must not handle these events too.
    onClick: (event) => event.stopPropagation(),
    onKeyDown: (event) => {
      event.stopPropagation()
      onKeyDown?.(event)
      if (event.key !== 'Escape' || event.defaultPrevented) return
      event.preventDefault()
      onClose()
    },
  }
  return (
    <div
      {...handlers}
      ref={popup}
      id={id}
      popover={dismiss}
      role={role}
      aria-label={spoken(label)}
      tabIndex={-1}
      className={classNames(styles.popover, className)}
    >
      {props.children}
    </div>
  )
}

/** Moves the focus in, and back on close unless the user has moved it elsewhere. */
function useFocusInside(popup: RefObject<HTMLElement | null>, { anchor, takesFocus = true }: OpenPopoverProps): void {
  useLayoutEffect(() => {
    const element = popup.current
    const before = document.activeElement
    const opener = anchor.current
    if (takesFocus && !element?.contains(before)) element?.focus({ preventScroll: true })
    return () => {
      const { activeElement, body } = document
      if (activeElement !== body && !element?.contains(activeElement)) return
      const target = before instanceof HTMLElement && before !== body && !element?.contains(before) ? before : opener
      target?.focus({ preventScroll: true })
    }
  }, [popup, anchor, takesFocus])
}

/** Closes on a press outside in browsers without the Popover API (Firefox before 125). */
function useLightDismiss(popup: RefObject<HTMLElement | null>, dismiss: 'auto' | 'manual', onClose: () => void): void {
  const close = useEffectEvent(onClose)
  useEffect(() => {
    if (dismiss === 'manual' || typeof HTMLElement.prototype.showPopover === 'function') return
    const pressed = (event: Event): void => {
      if (event.target instanceof Node && !popup.current?.contains(event.target)) close()
    }
    document.addEventListener('pointerdown', pressed)
    return () => document.removeEventListener('pointerdown', pressed)
  }, [popup, dismiss])
}

/** Side of the anchor, then the edge it is aligned with; `start` and `end` follow the reading direction. */
export type Placement = 'bottom-start' | 'bottom' | 'bottom-end' | 'top-start' | 'top' | 'top-end' | 'start' | 'end'

interface PlacementOptions {
  readonly anchor: () => Element | null | undefined
  readonly placement: Placement
  /** Pixels between anchor and popup. Default: 4. */
  readonly gap?: number | undefined
}

/** Shows an element in the top layer and keeps it beside its anchor while it is mounted. */
export function usePlacement(popup: RefObject<HTMLElement | null>, options: PlacementOptions): void {
  const { anchor, placement, gap } = options
  useLayoutEffect(() => {
    const element = popup.current
    if (!element) return
    // Without the Popover API the element is shown anyway, above the page by its z-index.
    element.showPopover?.()
    const update = (): void => applyPlacement(element, { anchor, placement, gap })
    update()
    window.addEventListener('resize', update)
    window.addEventListener('scroll', update, { capture: true, passive: true })
    return () => {
      window.removeEventListener('resize', update)
      window.removeEventListener('scroll', update, { capture: true })
    }
  }, [popup, anchor, placement, gap])
}

function applyPlacement(popup: HTMLElement, { anchor, placement, gap }: PlacementOptions): void {
  const element = anchor()
  if (!element) return
  popup.style.maxHeight = ''
  const position = computePosition({
    anchor: element.getBoundingClientRect(),
    // Not its bounding rectangle, which is transformed while the popup enters.
    popup: { width: popup.offsetWidth, height: popup.offsetHeight },
    viewport: { width: document.documentElement.clientWidth, height: window.innerHeight },
    placement,
    rightToLeft: getComputedStyle(element).direction === 'rtl',
    ...(gap !== undefined && { gap }),
  })
  popup.style.left = `${Math.round(position.left)}px`
  popup.style.top = `${Math.round(position.top)}px`
  popup.style.maxHeight = `${Math.max(48, Math.floor(position.maxHeight))}px`
}

interface Size {
  readonly width: number
  readonly height: number
}

/** All lengths in pixels of the viewport. */
export interface PositionOptions {
  readonly anchor: Size & { readonly left: number; readonly top: number }
  readonly popup: Size
  readonly viewport: Size
  readonly placement: Placement
  readonly rightToLeft?: boolean
  /** Default: 4. */
  readonly gap?: number
}

interface Position {
  readonly left: number
  readonly top: number
  /** Space on the chosen side; higher content scrolls. */
  readonly maxHeight: number
}

/** Pixels kept free at the edges of the viewport. */
const margin = 8

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(value, high))

/**
 * Position of a popup inside the viewport: on the preferred side, or on the opposite one where there is more
 * space. CSS anchor positioning does the same, from Chrome 125, Safari 26 and Firefox 147 on.
 */
export function computePosition(options: PositionOptions): Position {
  const { anchor, popup, viewport, placement, rightToLeft = false, gap = 4 } = options
  if (placement === 'start' || placement === 'end')
    return positionBeside(options, (placement === 'end') !== rightToLeft)
  const [side, edge] = placement.split('-')
  const above = anchor.top - gap - margin
  const below = viewport.height - (anchor.top + anchor.height) - gap - margin
  const onTop = side === 'top' ? popup.height <= above || above >= below : popup.height > below && above > below
  const height = Math.min(popup.height, onTop ? above : below)
  const spare = anchor.width - popup.width
  const shift = edge === undefined ? spare / 2 : (edge === 'start') !== rightToLeft ? 0 : spare
  return {
    left: clamp(anchor.left + shift, margin, Math.max(margin, viewport.width - margin - popup.width)),
    top: onTop ? anchor.top - gap - height : anchor.top + anchor.height + gap,
    maxHeight: onTop ? above : below,
  }
}

function positionBeside({ anchor, popup, viewport, gap = 4 }: PositionOptions, prefersRight: boolean): Position {
  const right = anchor.left + anchor.width + gap
  const left = anchor.left - gap - popup.width
  const fitsRight = right + popup.width <= viewport.width - margin
  const onRight = prefersRight ? fitsRight || left < margin : fitsRight && left < margin
  const maxHeight = viewport.height - 2 * margin
  const middle = anchor.top + anchor.height / 2 - popup.height / 2
  return {
    left: clamp(onRight ? right : left, margin, viewport.width - margin - popup.width),
    top: clamp(middle, margin, viewport.height - margin - Math.min(popup.height, maxHeight)),
    maxHeight,
  }
}
