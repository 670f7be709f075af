import { clientKey, explanationOf, RetryLaterError } from '@atrium/gateway'
import { AtriumError } from '@atrium/protocol'
import type { DatabaseSync } from 'node:sqlite'
import type { Config } from './config.ts'
import type { DiskReserve } from './database/disk-reserve.ts'
import { errorReport } from './errors/error-facts.ts'
import type { MailBackend } from './jmap-proxy/jmap-proxy.ts'
import {
  createAddressBook,
  createMailServer,
  SmtpRefusal,
  systemLookup,
  type InboundServer,
  type Incoming,
  type MailServer,
  type MailServerOptions,
  type OnMailEvent,
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
import type { AuthenticateProgram } from './sign-in/app-passwords.ts'
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
  /** Opens the ports that are set. @throws AtriumError `PORT_IN_USE` or `CONFIG_INVALID`; none is open then */
  readonly listen: (authenticateProgram: AuthenticateProgram | null) => Promise<MailPorts>
  readonly close: () => Promise<void>
}

/** What is open for mail; null: the port is not set. */
export interface MailPorts {
  /** Mail from other servers. */
  readonly smtp: number | null
  /** Mail from programs of accounts, by STARTTLS and by TLS from the first byte. */
  readonly submission: number | null
  readonly submissions: number | null
  readonly close: () => Promise<void>
}

const noPorts: MailPorts = { smtp: null, submission: null, submissions: null, close: async () => undefined }

interface MailSideOptions {
  readonly config: Config
  readonly database: DatabaseSync
  readonly accounts: AccountStore
  readonly disk: DiskReserve
  readonly warn: (line: string) => void
  /** Takes why something is refused that another setting would let through: a code, and a line for the operator. */
  readonly explain: (code: string, line: string) => void
  readonly onEvent: OnMailEvent
}

const local = ({ config, accounts }: MailSideOptions) => ({
  authenticate: localAuthentication(accounts),
  authorization: () => null,
  userName: (typed: string) => canonicalAddress(typed, config.mailDomain),
})

/** A sign-in of SMTP, by the same app passwords and limits as that of JMAP. */
const smtpSignIn =
  (authenticateProgram: AuthenticateProgram, explain: MailSideOptions['explain']) =>
  ({ user, password }: { readonly user: string; readonly password: string }, client: { readonly address: string }) => {
    try {
      return authenticateProgram({ address: user, password }, clientKey({ ip: client.address })).account.id
    } catch (error) {
      const explanation = explanationOf(error)
      if (explanation !== undefined) explain('RATE_LIMITED', explanation)
      if (error instanceof RetryLaterError)
        throw new SmtpRefusal(454, `4.7.0 Too many failures, try again in ${error.retryAfter} seconds`)
      if (!(error instanceof AtriumError)) throw error
      throw new SmtpRefusal(535, '5.7.8 Wrong address or app password')
    }
  }

async function listenForMail(
  mail: MailServer,
  { smtpPort, smtp, dataDir: folder }: Config,
  signIn: ReturnType<typeof smtpSignIn> | null,
): Promise<MailPorts> {
  const { host, name, files, spam, submission } = smtp
  const opened: InboundServer[] = []
  const close = async (): Promise<void> => void (await Promise.all(opened.map((server) => server.close())))
  const open = async (
    variable: string,
    port: number | null,
    listen: (port: number) => Promise<InboundServer>,
  ): Promise<number | null> => {
    if (port === null) return null
    try {
      const server = await listen(port)
      opened.push(server)
      return server.port
    } catch (cause) {
      await close()
      throw listeningError({ port, host, variables: { port: variable, host: 'ATRIUM_SMTP_HOST' } }, cause)
    }
  }
  const submit = (secure: boolean) => (port: number) => {
    if (!signIn) throw new Error('there are no app passwords to sign in with')
    const { saveSent } = submission
    return mail.listenForSubmission({
      ...{ host, port, secure, name, folder, files, saveSent },
      signIn,
    })
  }
  return {
    smtp: await open('SMTP_PORT', smtpPort, (port) => mail.listen({ host, port, name, files, spam, folder })),
    submission: await open('SMTP_SUBMISSION_PORT', submission.startTls, submit(false)),
    submissions: await open('SMTP_SUBMISSIONS_PORT', submission.tls, submit(true)),
    close,
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
  const { config, database, accounts, disk, warn, explain, onEvent } = options
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
    sending: config.smtp.sending,
    expiry: config.smtp.expiry,
    explain,
    onFailure,
    onEvent,
  })
  return {
    ...local(options),
    backend: mail,
    openMailboxes: ({ id, address, name }) => mail.createAccount({ accountId: id, address, name }),
    incoming: mail,
    listen: (authenticateProgram) =>
      listenForMail(mail, config, authenticateProgram && smtpSignIn(authenticateProgram, explain)),
    close: mail.close,
  }
}

/** Our own accounts before another mail server in this process: a test. */
const givenSide = (options: MailSideOptions, backend: MailBackend): MailSide => ({
  ...local(options),
  backend,
  openMailboxes: () => undefined,
  incoming: null,
  listen: async () => noPorts,
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
    listen: async () => noPorts,
    close: async () => undefined,
  }
}

/** @param given - A mail server in this process that replaces ours. */
export function openMailSide(options: MailSideOptions, given: MailBackend | undefined): MailSide {
  const { jmapUpstream } = options.config
  if (jmapUpstream) return upstreamSide(options, jmapUpstream)
  return given ? givenSide(options, given) : embeddedSide(options)
}
