import type { DatabaseSync } from 'node:sqlite'
import type { Account, AccountStore } from '../accounts/account-store.ts'
import { canonicalAddress } from '../accounts/address.ts'
import { localAuthentication } from '../accounts/authenticate.ts'
import { createCredentialSeal, sealKey } from '../accounts/credential-seal.ts'
import type { Config } from '../config/config.ts'
import type { DiskReserve } from '../database/disk-reserve.ts'
import type { MailBackend } from '../gateway/mail-backend.ts'
import type { Services } from '../gateway/services.ts'
import { createMailServer, type Incoming } from '../mail/index.ts'
import { createUpstreamBackend } from '../upstream/upstream-backend.ts'
import { upstreamAuthentication } from '../upstream/upstream-authentication.ts'
import { createUpstreamSessions } from '../upstream/upstream-sessions.ts'
import { errorReport } from '../errors/error-facts.ts'

/** The part of the server that depends on who has the mail. */
export interface MailSide extends Pick<Services, 'backend' | 'authenticate' | 'authorization' | 'userName'> {
  /** Makes the mailboxes of a new account, in the caller's transaction. */
  readonly openMailboxes: (account: Account) => void
  /** The way for mail that comes from elsewhere; null when the mail server is not ours. */
  readonly incoming: Incoming | null
  readonly close: () => Promise<void>
}

export interface MailSideOptions {
  readonly config: Config
  readonly database: DatabaseSync
  readonly accounts: AccountStore
  readonly disk: DiskReserve
  readonly warn: (line: string) => void
}

const local = ({ config, accounts }: MailSideOptions) => ({
  authenticate: localAuthentication(accounts),
  authorization: () => null,
  userName: (typed: string) => canonicalAddress(typed, config.mailDomain),
})

/** Our own mail server and accounts, in this process. */
export function embeddedSide(options: MailSideOptions): MailSide {
  const { config, database, accounts, disk, warn } = options
  const mail = createMailServer({
    database,
    domain: config.mailDomain,
    basePath: config.basePath,
    quota: config.quota,
    disk,
    resolveAddress: (address) => accounts.byAddress(canonicalAddress(address, config.mailDomain))?.id ?? null,
    onFailure: (error, where) => warn(`mail, ${where}: ${errorReport(error)}`),
  })
  return {
    ...local(options),
    backend: mail,
    openMailboxes: ({ id, address, name }) => mail.createAccount({ accountId: id, address, name }),
    incoming: mail,
    close: mail.close,
  }
}

/** Our own accounts before a mail server that somebody else keeps in this process: a test. */
export const givenSide = (options: MailSideOptions, backend: MailBackend): MailSide => ({
  ...local(options),
  backend,
  openMailboxes: () => undefined,
  incoming: null,
  close: async () => undefined,
})

/** Another JMAP server, which has the accounts and checks the passwords. */
export function upstreamSide({ config, accounts }: MailSideOptions, server: string): MailSide {
  const seal = createCredentialSeal(sealKey(config.dataDir))
  const sessions = createUpstreamSessions(server)
  return {
    backend: createUpstreamBackend(sessions),
    authenticate: upstreamAuthentication(accounts, sessions, seal),
    authorization: (credential) => credential && seal.open(credential),
    userName: (typed) => typed.trim().normalize('NFC'),
    openMailboxes: () => undefined,
    incoming: null,
    close: async () => undefined,
  }
}
