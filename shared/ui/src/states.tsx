import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'
import styles from './states.module.css'

export interface EmptyStateProps {
  /** Default: none. */
  readonly icon?: IconName | undefined
  /** One sentence. */
  readonly title: string
  readonly detail?: ReactNode
  /** One action, a `Button`. */
  readonly action?: ReactNode
}

/** Fills an area that has no content. */
export const EmptyState = ({ icon, title, detail, action }: EmptyStateProps): ReactNode => (
  <div className={styles.notice}>
    {icon && (
      <span className={styles.sign}>
        <Icon name={icon} size={24} />
      </span>
    )}
    <p className={styles.title}>{title}</p>
    {detail && <div className={styles.detail}>{detail}</div>}
    {action && <div className={styles.actions}>{action}</div>}
  </div>
)

export interface ErrorStateProps {
  /** What happened. */
  readonly title: string
  /** What is safe, and what to do. */
  readonly detail: ReactNode
  /** Retries. Default: no button. */
  readonly onRetry?: (() => void) | undefined
  /** Text of the retry button. */
  readonly retryLabel?: string | undefined
  /** A retry is running. Default: false. */
  readonly retrying?: boolean | undefined
  /** A code the user can report to the administrator: `Reference` and a code. */
  readonly reference?: { readonly label: string; readonly code: string } | undefined
  /** Another action. */
  readonly action?: ReactNode
  /** `calm` for what is no failure, such as being offline. Default: `danger`. */
  readonly tone?: 'danger' | 'calm' | undefined
  /** Default: `warning`. */
  readonly icon?: IconName | undefined
}

/** Fills an area whose content failed to load. */
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

export interface SkeletonProps {
  /** Default: `line`, 12 pixels high. */
  readonly shape?: 'line' | 'title' | 'circle' | 'block' | undefined
  /** Any CSS length or percentage. Default: that of the shape. */
  readonly width?: string | undefined
  readonly height?: string | undefined
  readonly className?: string | undefined
}

const shapes = { line: styles.line, title: styles.heading, circle: styles.circle, block: styles.block }

/** A placeholder of the size of the content being loaded. Hidden from screen readers: set `aria-busy` on its container. */
export function Skeleton({ shape = 'line', width, height, className }: SkeletonProps): ReactNode {
  const style = { ...(width && { inlineSize: width }), ...(height && { blockSize: height }) }
  return <span aria-hidden className={classNames(styles.shape, shapes[shape], className)} style={style} />
}

export interface SkeletonRowsProps {
  readonly count: number
}

/** Widths that look like words, the same in every render. */
const widths = ['62%', '48%', '74%', '55%', '40%', '68%', '51%']

/** Placeholder rows of a list, as high as its rows at the current density. */
export const SkeletonRows = ({ count }: SkeletonRowsProps): ReactNode => (
  <div aria-hidden>
    {Array.from({ length: count }, (_, index) => (
      <div key={index} className={styles.row}>
        <Skeleton shape="circle" className={styles.rowSign} />
        <Skeleton className={styles.star} />
        <span className={styles.words}>
          <Skeleton width={index % 3 === 1 ? '96px' : '132px'} />
          <Skeleton width={widths[index % widths.length]} className={styles.second} />
        </span>
        <Skeleton width="44px" />
      </div>
    ))}
  </div>
)

export interface ProgressBarProps {
  /** What is in progress. */
  readonly label: string
  /** From 0 to 1. Default: indeterminate. */
  readonly value?: number | undefined
  /** Default: `accent`. */
  readonly tone?: 'accent' | 'danger' | undefined
}

/** A native `<progress>`. */
export const ProgressBar = ({ label, value, tone = 'accent' }: ProgressBarProps): ReactNode => (
  <progress
    aria-label={label}
    max={1}
    value={value === undefined ? undefined : Math.min(1, Math.max(0, value))}
    className={classNames(styles.bar, tone === 'danger' && styles.dangerBar)}
  />
)
