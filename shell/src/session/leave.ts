import { endSession } from '@atrium/workspace'
import { siteUrl } from '../site.ts'
import { signOut } from './gateway.ts'

/**
 * Signs out and starts a fresh document: nothing of the account stays in memory, and the next
 * person's page carries a nonce and a registry of its own.
 */
export async function leave(): Promise<void> {
  await signOut()
  endSession('signed-out')
  location.replace(siteUrl('/'))
}
