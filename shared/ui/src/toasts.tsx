import { useEffect, useEffectEvent, useRef, useState, type FocusEvent, type ReactNode } from 'react'
import { IconButton } from './button.tsx'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'
import styles from './toasts.module.css'

export interface ToastItem {
  readonly id: string
  readonly tone: 'neutral' | 'success' | 'danger'
  readonly text: string
  /** One action, usually "Undo". Running it dismisses the toast. */
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

/**
 * Notifications at the bottom of the page, newest last. Their timers pause while the pointer or the focus
 * is on them. The custom property `--toasts-clearance` keeps them above a bar at the bottom edge,
 * `--toasts-start` beside one at the start edge.
 */
export function Toasts({ label, dismissLabel, toasts, onDismiss }: ToastsProps): ReactNode {
  const { attended, reset, handlers } = useAttention()
  // A toast removed under the pointer or with the focus fires no leave event.
  const dismiss = (id: string): void => {
    if (toasts.length === 1) reset()
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

interface ToastProps {
  readonly toast: ToastItem
  readonly paused: boolean
  readonly dismissLabel: string
  readonly onDismiss: () => void
}

const icons = { neutral: undefined, success: 'circle-check', danger: 'warning' } as const

function Toast({ toast, paused, dismissLabel, onDismiss }: ToastProps): ReactNode {
  const { tone, text, action, duration = 6000 } = toast
  useCountdown(duration, paused, onDismiss)
  const icon = icons[tone]
  const runAction = (): void => {
    onDismiss()
    action?.run()
  }
  return (
    <li className={classNames(styles.toast, styles[tone])} role={tone === 'danger' ? 'alert' : undefined}>
      {icon && <Icon name={icon} />}
      <span className={styles.text}>{text}</span>
      {action && (
        <button type="button" className={styles.action} onClick={runAction}>
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

/** Whether the pointer or the focus is on an element; spread `handlers` on it. */
function useAttention() {
  const [hovered, setHovered] = useState(false)
  const [focused, setFocused] = useState(false)
  return {
    attended: hovered || focused,
    reset: (): void => {
      setHovered(false)
      setFocused(false)
    },
    handlers: {
      onPointerEnter: () => setHovered(true),
      onPointerLeave: () => setHovered(false),
      onFocus: () => setFocused(true),
      onBlur: (event: FocusEvent<Element>) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setFocused(false)
      },
    },
  }
}

/** Calls `onEnd` once the time has passed, not counting paused time. 0 milliseconds: never. */
function useCountdown(milliseconds: number, paused: boolean, onEnd: () => void): void {
  const left = useRef(milliseconds)
  const end = useEffectEvent(onEnd)
  useEffect(() => {
    if (milliseconds === 0 || paused) return
    const started = performance.now()
    const timer = setTimeout(end, left.current)
    return () => {
      clearTimeout(timer)
      left.current = Math.max(0, left.current - (performance.now() - started))
    }
  }, [milliseconds, paused])
}
