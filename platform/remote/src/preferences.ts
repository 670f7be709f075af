import type { Preferences } from '@atrium/mail-contracts'
import { emit } from './bus.ts'
import { host } from './host.ts'
import { workspace } from './store.ts'

/** Puts preferences into force: the shared store is where host and remotes read them. */
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
 * Changes preferences at once everywhere, then keeps them on the server.
 * When that fails they go back to what they were, and the promise rejects.
 */
export async function changePreferences(changed: Partial<Preferences>): Promise<void> {
  const before = workspace.getState().session?.preferences
  if (!before) throw new Error('Preferences belong to a session, and there is none')
  const keys = Object.keys(changed) as (keyof Preferences)[]
  apply({ ...before, ...changed })
  emit('preferences:changed', { changed: keys })
  try {
    await host().savePreferences(changed)
  } catch (error) {
    const now = workspace.getState().session?.preferences
    if (now) apply({ ...now, ...Object.fromEntries(keys.map((key) => [key, before[key]])) })
    emit('preferences:changed', { changed: keys })
    throw error
  }
}
