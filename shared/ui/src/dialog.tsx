import {
  useId,
  useLayoutEffect,
  useRef,
  type ComponentProps,
  type MouseEvent,
  type ReactNode,
  type RefObject,
} from 'react'
import { useBackCloses } from './back-closes.ts'
import { IconButton } from './button.tsx'
import { classNames } from './class-names.ts'
import styles from './dialog.module.css'

export interface DialogProps {
  readonly open: boolean
  /** Called on Escape, the close button and a click outside. */
  readonly onClose: () => void
  readonly title: string
  /** Name of the close button. */
  readonly closeLabel: string
  /** Width 400, 520 or 760 pixels; a bottom sheet on a small screen. Default: `medium`. */
  readonly size?: 'small' | 'medium' | 'large' | undefined
  /** False while closing would lose data: Escape and a click outside then do nothing. Default: true. */
  readonly dismissible?: boolean | undefined
  /** Buttons, the confirming one last. */
  readonly footer?: ReactNode
  readonly children: ReactNode
}

/** A modal dialog on the native `<dialog>`. Returns the focus when it closes. */
export const Dialog = ({ open, ...props }: DialogProps): ReactNode => (open ? <OpenDialog {...props} /> : null)

function OpenDialog(props: Omit<DialogProps, 'open'>): ReactNode {
  const { onClose, title, closeLabel, size = 'medium', dismissible = true, footer, children } = props
  const modal = useModal(dismissible, onClose)
  const titleId = useId()
  const body = useRef<HTMLDivElement>(null)
  useScrollByKeys(body)
  useBackCloses(dismissible, onClose)
  return (
    <dialog {...modal} aria-labelledby={titleId} className={classNames(styles.dialog, styles[size])}>
      <h2 id={titleId} className={styles.title}>
        {title}
      </h2>
      <div ref={body} className={styles.body}>
        {children}
      </div>
      {footer && <div className={styles.footer}>{footer}</div>}
      <IconButton
        icon="close"
        label={closeLabel}
        size="small"
        tooltip={false}
        className={styles.close}
        onClick={onClose}
      />
    </dialog>
  )
}

/** A body that scrolls and has nothing that takes the focus takes it itself: otherwise keys could not scroll it. */
function useScrollByKeys(body: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = body.current
    if (!element || typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(() => {
      const needed =
        element.scrollHeight > element.clientHeight &&
        element.querySelector('a[href], button, input, select, textarea, iframe, [tabindex="0"]') === null
      if (needed) element.tabIndex = 0
      else element.removeAttribute('tabindex')
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [body])
}

/** Props of a `<dialog>` that is modal while it is mounted. */
function useModal(dismissible: boolean, onClose: () => void): ComponentProps<'dialog'> {
  const ref = useRef<HTMLDialogElement>(null)
  const pressedOutside = useRef(false)
  useShowModal(ref)
  return {
    ref,
    onCancel: (event) => {
      // A file input inside fires a cancel event of its own.
      if (event.target !== event.currentTarget) return
      event.preventDefault()
      if (dismissible) onClose()
    },
    // The browser closes the dialog on a repeated Escape even if cancel was prevented.
    onClose,
    onMouseDown: (event) => void (pressedOutside.current = isOutside(event)),
    onClick: (event) => {
      event.stopPropagation()
      // Selecting text from inside to outside ends in a click on the backdrop too.
      if (dismissible && pressedOutside.current && isOutside(event)) onClose()
    },
    onKeyDown: (event) => event.stopPropagation(),
  }
}

// A click on the backdrop targets the dialog itself: its content covers the rest.
const isOutside = (event: MouseEvent): boolean => event.target === event.currentTarget

function useShowModal(dialog: RefObject<HTMLDialogElement | null>): void {
  useLayoutEffect(() => {
    const element = dialog.current
    const before = document.activeElement
    if (element?.showModal) element.showModal()
    else element?.setAttribute('open', '')
    return () => {
      element?.close?.()
      // React removes the element in the same task, before the browser returns the focus.
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [dialog])
}
