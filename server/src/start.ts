import {
  createExplanations,
  createLog,
  exportSite as exportFiles,
  gateway,
  RetryLaterError,
  sendError,
  siteOf,
  type Exported,
  type ExportOptions,
  type Log,
  type SiteOptions,
} from '@atrium/gateway'
import { createProvider } from '@atrium/gateway/openid'
import { apiHeaders } from '@atrium/gateway/policies'
import { mailPaths } from '@atrium/mail-contracts'
import { AtriumError, type ErrorCode } from '@atrium/protocol'
import fastify, { type FastifyInstance } from 'fastify'
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { Config } from './config.ts'
import { busyRetryAfter, busyTimeout } from './database/busy.ts'
import { createDiskReserve, diskFull, type DiskReserve, type DiskSpace } from './database/disk-reserve.ts'
import { openDatabase } from './database/open-database.ts'
import { prepareDemo, withoutDemo } from './demo-accounts.ts'
import { errorReport, isDatabaseBusy, isUnwritable } from './errors/error-facts.ts'
import { imageRoutes } from './images/images.ts'
import { jmapRoutes, type MailBackend } from './jmap-proxy/jmap-proxy.ts'
import { createOpenStreams } from './jmap-proxy/open-streams.ts'
import { mailFrameDocument, mailFrameHeaders, mailFrameRoute } from './mail-frame.ts'
import { openMailSide } from './mail-side.ts'
import type { MailEvent } from './mail/index.ts'
import { createMetrics, logMailEvent, metricsRoute, type Metrics } from './metrics.ts'
import { listen, lockDataFolder, prepareDataFolder } from './process.ts'
import {
  accountCreator,
  createAccountStore,
  passwordChanger,
  type Credentials,
  type AccountStore,
  type CreateAccount,
} from './sign-in/accounts.ts'
import {
  appPasswordRoutes,
  createAppPasswordStore,
  programAuthentication,
  wellKnownRoute,
} from './sign-in/app-passwords.ts'
import { createOpenIdAccounts } from './sign-in/openid-accounts.ts'
import { PasswordSessions } from './sign-in/password-sessions.ts'
import { createPreferencesStore, preferencesRoutes } from './sign-in/preferences.ts'
import { createCsrf, createSessionStore, secret } from './sign-in/session-store.ts'

export interface ServerOptions {
  /** Takes each line of the log that `ATRIUM_LOG` lets through. Default: standard error. */
  readonly warn?: (line: string) => void
  /** Replaces the embedded mail server. */
  readonly backend?: MailBackend
  /** Bytes of the disk of the data folder. Default: what the file system says. */
  readonly diskSpace?: () => DiskSpace
}

export interface RunningServer {
  /** `http://127.0.0.1:3000`, without a slash at its end. */
  readonly origin: string
  /** Address of the start page. */
  readonly url: string
  readonly demo: Credentials | null
  /** Port on which mail from other servers is taken; null when it is not. */
  readonly smtpPort: number | null
  /** Ports on which programs submit mail, by STARTTLS and by TLS from the first byte. */
  readonly submissionPorts: readonly number[]
  /** Finishes what is in progress, ends event streams and closes the database. */
  readonly close: () => Promise<void>
}

const second = 1000

/** Milliseconds between two looks for expired sessions. */
const sweepInterval = 3_600_000

/** Milliseconds that requests in progress have to finish at shutdown. Beyond it: their connections are closed. */
const shutdownTimeout = 10_000

/** What this site is, served or exported. */
const siteOptions = (config: Config): SiteOptions => ({
  store: config.store,
  storeAccess: config.storeAccess,
  dataDir: config.dataDir,
  trustedKeys: config.registryKeys,
  basePath: config.basePath,
  disabled: config.disabled,
  settingNames: {
    trustProxy: 'ATRIUM_TRUST_PROXY',
    publicOrigin: 'ATRIUM_PUBLIC_ORIGIN',
    basePath: 'ATRIUM_BASE_PATH',
    store: 'ATRIUM_STORE',
    apis: 'ATRIUM_API_PROXY',
    openId: 'ATRIUM_OIDC_*',
    overridePolicy: 'ATRIUM_OVERRIDES',
    trustedKeys: 'ATRIUM_REGISTRY_KEYS',
  },
  product: { landing: 'inbox', exportedBoot: { mailDomain: config.mailDomain, signUp: config.signUp, demo: null } },
})

/** HTTP statuses of the errors of mail and accounts. */
const statuses: Partial<Record<ErrorCode, number>> = {
  ADDRESS_TAKEN: 409,
  ADDRESS_INVALID: 422,
  PASSWORD_TOO_SHORT: 422,
  PASSWORD_NOT_HERE: 403,
  ACCOUNT_DISABLED: 403,
  APP_PASSWORDS_FULL: 409,
  CREDENTIALS_WRONG: 401,
  IMAGE_REFUSED: 502,
  SIGN_UP_CLOSED: 403,
  UPSTREAM_UNREACHABLE: 502,
  DATABASE_BUSY: 503,
  DISK_FULL: 507,
}

