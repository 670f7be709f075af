import path from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { DiskReserve } from '../database/disk-reserve.ts'
import { query } from '../database/query.ts'
import { createNotifier } from './http/event-source.ts'
import { createRouter } from './http/router.ts'
import type { OnMailEvent } from './mail-events.ts'
import { createIncoming, type Incoming } from './incoming.ts'
import { ownModules } from './methods/methods.ts'
import { createWorkerParser } from './mime/parse-message.ts'
import { renewMessages } from './store/renew-messages.ts'
import { createReaders } from './protocol/readers.ts'
import type { JmapModule } from './protocol/method.ts'
import { findAccount, write, type MailAccount, type MailStore } from './store/mail-store.ts'
import { defaultQuota } from './store/storage-limits.ts'
import type { Expiry } from './store/expire-mail.ts'
import { startSweeper } from './store/sweep.ts'
import type { InboundServer } from './smtp/inbound.ts'
import { openInboundMail, openTransport, type InboundSettings, type OutboundSettings } from './smtp/internet-mail.ts'
import { openSpool, type Spool } from './smtp/spool.ts'
import { openSubmissionPort, type SubmissionSettings } from './smtp/submission-port.ts'
import { createReleaseTimer } from './submission/outbox.ts'
import type { Outgoing, SendingPolicy } from './submission/outgoing.ts'

export interface MailServerOptions {
  /** From `openDatabase`; it stays the caller's to close, after `close()`. */
  readonly database: DatabaseSync
  /** Domain of generated message ids and trace fields. */
  readonly domain: string
  /** JMAP account id of a local address in any spelling, or null. */
  readonly resolveAddress: (address: string) => string | null
  /** Accounts that get mail for an address. Default: that of `resolveAddress`. */
  readonly resolveRecipients?: (address: string) => readonly string[]
  /** Path the site is below, with a slash at both ends. Default: `/`. */
  readonly basePath?: string
  /** How mail goes to other servers. Default: not at all; such recipients are refused. */
  readonly outbound?: OutboundSettings
  /** Called with internal failures. Default: writes to standard error. */
  readonly onFailure?: (error: unknown, where: string) => void
  /** Takes why something is refused that another setting would let through: a code, and a line for the operator. Default: nothing does. */
  readonly explain?: (code: string, line: string) => void
  /** Takes what happens to mail, for the log and metrics. Default: nothing does. */
  readonly onEvent?: OnMailEvent
  /** How much an account may send. Default: there is no limit. */
  readonly sending?: SendingPolicy
  /** How long Trash and Junk keep what is in them. Default: for as long as their owner wants. */
  readonly expiry?: Expiry
  /** Capabilities beside core, mail and submission. Default: none. */
  readonly modules?: readonly JmapModule[]
  /** Milliseconds to parse one received message; beyond it only its start is parsed. Default: 2000. */
  readonly parseTimeout?: number
  /** Bytes an account may store. Default: `defaultQuota`. */
  readonly quota?: number
  /** Refuses what would fill the disk. Default: the disk is not looked at. */
  readonly disk?: DiskReserve
  /** Sends held messages, deletes unreferenced blobs and renews old parses in the background. Default: true; false for a tool beside a server. */
  readonly background?: boolean
}

/** The mail server, in process. */
export interface MailServer extends Incoming {
  /** Handles one HTTP request below `{basePath}jmap/` for an account whose owner the caller has verified. Never rejects. */
  readonly fetch: (
    request: Request,
    user: { readonly accountId: string; readonly client?: string },
  ) => Promise<Response>
  /**
   * Makes mailboxes and identity of a new account, in the caller's transaction if there is one.
   * `accountId` must be a JMAP Id: 1 to 255 of A-Z a-z 0-9 - _.
   */
  readonly createAccount: (account: {
    readonly accountId: string
    readonly address: string
    readonly name: string
  }) => void
  /** Takes mail from other servers until it is closed, which is to be done before `close`. */
  readonly listen: (settings: InboundSettings) => Promise<InboundServer>
  /** Takes mail from programs that sign in until it is closed, which is to be done before `close`. */
  readonly listenForSubmission: (settings: SubmissionSettings) => Promise<InboundServer>
  /** Sends what is due, here and to other servers. Resolves when nothing is due and nothing is on its way. */
  readonly sendQueued: () => Promise<void>
  readonly close: () => Promise<void>
}

