import { emit, workspace } from '@atrium/remote'
import { endSession } from '@atrium/remote/host'
import { backupPrefix } from '../composition.ts'
import { announce, documentActions } from './follow-session.ts'
import { signOut } from './gateway.ts'

/**
 * Milliseconds that signing out waits for unsaved work to reach the server. Beyond it: the user is signed out; a
 * copy stays in the browser.
 */
const saveTimeout = 3000

/** Keys that stay: the registry's serial is no secret, and the composer removes a backup once the server has the text. */
const preservedPrefixes = ['atrium:registry:', backupPrefix]

/** What the account has searched for, or arranged: keys that name it. Another installation has accounts of its own. */
const isPersonal = (key: string, accountId: string | undefined): boolean =>
  key.startsWith('atrium:') && key.split(':').includes(accountId ?? '')

/** Removes what was searched for or arranged, for the next user of this browser. */
function clearStorage(accountId: string | undefined): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (isPersonal(key, accountId) && !preservedPrefixes.some((prefix) => key.startsWith(prefix)))
        localStorage.removeItem(key)
    }
  } catch {
    // Storage is forbidden: nothing was stored in it.
  }
}

/** Resolves when nothing is unsaved, at the latest after `saveTimeout`. */
async function saveFirst(): Promise<void> {
  emit('session:ending', {})
  if (workspace.getState().unsaved.length === 0) return
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      stop()
      resolve()
    }
    const timer = setTimeout(done, saveTimeout)
    const stop = workspace.subscribe(({ unsaved }) => void (unsaved.length === 0 && done()))
  })
}

/**
 * Signs out and starts a fresh document: nothing of the account stays in memory, and the next
 * user's page carries a nonce and a registry of its own.
 */
export async function leave(where: 'here' | 'everywhere' = 'here'): Promise<void> {
  const accountId = workspace.getState().session?.accountId
  await saveFirst()
  const { ok } = await signOut(where === 'everywhere')
  // Elsewhere nothing has ended yet: to go now would say that it had.
  if (!ok && where === 'everywhere') throw new Error('The server did not end the other sessions')
  clearStorage(accountId)
  if (ok) announce('signed-out')
  endSession('signed-out')
  documentActions.leave()
}
