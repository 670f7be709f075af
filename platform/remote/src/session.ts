import type { Preferences, Session } from '@atrium/protocol/register'
import { emit } from './events.ts'
import { currentHost } from './host-connection.ts'
import { workspace } from './store.ts'

/** Called by the host when a user has signed in. */
export function beginSession(session: Session): void {
  const { theme, density, railCollapsed } = session.preferences
  workspace.setState({ session, theme, density, railCollapsed })
}

/** Called by the host, or by the data layer on a 401, when the session has ended. */
export function endSession(reason: 'signed-out' | 'expired'): void {
  if (!workspace.getState().session) return
  workspace.setState({ session: null, selection: { scope: '', ids: [] }, unsaved: [] })
  emit('session:ended', { reason })
}

/** The shared store is where host and remotes read preferences. */
function apply(preferences: Preferences): void {
  const { theme, density, railCollapsed } = preferences
  workspace.setState(({ session }) => ({
    theme,
    density,
    railCollapsed,
    session: session && { ...session, preferences },
  }))
}

/**
 * Changes preferences everywhere at once, then saves them on the server. When saving fails they are rolled back,
 * and the promise rejects.
 */
export async function changePreferences(changed: Partial<Preferences>): Promise<void> {
  const before = workspace.getState().session?.preferences
  if (!before) throw new Error('Preferences belong to a session, and there is none')
  const keys = Object.keys(changed) as (keyof Preferences)[]
  apply({ ...before, ...changed })
  emit('preferences:changed', { changed: keys })
  try {
    await currentHost().savePreferences(changed)
  } catch (error) {
    const now = workspace.getState().session?.preferences
    if (now) apply({ ...now, ...Object.fromEntries(keys.map((key) => [key, before[key]])) })
    emit('preferences:changed', { changed: keys })
    throw error
  }
}