/** JMAP core and mail (RFC 8620, RFC 8621) over SQLite. */
export function createMailServer(options: MailServerOptions): MailServer {
  const { database, onFailure = logFailure, onEvent = () => undefined, explain = () => undefined } = options
  const notifier = createNotifier(database)
  const storage = { quota: options.quota ?? defaultQuota, disk: options.disk ?? null, explain }
  const store: MailStore = { database, query: query(database), changed: notifier.changed, storage }
  const parser = createWorkerParser(options.parseTimeout === undefined ? {} : { timeout: options.parseTimeout })
  const transport = options.outbound
    ? openTransport(options.outbound, {
        store,
        parse: parser.parse,
        domain: options.domain,
        explain,
        onFailure: (error) => onFailure(error, 'sending to other servers'),
        onEvent,
      })
    : undefined
  const { domain, resolveAddress, resolveRecipients, sending } = options
  const outgoing: Outgoing = {
    ...{ domain, explain, resolveAddress, wake: () => timer.wake() },
    ...(resolveRecipients ? { resolveRecipients } : {}),
    ...(sending ? { sending, onPaused: (account) => onEvent({ kind: 'paused', account }) } : {}),
    ...(transport ? { transport } : {}),
  }
  const timer = createReleaseTimer(store, outgoing, (error) => onFailure(error, 'sending'))
  const background = options.background ?? true
  if (background) timer.wake()
  const stopSweeper = background ? startSweeper(store, { onFailure, expiry: options.expiry }) : undefined
  const renewal = background ? renewMessages({ store, parse: parser.parse, onFailure }) : undefined
  const file = database.location()
  const readers = file === null ? null : createReaders({ file })
  const route = createRouter({
    ...(readers ? { readers } : {}),
    context: { store, parse: parser.parse, outgoing, wake: timer.wake },
    modules: [...ownModules, ...(options.modules ?? []).map((module) => ({ ...module, reading: [] }))],
    notifier,
    basePath: options.basePath ?? '/',
    onFailure,
  })
  const incoming = createIncoming({ store, outgoing, parse: parser.parse })
  let spool: Spool | undefined
  const spoolIn = (folder: string): Spool => (spool ??= openSpool(path.join(folder, 'spool')))
  return {
    ...incoming,
    listen: (settings) =>
      openInboundMail(settings, {
        store,
        outgoing,
        deliver: incoming.deliver,
        parse: parser.parse,
        spool: spoolIn(settings.folder),
        onFailure: (error) => onFailure(error, 'SMTP'),
        onEvent,
      }),
    listenForSubmission: (settings) =>
      openSubmissionPort(settings, {
        store,
        outgoing,
        parse: parser.parse,
        spool: spoolIn(settings.folder),
        onFailure: (error) => onFailure(error, 'submission by SMTP'),
        onEvent,
      }),
    fetch: (request, user) => route(request, user),
    sendQueued: async () => {
      timer.releaseDue()
      await transport?.idle()
    },
    createAccount: ({ accountId: id, ...person }) => void createAccount(store, { id, ...person }),
    close: async () => {
      stopSweeper?.()
      renewal?.stop()
      await renewal?.done
      timer.close()
      await transport?.close()
      notifier.close()
      await readers?.close()
      await parser.close()
    },
  }
}

function logFailure(error: unknown, where: string): void {
  process.stderr.write(`mail, ${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
}

/** Makes mailboxes and identity of an account without a running mail server, for the command line. */
export function createMailAccount(
  database: DatabaseSync,
  account: { readonly accountId: string; readonly address: string; readonly name: string },
): void {
  const store: MailStore = { database, query: query(database), changed: () => undefined }
  createAccount(store, { id: account.accountId, address: account.address, name: account.name })
}

/** Mailboxes of a new account: name and role, in order. */
const mailboxRoles: readonly (readonly [name: string, role: string])[] = [
  ['Inbox', 'inbox'],
  ['Drafts', 'drafts'],
  ['Sent', 'sent'],
  ['Archive', 'archive'],
  ['Junk', 'junk'],
  ['Trash', 'trash'],
]

/**
 * Creates the mail side of an account: its mailboxes and its identity; an existing one is left as it is. Part
 * of the caller's transaction, if there is one.
 */
function createAccount(store: MailStore, { id, address, name }: Omit<MailAccount, 'key'>): MailAccount {
  return write(store, (scope) => {
    const known = findAccount(scope.query, id)
    if (known) return known
    const { lastId: key } = scope.query.run(
      'INSERT INTO mail_account (id, address, name) VALUES (?, ?, ?)',
      id,
      address,
      name,
    )
    const changes = scope.changes(key)
    for (const [at, [mailbox, role]] of mailboxRoles.entries()) {
      const { lastId } = scope.query.run(
        'INSERT INTO mailbox (account, name, role, sort_order) VALUES (?, ?, ?, ?)',
        key,
        mailbox,
        role,
        (at + 1) * 10,
      )
      changes.record('Mailbox', lastId, 'created')
    }
    const { lastId } = scope.query.run(
      'INSERT INTO identity (account, name, email, may_delete) VALUES (?, ?, ?, 0)',
      key,
      name,
      address,
    )
    changes.record('Identity', lastId, 'created')
    return { key, id, address, name }
  })
}
