import type { AccountStore } from '../accounts/account-store.ts'
import type { CreateAccount } from '../accounts/create-account.ts'
import { verifyPassword } from '../accounts/passwords.ts'
import type { Credentials, Services } from '../gateway/services.ts'

/** Known to everybody: the sign-in page shows it. It opens example mail and nothing else. */
export const demoPassword = 'try-atrium-now'

const credentialsAt = (mailDomain: string): Credentials => ({ address: `demo@${mailDomain}`, password: demoPassword })

/** Where the operator has switched the demo off, the password that everybody knows opens nothing. */
export const withoutDemo =
  (authenticate: Services['authenticate'], mailDomain: string): Services['authenticate'] =>
  (credentials) => {
    const demo = credentialsAt(mailDomain)
    const known = credentials.address === demo.address && credentials.password === demo.password
    // Asked all the same, with another password, so that it takes as long.
    return authenticate(known ? { ...credentials, password: '' } : credentials)
  }

/**
 * The account a new installation can be tried with: made when there is none at all, offered as long
 * as its password is the known one.
 *
 * @returns Null when there is none to offer; `isNew` when it was made just now.
 */
export async function demoAccount(
  accounts: AccountStore,
  createAccount: CreateAccount,
  mailDomain: string,
): Promise<{ readonly credentials: Credentials; readonly isNew: boolean } | null> {
  const credentials = credentialsAt(mailDomain)
  if (accounts.count() === 0) {
    await createAccount({ ...credentials, name: 'Demo' })
    return { credentials, isNew: true }
  }
  const account = accounts.byAddress(credentials.address)
  const works = account !== undefined && (await verifyPassword(demoPassword, account.passwordHash))
  return works ? { credentials, isNew: false } : null
}
