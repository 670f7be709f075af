import { useId, type ReactNode } from 'react'
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
  const modal = useModal(dismissible, onClose)
  const titleId = useId()
  return (
    <dialog {...modal} aria-labelledby={titleId} className={classNames(styles.dialog, styles[size])}>
      <h2 id={titleId} className={styles.title}>
        {title}
      </h2>
      <div className={styles.body}>{children}</div>
      {footer && <div className={styles.footer}>{footer}</div>}
      <IconButton icon="close" label={closeLabel} size="small" tooltip={false} className={styles.close} onClick={onClose} />
    </dialog>
  )
}

/** A question or a task that has the page to itself until it is closed; the focus then goes back. */
export const Dialog = ({ open, ...props }: DialogProps): ReactNode => (open ? <OpenDialog {...props} /> : null)
