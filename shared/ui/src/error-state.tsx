import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'
import styles from './notice.module.css'
import { classNames } from './class-names.ts'

export interface ErrorStateProps {
  /** What happened. */
  readonly title: string
  /** What is safe, and what to do. */
  readonly detail: ReactNode
  /** Tries again. Default: there is no button. */
  readonly onRetry?: (() => void) | undefined
  /** Text of that button. */
  readonly retryLabel?: string | undefined
  /** An attempt is running. Default: false. */
  readonly retrying?: boolean | undefined
  /** What a person can tell who runs this: `Reference` and a code. */
  readonly reference?: { readonly label: string; readonly code: string } | undefined
  /** Another thing to do. */
  readonly action?: ReactNode
  /** `calm` for what is nobody's fault, as being offline. Default: `danger`. */
  readonly tone?: 'danger' | 'calm' | undefined
  /** Default: `warning`. */
  readonly icon?: IconName | undefined
}

/** Something failed, said in its place. */
export function ErrorState(props: ErrorStateProps): ReactNode {
  const { title, detail, onRetry, retryLabel, retrying, reference, action, tone = 'danger', icon = 'warning' } = props
  return (
    <div role="alert" className={styles.notice}>
      <span className={classNames(styles.sign, tone === 'danger' && styles.danger)}>
        <Icon name={icon} size={24} />
      </span>
      <p className={styles.title}>{title}</p>
      <div className={styles.detail}>{detail}</div>
      {(onRetry || action) && (
        <div className={styles.actions}>
          {onRetry && (
            <Button icon="refresh" busy={retrying} onClick={onRetry}>
              {retryLabel}
            </Button>
          )}
          {action}
        </div>
      )}
      {reference && (
        <p className={styles.reference}>
          {reference.label} <code>{reference.code}</code>
        </p>
      )}
    </div>
  )
}
