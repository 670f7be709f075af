import { cloneElement, useCallback, useId, useRef, type FocusEvent, type ReactElement, type ReactNode, type RefObject } from 'react'
import type { Placement } from './place.ts'
import styles from './tooltip.module.css'
import { useHoverIntent } from './use-hover-intent.ts'
import { usePlaced } from './use-placed.ts'

export interface TooltipProps {
  readonly text: string
  /** Keys that do the same, shown after the text. */
  readonly shortcut?: string | undefined
  /** Default: `bottom`. */
  readonly placement?: Placement | undefined
  /** False where the text is the child's name already, so that it is not read twice. Default: true. */
  readonly describes?: boolean | undefined
  /** One element that can be focused. */
  readonly children: ReactElement<{ 'aria-describedby'?: string | undefined }>
}

interface BubbleProps extends Omit<TooltipProps, 'children' | 'describes'> {
  readonly id: string
  readonly trigger: RefObject<HTMLElement | null>
}

function Bubble({ id, text, shortcut, placement = 'bottom', trigger }: BubbleProps): ReactNode {
  const bubble = useRef<HTMLSpanElement>(null)
  const anchor = useCallback(() => trigger.current?.firstElementChild, [trigger])
  usePlaced(bubble, { anchor, placement, gap: 6 })
  return (
    <span ref={bubble} id={id} role="tooltip" popover="manual" className={styles.tooltip}>
      {text}
      {shortcut !== undefined && <kbd className={styles.shortcut}>{shortcut}</kbd>}
    </span>
  )
}

/** A word about a control: on rest of the pointer, or at once on focus by keyboard. Escape hides it. */
export function Tooltip({ text, describes = true, children, ...look }: TooltipProps): ReactNode {
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
      {open && <Bubble id={id} text={text} trigger={trigger} {...look} />}
    </span>
  )
}