function nameError(cause: unknown): AtriumError | undefined {
  if (isDatabaseBusy(cause))
    return new RetryLaterError('DATABASE_BUSY', busyRetryAfter * second, {
      subject: 'nothing was changed',
      remedy: 'Try again in a moment.',
      cause,
    })
  if (isUnwritable(cause)) return diskFull('nothing was changed', cause)
  return undefined
}

function databaseCheck(database: DatabaseSync) {
  try {
    database.exec('BEGIN IMMEDIATE')
    database.exec('ROLLBACK')
    return { ok: true }
  } catch (error) {
    return {
      ok: false,
      reason: isDatabaseBusy(error) ? 'the database is locked by another process' : 'the database cannot be written',
    }
  }
}

const megabytes = (bytes: number): string => `${Math.floor(bytes / 1_000_000)} MB`

function diskCheck(disk: DiskReserve) {
  if (disk.hasSpace()) return { ok: true }
  return {
    ok: false,
    reason: `${megabytes(disk.space().free)} of the disk are free, and ${megabytes(disk.reserve())} are kept for deleting: nothing is added`,
  }
}

/** A number is how many proxies stand in front, counted from us. */
const trustedProxies = (proxies: Config['trustProxy']) =>
  typeof proxies === 'number' ? (_address: string, hop: number) => hop < proxies : proxies && [...proxies]

function listener({ trustProxy }: Config): FastifyInstance {
  return fastify({
    trustProxy: trustedProxies(trustProxy),
    bodyLimit: 64 * 1024,
    routerOptions: { maxParamLength: 200 },
    // An upload of 50 MB at 0.5 Mbit/s takes 14 minutes.
    requestTimeout: 20 * 60 * second,
    keepAliveTimeout: 72 * second,
    genReqId: () => randomBytes(9).toString('base64url'),
    http: { headersTimeout: 20 * second, maxHeaderSize: 16 * 1024 },
    forceCloseConnections: false,
    frameworkErrors: (error, request, reply) => {
      reply.headers(apiHeaders(siteOf(request).isHttps(request)))
      return void sendError(reply, error)
    },
  })
}

interface Assembly {
  readonly database: DatabaseSync
  readonly metrics: Metrics
  readonly config: Config
  readonly log: Log
  readonly options: ServerOptions
}

interface OpenIdParts extends Pick<Assembly, 'config' | 'database' | 'log'> {
  readonly accounts: AccountStore
  readonly createAccount: CreateAccount
}

/** The provider that people can sign in at; null without one. */
function openIdSignIn({ config, database, accounts, createAccount, log }: OpenIdParts) {
  const { openId, mailDomain } = config
  if (!openId) return null
  const { issuer, clientId, clientSecret, addressClaim, name } = openId
  return {
    provider: createProvider({ issuer, clientId, ...(clientSecret === null ? {} : { clientSecret }) }),
    accounts: createOpenIdAccounts({ database, accounts, createAccount, mailDomain, addressClaim }),
    failed: (error: unknown) => log.warn(`sign-in at ${name}: ${errorReport(error)}`),
  }
}

/** What the mail side says to the log and to metrics. */
const mailLog = ({ log, metrics }: Pick<Assembly, 'log' | 'metrics'>) => ({
  warn: log.error,
  explain: createExplanations(log.warn),
  onEvent: (event: MailEvent): void => {
    metrics.mailEvent(event)
    logMailEvent(log, event)
  },
})

