import { useCallback, useLayoutEffect, useRef, type ComponentProps, type KeyboardEvent, type ReactNode, type RefObject } from 'react'
import { classNames } from './class-names.ts'
import type { Placement } from './place.ts'
import styles from './popover.module.css'
import { usePlaced } from './use-placed.ts'

export interface PopoverProps {
  readonly open: boolean
  /** Escape, a click elsewhere, or another popover that opens; see `dismiss`. */
  readonly onClose: () => void
  /**
   * `manual`: only Escape and its owner close it. For a list below a field, where a click into the field is
   * none elsewhere. Default: `auto`.
   */
  readonly dismiss?: 'auto' | 'manual' | undefined
  /** What it belongs to and stands beside; gets the focus back. */
  readonly anchor: RefObject<HTMLElement | null>
  /** Default: `bottom-start`. It moves where there is no room. */
  readonly placement?: Placement | undefined
  /** Accessible name. */
  readonly label: string
  /** Default: `dialog`. */
  readonly role?: 'dialog' | 'menu' | 'listbox' | undefined
  readonly id?: string | undefined
  /** Takes the focus itself when it opens, unless something inside did. Default: true. */
  readonly takesFocus?: boolean | undefined
  readonly onKeyDown?: ((event: KeyboardEvent<HTMLElement>) => void) | undefined
  readonly className?: string | undefined
  readonly children: ReactNode
}

type OpenProps = Omit<PopoverProps, 'open'>

/** Brings the focus in, and back to where it was unless the person has put it elsewhere. */
function useFocusInside(popup: RefObject<HTMLElement | null>, { anchor, takesFocus = true }: OpenProps): void {
  useLayoutEffect(() => {
    const element = popup.current
    const before = document.activeElement
    const opener = anchor.current
    if (takesFocus && !element?.contains(before)) element?.focus({ preventScroll: true })
    return () => {
      const { activeElement, body } = document
      if (activeElement !== body && !element?.contains(activeElement)) return
      const home = before instanceof HTMLElement && before !== body && !element?.contains(before) ? before : opener
      home?.focus({ preventScroll: true })
    }
  }, [popup, anchor, takesFocus])
}

function OpenPopover(props: OpenProps): ReactNode {
  const { anchor, onClose, onKeyDown, placement = 'bottom-start', role = 'dialog', dismiss = 'auto', label, id, className } = props
  const popup = useRef<HTMLDivElement>(null)
  usePlaced(popup, { anchor: useCallback(() => anchor.current, [anchor]), placement })
  useFocusInside(popup, props)
  const guards: ComponentProps<'div'> = {
    onToggle: (event) => event.newState === 'closed' && onClose(),
    // What is typed and clicked here is not for the row below or for the page's shortcuts.
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
      {...guards}
      ref={popup}
      id={id}
      popover={dismiss}
      role={role}
      aria-label={label}
      tabIndex={-1}
      className={classNames(styles.popover, className)}
    >
      {props.children}
    </div>
  )
}

/** Something small above the page, beside what opened it. Drawn in the top layer: no parent cuts it off. */
export const Popover = ({ open, ...props }: PopoverProps): ReactNode => (open ? <OpenPopover {...props} /> : null)
