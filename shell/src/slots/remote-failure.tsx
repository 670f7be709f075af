import type { AtriumError, ErrorCode } from '@atrium/contracts'
import type { ReactNode } from 'react'
import { referenceOf } from '../federation/report-failure.ts'
import { RemoteMessage, type RemoteMessageProps, type RemoteTrouble } from '../frame/remote-message.tsx'

const troubles: Partial<Record<ErrorCode, RemoteTrouble>> = {
  REMOTE_OFFLINE: 'offline',
  REMOTE_DISABLED: 'disabled',
  REMOTE_REFUSED: 'refused',
  REMOTE_CONTRACT_MISMATCH: 'incompatible',
}

/** What a person calls a remote: its name, with a capital. */
const titleOf = (remote: string): string => remote.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase())

/** The message in the place of a remote that cannot be shown. */
export const showRemoteFailure =
  (remote: string, shape: RemoteMessageProps['shape'] = 'page') =>
  (error: AtriumError, retry: () => void): ReactNode => (
    <RemoteMessage
      trouble={troubles[error.code] ?? 'failed'}
      shape={shape}
      name={titleOf(remote)}
      reference={referenceOf(error)}
      onRetry={error.code === 'REMOTE_CONTRACT_MISMATCH' ? () => location.reload() : retry}
    />
  )
