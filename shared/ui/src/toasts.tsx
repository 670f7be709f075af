import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { IconButton } from './icon-button.tsx'
import { Icon } from './icon.tsx'
import styles from './toasts.module.css'
import { useAttention } from './use-attention.ts'
import { useCountdown } from './use-countdown.ts'

export interface ToastItem {
  readonly id: string
  readonly tone: 'neutral' | 'success' | 'danger'
  readonly text: string
  /** One thing to do about it, most often to undo. The toast goes once it is done. */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined
  /** Milliseconds. Default: 6000; 0 = stays until it is dismissed. */
  readonly duration?: number | undefined
}

export interface ToastsProps {
  /** Name of the region: "Notifications". */
  readonly label: string
  /** Name of the button of each toast: "Dismiss". */
  readonly dismissLabel: string
  readonly toasts: readonly ToastItem[]
  readonly onDismiss: (id: string) => void
}

interface ToastProps {
  readonly toast: ToastItem
  readonly paused: boolean
  readonly dismissLabel: string
  readonly onDismiss: () => void
}

const signs = { neutral: undefined, success: 'circle-check', danger: 'warning' } as const

function Toast({ toast, paused, dismissLabel, onDismiss }: ToastProps): ReactNode {
  const { tone, text, action, duration = 6000 } = toast
  useCountdown(duration, paused, onDismiss)
  const sign = signs[tone]
  const act = (): void => {
    onDismiss()
    action?.run()
  }
  return (
    <li className={classNames(styles.toast, styles[tone])} role={tone === 'danger' ? 'alert' : undefined}>
      {sign && <Icon name={sign} />}
      <span className={styles.text}>{text}</span>
      {action && (
        <button type="button" className={styles.action} onClick={act}>
          {action.label}
        </button>
      )}
      <IconButton
        icon="close"
        label={dismissLabel}
        size="small"
        tooltip={false}
        className={styles.close}
        onClick={onDismiss}
      />
    </li>
  )
}

/**
 * Short notices at the lower edge, newest last. Their time stands still while the pointer or the
 * focus is on them. `--toasts-clearance` keeps them above what stands at the lower edge,
 * `--toasts-start` beside what stands at the start.
 */
export function Toasts({ label, dismissLabel, toasts, onDismiss }: ToastsProps): ReactNode {
  const { attended, release, handlers } = useAttention()
  // A toast that goes under the pointer or with the focus takes the leaving event with it.
  const dismiss = (id: string): void => {
    if (toasts.length === 1) release()
    onDismiss(id)
  }
  return (
    <section aria-label={label}>
      <ol {...handlers} aria-live="polite" aria-relevant="additions text" className={styles.region}>
        {toasts.map((toast) => (
          <Toast
            key={toast.id}
            toast={toast}
            paused={attended}
            dismissLabel={dismissLabel}
            onDismiss={() => dismiss(toast.id)}
          />
        ))}
      </ol>
    </section>
  )
}
