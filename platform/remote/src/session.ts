import type { Session } from '@atrium/mail-contracts'
import { emit } from './bus.ts'
import { workspace } from './store.ts'

/** The host calls this when somebody has signed in. */
export function beginSession(session: Session): void {
  const { theme, density, railCollapsed } = session.preferences
  workspace.setState({ session, theme, density, railCollapsed })
}

/** The host, or the data layer on a 401, calls this when the session is over. */
export function endSession(reason: 'signed-out' | 'expired'): void {
  if (!workspace.getState().session) return
  workspace.setState({ session: null, selection: { scope: '', ids: [] }, unsaved: [] })
  emit('session:ended', { reason })
}
