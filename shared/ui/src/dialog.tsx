import { useId, useRef, type MouseEvent, type ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './dialog.module.css'
import { IconButton } from './icon-button.tsx'
import { useModal } from './use-modal.ts'

export interface DialogProps {
  readonly open: boolean
  /** Escape, the close button, a click beside it. */
  readonly onClose: () => void
  readonly title: string
  /** Name of the close button. */
  readonly closeLabel: string
  /** Width 400, 520 or 760 pixels; on a small screen a sheet at the lower edge. Default: `medium`. */
  readonly size?: 'small' | 'medium' | 'large' | undefined
  /** False while closing would lose something: neither Escape nor a click beside it closes then. Default: true. */
  readonly dismissible?: boolean | undefined
  /** Buttons, the one that does it last. */
  readonly footer?: ReactNode
  readonly children: ReactNode
}

function OpenDialog(props: Omit<DialogProps, 'open'>): ReactNode {
  const { onClose, title, closeLabel, size = 'medium', dismissible = true, footer, children } = props
  const dialog = useRef<HTMLDialogElement>(null)
  const pressedBeside = useRef(false)
  const titleId = useId()
  useModal(dialog)
  // The backdrop is the dialog itself: its content covers the rest.
  const isBeside = (event: MouseEvent): boolean => event.target === event.currentTarget
  const click = (event: MouseEvent): void => {
    event.stopPropagation()
    // Selecting text from the inside to the outside ends in a click too.
    if (dismissible && pressedBeside.current && isBeside(event)) onClose()
  }
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      className={classNames(styles.dialog, styles[size])}
      onCancel={(event) => {
        // A file field inside has a cancel of its own.
        if (event.target !== event.currentTarget) return
        event.preventDefault()
        if (dismissible) onClose()
      }}
      // The browser closes it in the end, whatever we say, when Escape is pressed again and again.
      onClose={onClose}
      onMouseDown={(event) => void (pressedBeside.current = isBeside(event))}
      onClick={click}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <div className={styles.header}>
        <h2 id={titleId} className={styles.title}>
          {title}
        </h2>
        <IconButton icon="close" label={closeLabel} size="small" tooltip={false} className={styles.close} onClick={onClose} />
      </div>
      <div className={styles.body}>{children}</div>
      {footer && <div className={styles.footer}>{footer}</div>}
    </dialog>
  )
}

/** A question or a task that has the page to itself until it is closed; the focus then goes back. */
export const Dialog = ({ open, ...props }: DialogProps): ReactNode => (open ? <OpenDialog {...props} /> : null)
