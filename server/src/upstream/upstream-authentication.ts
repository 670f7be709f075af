import type { Account, AccountStore } from '../accounts/account-store.ts'
import type { Authenticated } from '../accounts/authenticate.ts'
import type { CredentialSeal } from '../accounts/credential-seal.ts'
import type { UpstreamSessions } from './upstream-sessions.ts'

/** The password is kept sealed for the requests of this session, and nowhere else. */
export function upstreamAuthentication(accounts: AccountStore, sessions: UpstreamSessions, seal: CredentialSeal) {
  /** Preferences hang on an account of ours; it has no password here. */
  const known = (address: string, name: string): Account =>
    accounts.byAddress(address) ?? accounts.create({ address, name, passwordHash: null })

  return async ({ address, password }: { address: string; password: string }): Promise<Authenticated> => {
    const authorization = `Basic ${Buffer.from(`${address}:${password}`).toString('base64')}`
    const { mailAccount, accountName } = await sessions.fresh(authorization)
    const account = known(address.toLowerCase(), accountName)
    return { account, session: { accountId: account.id, mailAccount, credential: seal.seal(authorization) } }
  }
}
