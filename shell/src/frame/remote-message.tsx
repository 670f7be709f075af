import { Button, ErrorState, Icon, type IconName } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './remote-message.module.css'

/** Why a remote cannot be shown, as far as it matters to the person. */
export type RemoteTrouble = 'offline' | 'disabled' | 'paused' | 'leftOut' | 'unknown' | 'failed' | 'refused' | 'incompatible'

export interface RemoteMessageProps {
  readonly trouble: RemoteTrouble
  /** What it is to the person: "Mail", "Search". */
  readonly name: string
  /** What it stands in the place of: a page, a part of the rail, a window. Default: `page`. */
  readonly shape?: 'page' | 'rail' | 'window' | undefined
  /** A new attempt, or a reload of the page. Default: there is no button. */
  readonly onRetry?: (() => void) | undefined
  readonly retrying?: boolean | undefined
  /** Found again in the reports: `R-7F3K2Q`. */
  readonly reference?: string | undefined
}

const words = {
  offline: { title: 'remoteOffline', detail: 'remoteOfflineDetail', icon: 'offline', retry: 'tryAgain' },
  disabled: { title: 'remoteDisabled', detail: 'remoteDisabledDetail', icon: 'puzzle', retry: 'tryAgain' },
  paused: { title: 'remotePaused', detail: 'remotePausedDetail', icon: 'warning', retry: 'switchOn' },
  leftOut: { title: 'remoteDisabled', detail: 'remoteLeftOutDetail', icon: 'puzzle', retry: 'switchOn' },
  unknown: { title: 'remoteUnknown', detail: 'remoteUnknownDetail', icon: 'search', retry: 'toInbox' },
  failed: { title: 'remoteFailed', detail: 'remoteFailedDetail', icon: 'warning', retry: 'tryAgain' },
  refused: { title: 'remoteRefused', detail: 'remoteRefusedDetail', icon: 'shield-alert', retry: 'tryAgain' },
  incompatible: { title: 'remoteIncompatible', detail: 'remoteIncompatibleDetail', icon: 'refresh', retry: 'reload' },
} as const satisfies Record<RemoteTrouble, { title: string; detail: string; icon: IconName; retry: string }>

/** Nothing is broken, or nothing more is tried: no reason for alarm. */
const calm: readonly RemoteTrouble[] = ['offline', 'disabled', 'paused', 'leftOut', 'unknown']

/** The same in few words, where there is little room. */
function Small({ trouble, name, shape, onRetry, retrying, reference }: RemoteMessageProps): ReactNode {
  const t = useMessages(messages)
  const { title, detail, icon, retry } = words[trouble]
  return (
    <div role="alert" className={shape === 'window' ? styles.window : styles.rail}>
      <p className={styles.title}>
        <Icon name={icon} size={16} />
        {t(title, { name })}
      </p>
      {shape === 'window' && <p>{t(detail)}</p>}
      {onRetry && (
        <Button
          size="small"
          variant={shape === 'window' ? 'secondary' : 'quiet'}
          busy={retrying}
          className={styles.retry}
          onClick={onRetry}
        >
          {t(retry)}
        </Button>
      )}
      {reference && (
        <p className={styles.reference}>
          {t('reference')} <code>{reference}</code>
        </p>
      )}
    </div>
  )
}

/** Stands where a remote would: what happened, what is safe, what to do. */
export function RemoteMessage(props: RemoteMessageProps): ReactNode {
  const { trouble, name, shape = 'page', onRetry, retrying, reference } = props
  const t = useMessages(messages)
  if (shape !== 'page') return <Small {...props} />
  const { title, detail, icon, retry } = words[trouble]
  return (
    <div className={styles.page}>
      <ErrorState
        title={t(title, { name })}
        detail={t(detail)}
        icon={icon}
        tone={calm.includes(trouble) ? 'calm' : 'danger'}
        onRetry={onRetry}
        retryLabel={t(retry)}
        retrying={retrying}
        reference={reference === undefined ? undefined : { label: t('reference'), code: reference }}
      />
    </div>
  )
}
