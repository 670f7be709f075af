import { AtriumError } from '@atrium/protocol'
import type { ChangePassword } from '@atrium/mail-contracts'
import { host } from './host.ts'

const missing = (subject: string) =>
  new AtriumError('REQUEST_INVALID', { subject, remedy: 'Reload the page: it is older than this part of it.' })

/**
 * Takes another password for the account; every other browser is signed out.
 *
 * @throws AtriumError `CREDENTIALS_WRONG`, `PASSWORD_TOO_SHORT`, `PASSWORD_NOT_HERE`, `RATE_LIMITED`
 */
export async function changePassword(change: ChangePassword): Promise<void> {
  const send = host().changePassword
  if (!send) throw missing('changePassword')
  await send(change)
}

/** Ends every session of the account, this one too, and leaves for the sign-in page. */
export async function signOutEverywhere(): Promise<void> {
  const end = host().signOutEverywhere
  if (!end) throw missing('signOutEverywhere')
  await end()
}
