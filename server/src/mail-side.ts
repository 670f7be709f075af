import type { DatabaseSync } from 'node:sqlite'
import type { Config } from './config.ts'
import type { DiskReserve } from './database/disk-reserve.ts'
import { errorReport } from './errors/error-facts.ts'
import type { MailBackend } from './jmap-proxy/jmap-proxy.ts'
import {
  createAddressBook,
  createMailServer,
  systemLookup,
  type InboundServer,
  type Incoming,
  type MailServer,
  type MailServerOptions,
} from './mail/index.ts'
import { listeningError } from './process.ts'
import {
  canonicalAddress,
  localAuthentication,
  type Account,
  type AccountStore,
  type Authenticated,
  type Credentials,
} from './sign-in/accounts.ts'
import { createCredentialSeal, sealKey } from './upstream/credential-seal.ts'
import { createUpstreamBackend, createUpstreamSessions, upstreamAuthentication } from './upstream/upstream.ts'

/** The part of the server that depends on who has the mail. */
export interface MailSide {
  readonly backend: MailBackend
  /** @throws AtriumError `CREDENTIALS_WRONG` or `UPSTREAM_UNREACHABLE` */
  readonly authenticate: (credentials: Credentials) => Promise<Authenticated>
  /** `authorization` header for the mail server, from what a session keeps sealed. */
  readonly authorization: (credential: Uint8Array | null) => string | null
  /** A name as it was typed → as the mail server spells it. */
  readonly userName: (typed: string) => string
  /** Makes the mailboxes of a new account, in the caller's transaction. */
  readonly openMailboxes: (account: Account) => void
  /** The way for mail that comes from elsewhere; null when the mail server is not ours. */
  readonly incoming: Incoming | null
  /** Takes mail from other servers; null when SMTP_PORT is not set. @throws AtriumError `PORT_IN_USE` or `CONFIG_INVALID` */
  readonly listen: () => Promise<InboundServer | null>
  readonly close: () => Promise<void>
}

interface MailSideOptions {
  readonly config: Config
  readonly database: DatabaseSync
  readonly accounts: AccountStore
  readonly disk: DiskReserve
  readonly warn: (line: string) => void
  /** Takes why something is refused that another setting would let through: a code, and a line for the operator. */
  readonly explain: (code: string, line: string) => void
}

const local = ({ config, accounts }: MailSideOptions) => ({
  authenticate: localAuthentication(accounts),
  authorization: () => null,
  userName: (typed: string) => canonicalAddress(typed, config.mailDomain),
})

async function listenForMail(mail: MailServer, { smtpPort, smtp, dataDir }: Config): Promise<InboundServer | null> {
  if (smtpPort === null) return null
  const { host, name, files, spam } = smtp
  try {
    return await mail.listen({ host, port: smtpPort, name, files, spam, folder: dataDir })
  } catch (cause) {
    throw listeningError({ port: smtpPort, host, variables: { port: 'SMTP_PORT', host: 'ATRIUM_SMTP_HOST' } }, cause)
  }
}

const isThisMachine = (host: string): boolean => /^(?:localhost|127(?:\.\d+){3}|::1)$/.test(host)

/** Whether and how mail goes to other servers. A password leaves this machine only under TLS with a valid certificate. */
function outbound({ smtp }: Config): Partial<Pick<MailServerOptions, 'outbound'>> {
  const { out, name } = smtp
  if (out === 'off') return {}
  const lookup = systemLookup()
  if (out === 'direct') return { outbound: { name, lookup, relay: null } }
  const { host, port, secure, user, password } = out
  const tls = isThisMachine(host) || user === null ? 'opportunistic' : 'required'
  const login = user === null ? null : { user, password: password ?? '' }
  return { outbound: { name, lookup, relay: { name: host, address: host, port, secure, tls, login } } }
}

/** Our own mail server and accounts, in this process. */
function embeddedSide(options: MailSideOptions): MailSide {
  const { config, database, accounts, disk, warn, explain } = options
  const onFailure = (error: unknown, where: string): void => warn(`mail, ${where}: ${errorReport(error)}`)
  const addresses = createAddressBook({
    domain: config.mailDomain,
    aliases: config.smtp.aliases,
    accountOf: (address) => accounts.byAnyAddress(canonicalAddress(address, config.mailDomain))?.id ?? null,
  })
  const mail = createMailServer({
    database,
    domain: config.mailDomain,
    basePath: config.basePath,
    quota: config.quota,
    disk,
    ...addresses,
    ...outbound(config),
    explain,
    onFailure,
  })
  return {
    ...local(options),
    backend: mail,
    openMailboxes: ({ id, address, name }) => mail.createAccount({ accountId: id, address, name }),
    incoming: mail,
    listen: () => listenForMail(mail, config),
    close: mail.close,
  }
}

/** Our own accounts before another mail server in this process: a test. */
const givenSide = (options: MailSideOptions, backend: MailBackend): MailSide => ({
  ...local(options),
  backend,
  openMailboxes: () => undefined,
  incoming: null,
  listen: async () => null,
  close: async () => undefined,
})

/** Another JMAP server, which has the accounts and checks the passwords. */
function upstreamSide({ config, accounts, explain }: MailSideOptions, server: string): MailSide {
  const seal = createCredentialSeal(sealKey(config.dataDir))
  const sessions = createUpstreamSessions(server)
  return {
    backend: createUpstreamBackend(sessions, explain),
    authenticate: upstreamAuthentication(accounts, sessions, seal),
    authorization: (credential) => credential && seal.open(credential),
    userName: (typed) => typed.trim().normalize('NFC'),
    openMailboxes: () => undefined,
    incoming: null,
    listen: async () => null,
    close: async () => undefined,
  }
}

/** @param given - A mail server in this process that replaces ours. */
export function openMailSide(options: MailSideOptions, given: MailBackend | undefined): MailSide {
  const { jmapUpstream } = options.config
  if (jmapUpstream) return upstreamSide(options, jmapUpstream)
  return given ? givenSide(options, given) : embeddedSide(options)
}
