import type { AtriumError, ErrorCode } from '@atrium/protocol'
import type { ReactNode } from 'react'
import { useFederation } from '../federation/federation-context.ts'
import { referenceOf } from '../federation/report-failure.ts'
import type { OffReason } from '../federation/safe-mode.ts'
import { RemoteMessage, type RemoteMessageProps, type RemoteTrouble } from '../frame/remote-message.tsx'
import { navigate } from '../routing/location.ts'
import { remoteTitle } from './remote-title.ts'

const troubles: Partial<Record<ErrorCode, RemoteTrouble>> = {
  REMOTE_UNKNOWN: 'unknown',
  REMOTE_OFFLINE: 'offline',
  REMOTE_REFUSED: 'refused',
  REMOTE_CONTRACT_MISMATCH: 'incompatible',
}

const offTroubles: Readonly<Record<OffReason, RemoteTrouble>> = {
  address: 'leftOut',
  failures: 'paused',
  operator: 'disabled',
}

interface RemoteFailureProps {
  readonly remote: string
  readonly shape: RemoteMessageProps['shape']
  readonly error: AtriumError
  readonly retry: () => void
}

function RemoteFailure({ remote, shape, error, retry }: RemoteFailureProps): ReactNode {
  const { safeMode } = useFederation()
  const switchedOff = error.code === 'REMOTE_DISABLED'
  const reason = switchedOff ? (safeMode.reasonFor(remote) ?? 'operator') : undefined
  const acts: Partial<Record<ErrorCode, () => void>> = {
    REMOTE_DISABLED: () => {
      safeMode.switchOn(remote)
      retry()
    },
    REMOTE_CONTRACT_MISMATCH: () => location.reload(),
    REMOTE_UNKNOWN: () => navigate('/'),
  }
  return (
    <RemoteMessage
      trouble={reason ? offTroubles[reason] : (troubles[error.code] ?? 'failed')}
      shape={shape}
      name={remoteTitle(remote)}
      reference={switchedOff || error.code === 'REMOTE_UNKNOWN' ? undefined : referenceOf(error)}
      onRetry={acts[error.code] ?? retry}
    />
  )
}

/** The message in the place of a remote that cannot be shown. */
export const showRemoteFailure =
  (remote: string, shape: RemoteMessageProps['shape'] = 'page') =>
  (error: AtriumError, retry: () => void): ReactNode => (
    <RemoteFailure remote={remote} shape={shape} error={error} retry={retry} />
  )
