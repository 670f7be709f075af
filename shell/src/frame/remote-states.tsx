import type { FailureKind, FailureViewProps } from '@atrium/host'
import { useStrings } from '@atrium/remote'
import { Button, classNames, ErrorState, Icon, Skeleton, SkeletonRows, VisuallyHidden, type IconName } from '@atrium/ui'
import type { ReactNode } from 'react'
import { remoteTitle, strings } from '../strings.ts'
import messageStyles from './remote-message.module.css'
import skeletonStyles from './remote-skeleton.module.css'

// What replaces a remote: until it has loaded, and when it cannot be shown.

/** The size of the slot: a page, a part of the rail, a window, or a place inside of something else. */
type Shape = 'page' | 'rail' | 'window' | 'inline'

const shapes: Readonly<Record<string, Shape>> = { page: 'page', rail: 'rail', windows: 'window' }
const shapeOf = (slot: string): Shape => shapes[slot] ?? 'inline'

const texts = {
  offline: { title: 'remoteOffline', detail: 'remoteOfflineDetail', icon: 'offline', retry: 'tryAgain' },
  unreachable: { title: 'remoteFailed', detail: 'remoteUnreachableDetail', icon: 'offline', retry: 'tryAgain' },
  disabled: { title: 'remoteDisabled', detail: 'remoteDisabledDetail', icon: 'puzzle', retry: 'tryAgain' },
  paused: { title: 'remotePaused', detail: 'remotePausedDetail', icon: 'warning', retry: 'switchOn' },
  excluded: { title: 'remoteDisabled', detail: 'remoteExcludedDetail', icon: 'puzzle', retry: 'switchOn' },
  unknown: { title: 'remoteUnknown', detail: 'remoteUnknownDetail', icon: 'search', retry: 'toInbox' },
  failed: { title: 'remoteFailed', detail: 'remoteFailedDetail', icon: 'warning', retry: 'tryAgain' },
  refused: { title: 'remoteRefused', detail: 'remoteRefusedDetail', icon: 'shield-alert', retry: 'tryAgain' },
  incompatible: { title: 'remoteIncompatible', detail: 'remoteIncompatibleDetail', icon: 'refresh', retry: 'reload' },
} as const satisfies Record<FailureKind, { title: string; detail: string; icon: IconName; retry: string }>

/** Nothing is broken, or nothing more is tried: no reason for alarm. */
const calm: readonly FailureKind[] = ['offline', 'unreachable', 'disabled', 'paused', 'excluded', 'unknown']

/** The short form, for small slots. */
function SmallMessage({ kind, remote, slot, onRetry, reason, reference }: FailureViewProps): ReactNode {
  const t = useStrings(strings)
  const { title, detail, icon, retry } = texts[kind]
  const isWindow = shapeOf(slot) === 'window'
  return (
    <div role="alert" className={isWindow ? messageStyles.window : messageStyles.rail}>
      <p className={messageStyles.title}>
        <Icon name={icon} size={16} />
        {t(title, { name: remoteTitle(remote) })}
      </p>
      {isWindow && <p>{reason ?? t(detail)}</p>}
      <Button size="small" variant={isWindow ? 'secondary' : 'quiet'} className={messageStyles.retry} onClick={onRetry}>
        {t(retry)}
      </Button>
      {reference && (
        <p className={messageStyles.reference}>
          {t('reference')} <code>{reference}</code>
        </p>
      )}
    </div>
  )
}

/** Shown in place of a remote: what happened, what is safe, what to do. */
export function RemoteMessage(props: FailureViewProps): ReactNode {
  const { kind, remote, slot, onRetry, reason, reference } = props
  const t = useStrings(strings)
  if (shapeOf(slot) !== 'page') return <SmallMessage {...props} />
  const { title, detail, icon, retry } = texts[kind]
  return (
    <div className={messageStyles.page}>
      <ErrorState
        title={t(title, { name: remoteTitle(remote) })}
        detail={reason ?? t(detail)}
        icon={icon}
        tone={calm.includes(kind) ? 'calm' : 'danger'}
        onRetry={onRetry}
        retryLabel={t(retry)}
        reference={reference === undefined ? undefined : { label: t('reference'), code: reference }}
      />
    </div>
  )
}

const PageSkeleton = (): ReactNode => (
  <div className={skeletonStyles.list}>
    <div className={skeletonStyles.toolbar}>
      <Skeleton width="18px" height="18px" />
      <Skeleton width="140px" />
    </div>
    <div className={skeletonStyles.rows}>
      <SkeletonRows count={24} />
    </div>
  </div>
)

const folderWidths = ['44%', '58%', '36%', '50%', '40%', '62%', '47%']

const RailSkeleton = (): ReactNode =>
  folderWidths.map((width) => (
    <div key={width} className={skeletonStyles.folder}>
      <Skeleton className={skeletonStyles.sign} />
      <Skeleton width={width} />
    </div>
  ))

/** Shown in place of a remote, in its layout, until it has loaded. A window, and what is small, show nothing until they are there. */
export function RemoteSkeleton({ slot }: { readonly slot: string }): ReactNode {
  const t = useStrings(strings)
  const shape = shapeOf(slot)
  if (shape === 'window' || shape === 'inline') return null
  return (
    <div aria-busy className={classNames(skeletonStyles.skeleton, skeletonStyles[shape])}>
      {shape === 'page' ? <PageSkeleton /> : <RailSkeleton />}
      <VisuallyHidden>{t('loading')}</VisuallyHidden>
    </div>
  )
}
