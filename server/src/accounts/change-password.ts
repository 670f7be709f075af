import { AtriumError } from '@atrium/protocol'
import { type ChangePassword as Wanted } from '@atrium/mail-contracts'
import { whenWritable } from '../database/busy.ts'
import type { AccountStore } from './account-store.ts'
import { credentialsWrong } from './authenticate.ts'
import { checkPassword, hashPassword, verifyPassword } from './passwords.ts'

/**
 * @throws AtriumError `CREDENTIALS_WRONG`, `PASSWORD_TOO_SHORT` or `PASSWORD_NOT_HERE`
 */
export type ChangePassword = (accountId: string, wanted: Wanted) => Promise<void>

/** @param isFixed - Whether the account's password is known to everybody, and stays. */
export function passwordChanger(accounts: AccountStore, isFixed: (address: string) => boolean): ChangePassword {
  return async (accountId, { current, wanted }) => {
    const account = accounts.byId(accountId)
    if (!account?.passwordHash || isFixed(account.address))
      throw new AtriumError('PASSWORD_NOT_HERE', { subject: account?.address ?? accountId, remedy: 'Ask who runs the mail server.' })
    if (!(await verifyPassword(current, account.passwordHash))) throw credentialsWrong()
    checkPassword(wanted)
    const hash = await hashPassword(wanted)
    await whenWritable(() => accounts.changePassword(accountId, hash))
  }
}
