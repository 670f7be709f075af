import type { InboxModules } from '@atrium/contracts'
import { useEffect, type ReactNode } from 'react'
import { useRemote } from '../federation/use-remote.ts'

export interface UnreadCountProps {
  readonly onCount: (count: number) => void
}

type UseUnreadCount = InboxModules['inbox/unread']['useUnreadCount']

function Count({ useUnreadCount, onCount }: UnreadCountProps & { readonly useUnreadCount: UseUnreadCount }): null {
  const count = useUnreadCount()
  useEffect(() => onCount(count), [count, onCount])
  return null
}

/**
 * Reads the number that `inbox` owns, by the hook it exposes. A component of its own, so that the hook
 * is called from its first drawing to its last, whatever becomes of the remote; without it, no number.
 */
export function UnreadCount({ onCount }: UnreadCountProps): ReactNode {
  const { state } = useRemote('inbox/unread')
  return state.status === 'ready' ? <Count key={state.release.version} useUnreadCount={state.module.useUnreadCount} onCount={onCount} /> : null
}
