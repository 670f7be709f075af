import type { DatabaseSync } from 'node:sqlite'
import type { DiskReserve } from '../database/disk-reserve.ts'
import { query } from '../database/query.ts'
import { createAccount } from './create-account.ts'
import { createRouter } from './create-router.ts'
import { createIncoming, type Incoming } from './incoming.ts'
import { createWorkerParser } from './mime/parse-in-worker.ts'
import { pruneChangeLog } from './store/change-log.ts'
import { createNotifier } from './store/create-notifier.ts'
import type { MailStore } from './store/mail-store.ts'
import { defaultQuota } from './store/storage-limits.ts'
import { sweepBlobs } from './store/sweep-blobs.ts'
import { createReleaseTimer } from './submission/create-release-timer.ts'
import type { MailTransport, Outgoing } from './submission/outgoing.ts'

export interface MailBackendOptions {
  /** From `openDatabase`; it stays the caller's to close, after `close()`. */
  readonly database: DatabaseSync
  /** Domain of generated message ids and trace fields. */
  readonly domain: string
  /** JMAP account id of a local address in any spelling, or null. */
  readonly resolveAddress: (address: string) => string | null
  /** Path the site is below, with a slash at both ends. Default: `/`. */
  readonly basePath?: string
  /** The way to other servers. Default: none; such recipients are refused. */
  readonly transport?: MailTransport
  /** Told of failures that are ours. Default: standard error. */
  readonly onFailure?: (error: unknown, where: string) => void
  /** Milliseconds for one message that a stranger wrote. Default: 2000. */
  readonly parseTimeout?: number
  /** Bytes an account may store. Default: `defaultQuota`. */
  readonly quota?: number
  /** Refuses what would fill the disk. Default: the disk is not looked at. */
  readonly disk?: DiskReserve
  /** Sends what was held and throws away what nobody needs. Default: true; false for a tool beside a server. */
  readonly background?: boolean
}

/** The mail server, in process. */
export interface EmbeddedMail extends Incoming {
  /** Answers one request for an account whose owner the caller has verified. Never rejects. */
  readonly fetch: (request: Request, user: { readonly accountId: string }) => Promise<Response>
  /**
   * Makes mailboxes and identity of a new account, in the caller's transaction if there is one.
   * `accountId` must be a JMAP Id: 1 to 255 of A-Z a-z 0-9 - _.
   */
  readonly createAccount: (account: {
    readonly accountId: string
    readonly address: string
    readonly name: string
  }) => void
  readonly close: () => Promise<void>
}

/** Milliseconds between looks for what can be thrown away. */
const sweepInterval = 3600 * 1000

/** JMAP core and mail (RFC 8620, RFC 8621) over SQLite. */
export function createMailBackend(options: MailBackendOptions): EmbeddedMail {
  const { database } = options
  const onFailure = options.onFailure ?? reportFailure
  const notifier = createNotifier(database)
  const storage = { quota: options.quota ?? defaultQuota, disk: options.disk ?? null }
  const store: MailStore = { database, query: query(database), changed: notifier.changed, storage }
  const outgoing: Outgoing = {
    domain: options.domain,
    resolveAddress: options.resolveAddress,
    ...(options.transport ? { transport: options.transport } : {}),
  }
  const parser = createWorkerParser(options.parseTimeout === undefined ? {} : { timeout: options.parseTimeout })
  const timer = createReleaseTimer(store, outgoing, (error) => onFailure(error, 'sending'))
  const background = options.background ?? true
  if (background) timer.wake()
  const sweeper = background ? startSweeper(store, onFailure) : undefined
  const route = createRouter({
    context: { store, parse: parser.parse, outgoing, wake: timer.wake },
    notifier,
    basePath: options.basePath ?? '/',
    onFailure,
  })
  return {
    ...createIncoming({ store, outgoing, parse: parser.parse }),
    fetch: (request, user) => route(request, user.accountId),
    createAccount: ({ accountId, address, name }) => {
      createAccount(store, { id: accountId, address, name })
    },
    close: async () => {
      clearInterval(sweeper)
      timer.close()
      notifier.close()
      await parser.close()
    },
  }
}

function startSweeper(store: MailStore, onFailure: (error: unknown, where: string) => void): NodeJS.Timeout {
  const sweep = (): void => {
    try {
      sweepBlobs(store, Date.now())
      pruneChangeLog(store.query, Date.now())
    } catch (error) {
      onFailure(error, 'sweeping')
    }
  }
  return setInterval(sweep, sweepInterval).unref()
}

function reportFailure(error: unknown, where: string): void {
  process.stderr.write(`mail, ${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
}
