import { MailError } from '@atrium/mail-contracts'
import type { Account, AccountStore } from './account-store.ts'
import { verifyPassword } from './passwords.ts'
import type { NewSession } from './session-store.ts'

/** Same words whether the name or the password was wrong. */
export const credentialsWrong = (cause?: unknown) =>
  new MailError('CREDENTIALS_WRONG', { subject: 'sign-in', remedy: 'Check both and try again.', cause })

export interface Authenticated {
  readonly account: Account
  readonly session: NewSession
}

/** Checks a password against our own accounts, in the same time whether or not there is such a one. */
export function localAuthentication(accounts: AccountStore) {
  return async ({ address, password }: { address: string; password: string }): Promise<Authenticated> => {
    const account = accounts.byAddress(address)
    if (!(await verifyPassword(password, account?.passwordHash ?? null)) || !account) throw credentialsWrong()
    return { account, session: { accountId: account.id, mailAccount: account.id, credential: null } }
  }
}
