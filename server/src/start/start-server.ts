import type { FastifyInstance } from 'fastify'
import path from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { createAccountStore } from '../accounts/account-store.ts'
import { accountCreator } from '../accounts/create-account.ts'
import { passwordChanger } from '../accounts/change-password.ts'
import { createCsrf } from '../accounts/csrf.ts'
import { createPreferencesStore } from '../accounts/preferences-store.ts'
import { secret } from '../accounts/secrets.ts'
import { createSessionStore } from '../accounts/session-store.ts'
import type { Config } from '../config/config.ts'
import { busyTimeout } from '../database/busy.ts'
import { createDiskReserve, type DiskSpace } from '../database/disk-reserve.ts'
import { openDatabase } from '../database/open-database.ts'
import { createGateway } from '../gateway/create-gateway.ts'
import type { MailBackend } from '../gateway/mail-backend.ts'
import { createOpenStreams } from '../gateway/open-streams.ts'
import { createCare, type Care } from '../care/create-care.ts'
import { createReleaseStore } from '../gateway/release-store.ts'
import { openReleaseSource } from '../releases/open-release-source.ts'
import type { Credentials, Services } from '../gateway/services.ts'
import { createLog } from './create-log.ts'
import { prepareDataFolder } from './data-folder.ts'
import { prepareDemo, withoutDemo } from './demo.ts'
import { listen } from './listen.ts'
import { lockDataFolder } from './lock-data-folder.ts'
import { embeddedSide, givenSide, upstreamSide, type MailSide, type MailSideOptions } from './mail-side.ts'

export interface ServerOptions {
  /** Takes each line of the log that `ATRIUM_LOG` lets through. Default: standard error. */
  readonly warn?: (line: string) => void
  /** Stands in for the embedded mail server. */
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
  /** Finishes what is under way, ends event streams and closes the database. */
  readonly close: () => Promise<void>
}

/** Milliseconds between two looks for expired sessions. */
const sweepInterval = 3_600_000

/** Milliseconds that requests under way have to finish at shutdown. */
const patience = 10_000

function mailSide(options: MailSideOptions, given: MailBackend | undefined): MailSide {
  const { jmapUpstream } = options.config
  if (jmapUpstream) return upstreamSide(options, jmapUpstream)
  return given ? givenSide(options, given) : embeddedSide(options)
}

function releaseSide(config: Config, warn: (line: string) => void): Pick<Services, 'source' | 'releases' | 'care'> {
  const source = openReleaseSource(config, warn)
  const care: Care = createCare({ source, listing: (name) => releases.listing(name), warn })
  const releases = createReleaseStore(config, { source, warn, takesExpired: true, stopped: care.stopped })
  return { source, releases, care }
}

async function assemble(database: DatabaseSync, config: Config, options: ServerOptions): Promise<[Services, MailSide]> {
  const log = createLog(config.log, options.warn)
  const { warn } = log
  const accounts = createAccountStore(database)
  const disk = createDiskReserve({
    folder: config.dataDir,
    reserve: config.diskReserve,
    ...(options.diskSpace ? { space: options.diskSpace } : {}),
  })
  const side = mailSide({ config, database, accounts, disk, warn: log.error }, options.backend)
  const { mailDomain, jmapUpstream } = config
  const createAccount = accountCreator({ database, accounts, mailDomain, openMailboxes: side.openMailboxes })
  const demo =
    config.demo && !jmapUpstream
      ? await prepareDemo({ database, accounts, createAccount, mailDomain, mail: side.incoming })
      : null
  const services: Services = {
    ...side,
    authenticate: config.demo ? side.authenticate : withoutDemo(side.authenticate, mailDomain),
    config,
    warn,
    log,
    disk,
    database,
    sessions: createSessionStore(database, { idle: config.sessionIdle, maximum: config.sessionMaximum }),
    preferences: createPreferencesStore(database),
    csrf: createCsrf(secret(database, 'csrf')),
    createAccount: config.signUp && !jmapUpstream ? createAccount : null,
    ...releaseSide(config, warn),
    changePassword: jmapUpstream ? null : passwordChanger(accounts, (address) => address === demo?.address),
    streams: createOpenStreams(),
    demo,
  }
  return [services, side]
}

async function closeAll(app: FastifyInstance, side: MailSide, database: DatabaseSync): Promise<void> {
  const impatience = setTimeout(() => app.server.closeAllConnections(), patience).unref()
  await app.close()
  clearTimeout(impatience)
  await side.close()
  database.close()
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
    const [services, side] = await assemble(database, config, options)
    undo.unshift(side.close)
    const app = await createGateway(services, secret(database, 'instance').toString('hex', 0, 4))
    undo.unshift(() => app.close())
    const origin = await listen(app, config)
    const sweep = setInterval(services.sessions.sweep, sweepInterval).unref()
    return {
      origin,
      url: `${config.publicOrigin ?? origin}${config.basePath}`,
      demo: services.demo,
      async close() {
        clearInterval(sweep)
        await closeAll(app, side, database)
        unlock()
      },
    }
  } catch (error) {
    for (const step of undo) await step()
    throw error
  }
}
