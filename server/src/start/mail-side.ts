import type { DatabaseSync } from 'node:sqlite'
import type { AccountStore } from '../accounts/account-store.ts'
import { canonicalAddress } from '../accounts/address.ts'
import { localAuthentication } from '../accounts/authenticate.ts'
import { createCredentialSeal, sealKey } from '../accounts/credential-seal.ts'
import type { Config } from '../config/config.ts'
import type { MailBackend } from '../gateway/mail-backend.ts'
import type { Services } from '../gateway/services.ts'
import { createUpstreamBackend } from '../upstream/upstream-backend.ts'
import { upstreamAuthentication } from '../upstream/upstream-authentication.ts'
import { createUpstreamSessions } from '../upstream/upstream-sessions.ts'
import { embeddedMail } from './embedded-mail.ts'

/** The part of the services that depends on who has the mail. */
export type MailSide = Pick<Services, 'backend' | 'authenticate' | 'authorization' | 'userName'>

/** Our own mail server and accounts, in this process. */
export const embeddedSide = (
  { mailDomain }: Config,
  accounts: AccountStore,
  backend: MailBackend | DatabaseSync,
): MailSide => ({
  backend: 'fetch' in backend ? backend : embeddedMail(backend),
  authenticate: localAuthentication(accounts),
  authorization: () => null,
  userName: (typed) => canonicalAddress(typed, mailDomain),
})

/** Another JMAP server, which has the accounts and checks the passwords. */
export function upstreamSide({ dataDir }: Config, accounts: AccountStore, server: string): MailSide {
  const seal = createCredentialSeal(sealKey(dataDir))
  const sessions = createUpstreamSessions(server)
  return {
    backend: createUpstreamBackend(sessions),
    authenticate: upstreamAuthentication(accounts, sessions, seal),
    authorization: (credential) => credential && seal.open(credential),
    userName: (typed) => typed.trim().normalize('NFC'),
  }
}