/** The application: the gateway, and what mail adds to it. */
async function assemble({ database, config, log, metrics, options }: Assembly) {
  const { mailDomain, jmapUpstream, openId } = config
  const accounts = createAccountStore(database)
  const disk = createDiskReserve({
    folder: config.dataDir,
    reserve: config.diskReserve,
    ...(options.diskSpace ? { space: options.diskSpace } : {}),
  })
  const toLog = mailLog({ log, metrics })
  const side = openMailSide({ config, database, accounts, disk, ...toLog }, options.backend)
  const createAccount = accountCreator({ database, accounts, mailDomain, openMailboxes: side.openMailboxes })
  const demo =
    config.demo && !jmapUpstream
      ? await prepareDemo({ database, accounts, createAccount, mailDomain, mail: side.incoming })
      : null
  const streams = createOpenStreams()
  const store = createSessionStore(database, { idle: config.sessionIdle, maximum: config.sessionMaximum })
  const preferences = createPreferencesStore(database)
  const signUp = config.signUp && !jmapUpstream
  const sessions = new PasswordSessions({
    config,
    store,
    csrf: createCsrf(secret(database, 'csrf')),
    preferences,
    disk,
    streams,
    authenticate: config.demo ? side.authenticate : withoutDemo(side.authenticate, mailDomain),
    userName: side.userName,
    createAccount: signUp ? createAccount : null,
    openId: openIdSignIn({ config, database, accounts, createAccount, log }),
    changePassword: jmapUpstream ? null : passwordChanger(accounts, (address) => address === demo?.address),
  })
  const appPasswords = createAppPasswordStore(database)
  const { freeSignIns } = config
  const authenticateProgram = jmapUpstream
    ? null
    : programAuthentication({ accounts, appPasswords, userName: side.userName, freeSignIns })
  const app = listener(config)
  metrics.follow(app)
  const site = siteOptions(config)
  await app.register(gateway, {
    ...site,
    product: {
      ...site.product,
      boot: () => ({ mailDomain, signUp, demo, ...(openId ? { openId: openId.name } : {}) }),
    },
    sessions,
    apis: config.apis,
    publicOrigin: config.publicOrigin,
    installation: secret(database, 'instance').toString('hex', 0, 4),
    overridePolicy: config.overridePolicy,
    ...(config.overrides ? { overrides: config.overrides } : {}),
    ...(config.devShell === undefined ? {} : { devShell: config.devShell }),
    reportGroups: { [mailPaths.mailFrame]: 'mail' },
    checks: { database: () => databaseCheck(database), disk: () => diskCheck(disk) },
    statuses,
    nameError,
    log,
  })
  app.addHook('preClose', async () => streams.endLasting())
  await app.register(
    async (mail) => {
      preferencesRoutes(mail, { preferences, disk, sessions })
      imageRoutes(mail, { ownHosts: config.imageHosts, require: (request) => sessions.require(request) })
      mailFrameRoute(mail)
      if (!jmapUpstream) appPasswordRoutes(mail, { sessions, appPasswords, onRevoked: streams.endSession })
      const { backend, authorization } = side
      await mail.register(async (scope) =>
        jmapRoutes(scope, { backend, sessions, streams, authorization, authenticateProgram }),
      )
    },
    { prefix: config.basePath.slice(0, -1) },
  )
  wellKnownRoute(app)
  metricsRoute(app, { metrics, token: config.metricsToken })
  return { app, side, store, demo, authenticateProgram }
}

async function closeListener(app: FastifyInstance): Promise<void> {
  const impatience = setTimeout(() => app.server.closeAllConnections(), shutdownTimeout).unref()
  await app.close()
  clearTimeout(impatience)
}

/**
 * Starts everything in this process. Nothing is left open when it throws.
 *
 * @throws AtriumError `DATA_DIR_UNWRITABLE`, `DATA_DIR_IN_USE`, `DATABASE_CORRUPT`, `DATABASE_NEWER`, `PORT_IN_USE` or `CONFIG_INVALID`
 */
export async function startServer(config: Config, options: ServerOptions = {}): Promise<RunningServer> {
  prepareDataFolder(config.dataDir)
  const unlock = lockDataFolder(config.dataDir)
  const undo: (() => unknown)[] = [unlock]
  try {
    const database = openDatabase(path.join(config.dataDir, 'atrium.db'))
    undo.unshift(() => database.close())
    database.exec(`PRAGMA busy_timeout = ${busyTimeout}`)
    const metrics = createMetrics(database)
    undo.unshift(metrics.close)
    const { app, side, store, demo, authenticateProgram } = await assemble({
      database,
      config,
      log: createLog(config.log, { write: options.warn, format: config.logFormat }),
      metrics,
      options,
    })
    undo.unshift(side.close)
    undo.unshift(() => app.close())
    const ports = await side.listen(authenticateProgram)
    undo.unshift(ports.close)
    const origin = await listen(app, config)
    const sweep = setInterval(store.sweep, sweepInterval).unref()
    return {
      origin,
      url: `${config.publicOrigin ?? origin}${config.basePath}`,
      demo,
      smtpPort: ports.smtp,
      submissionPorts: [ports.submission, ports.submissions].filter((port) => port !== null),
      async close() {
        clearInterval(sweep)
        // Both at once: a message on its way does not keep requests from ending, nor the other way round.
        await Promise.all([ports.close(), closeListener(app)])
        await side.close()
        metrics.close()
        database.close()
        unlock()
      },
    }
  } catch (error) {
    for (const step of undo) await step()
    throw error
  }
}

export interface MailExportOptions extends Pick<
  ExportOptions,
  'folder' | 'https' | 'listen' | 'server' | 'brotli' | 'warn'
> {
  readonly config: Config
}

/**
 * Writes the site as files, with a configuration for nginx; sessions and mail are still the server's.
 *
 * @throws AtriumError REGISTRY_INVALID when nothing was released.
 */
export const exportSite = ({ config, ...options }: MailExportOptions): Promise<Exported> =>
  exportFiles({
    ...options,
    site: siteOptions(config),
    proxied: ['api/', 'jmap/'],
    documents: [{ path: mailPaths.mailFrame, content: mailFrameDocument, headers: mailFrameHeaders(options.https) }],
  })
