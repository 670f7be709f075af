import { workspace } from '@atrium/remote'
import { endSession } from '@atrium/remote/host'
import { siteUrl } from '../site.ts'
import { signOut } from './gateway.ts'

/**
 * What was typed and searched for stays with nobody who uses this browser next. Where a draft could
 * not be saved its copy stays, or it would be gone for good. The registry's serial is no secret.
 */
function forget(): void {
  const { unsaved } = workspace.getState()
  for (const key of Object.keys(localStorage)) {
    const kept = key.startsWith('atrium:registry:') || (unsaved.length > 0 && key.startsWith('atrium:compose:'))
    if (!kept) localStorage.removeItem(key)
  }
}

/**
 * Signs out and starts a fresh document: nothing of the account stays in memory, and the next
 * person's page carries a nonce and a registry of its own.
 */
export async function leave(where: 'here' | 'everywhere' = 'here'): Promise<void> {
  const { ok } = await signOut(where === 'everywhere')
  // Elsewhere nothing has ended yet: to go now would say that it had.
  if (!ok && where === 'everywhere') throw new Error('The server did not end the other sessions')
  forget()
  endSession('signed-out')
  location.replace(siteUrl('/'))
}
