import { createHash } from 'node:crypto'
import type { Query } from '../database/query.ts'
import type { ParsedMessage } from './mime/message.ts'
import type { ParseMessage } from './mime/parse-message.ts'
import { putBlob } from './store/blobs.ts'
import { insertEmail } from './store/emails.ts'
import { findAccount, write, type MailAccount, type MailStore, type WriteScope } from './store/mail-store.ts'
import { saveMessage } from './store/messages.ts'
import { mailboxAt } from './store/mailboxes.ts'
import { hasSpaceFor } from './store/storage-limits.ts'
import { formatUtcDate, receivedDate, renderDate } from './mime/date.ts'
import { withField } from './submission/delivered-copy.ts'
import { SmtpRefusal } from './smtp/spool.ts'
import { reportRejection } from './submission/automatic-mail.ts'
import { applyReport, readReport } from './submission/reports.ts'
import { deliverLocally } from './submission/outbox.ts'
import { resolveRecipients, type Outgoing } from './submission/outgoing.ts'

export interface ImportedMessage {
  readonly accountId: string
  readonly bytes: Uint8Array
  /** Names of mailboxes, or a role, or a path of names; what does not exist is made. Default: the inbox. */
  readonly mailboxes?: readonly (string | readonly string[])[]
  /** Default: none. */
  readonly keywords?: readonly string[]
  /** Milliseconds since 1970. Default: the newest Received field, else Date, else now. */
  readonly receivedAt?: number
  /** When its mbox says it was received: used when no Received field says. */
  readonly separatorDate?: number
  /** What makes two imports the same message. Default: its bytes. */
  readonly sameAs?: string
}

/** A message for local addresses. */
export interface ArrivingMail {
  /** Empty for a bounce. */
  readonly mailFrom: string
  readonly recipients: readonly string[]
  readonly bytes: Uint8Array
  /** Fields in front of it, each with its CRLF. Default: a `Received` that names this server. */
  readonly trace?: string
  /** Default: the inbox. */
  readonly mailbox?: 'inbox' | 'junk'
  /** What makes two deliveries to an account the same one within `repeatTime`. Default: none are. */
  readonly sameAs?: string
}

/**
 * Milliseconds within which a message that arrives again is acknowledged and not delivered again: its sender did not
 * get the first acknowledgement. Default: a day. A constant.
 */
const repeatTime = 24 * 3_600_000

/** Mail that comes from outside of a JMAP session. */
export interface Incoming {
  /**
   * Delivers one message to local addresses: durable when it resolves.
   *
   * @returns the addresses that have no account, or one that is full
   * @throws SmtpRefusal `550 5.7.1` when filters of all recipients reject it; where some take it, those who do not
   *   report to the sender
   */
  readonly deliver: (mail: ArrivingMail) => Promise<readonly string[]>
  /** Adds one message to an account, once. @returns false when the account has it from an import before */
  readonly importMessage: (message: ImportedMessage) => Promise<boolean>
  /** The same for many in one transaction: parse first, then store. */
  readonly parse: ParseMessage
  readonly hasImported: (accountId: string, sameAs: string) => boolean
  readonly importParsed: (
    messages: readonly { readonly message: ImportedMessage; readonly parsed: ParsedMessage }[],
  ) => boolean[]
}

export function createIncoming({
  store,
  outgoing,
  parse,
}: {
  store: MailStore
  outgoing: Outgoing
  parse: ParseMessage
}): Incoming {
  const importParsed: Incoming['importParsed'] = (messages) =>
    write(store, (scope) => messages.map(({ message, parsed }) => importOne(scope, message, parsed)))
  return {
    parse,
    hasImported: (accountId, sameAs) => {
      const account = findAccount(store.query, accountId)
      return account !== undefined && isImported(store.query, account.key, importKey(sameAs))
    },
    importParsed,
    importMessage: async (message) => importParsed([{ message, parsed: await parse(message.bytes) }])[0] ?? false,
    deliver: async (mail) => {
      // RFC 5321 §4.4: the last server says where it came from and when.
      const received = `Received: by ${outgoing.domain} (Atrium);\r\n\t${renderDate(formatUtcDate(Date.now()))}\r\n`
      const trace = `Return-Path: <${mail.mailFrom}>\r\n${mail.trace ?? received}`
      const bytes = Buffer.concat([Buffer.from(trace), mail.bytes])
      const parsed = await parse(bytes)
      return write(store, (scope) => deliverArrived(scope, { mail, bytes, parsed, outgoing }))
    },
  }
}

interface Arrived {
  readonly mail: ArrivingMail
  /** With its trace fields. */
  readonly bytes: Buffer
  readonly parsed: ParsedMessage
  readonly outgoing: Outgoing
}

function deliverArrived(scope: WriteScope, { mail, bytes, parsed, outgoing }: Arrived): readonly string[] {
  const { recipients, sameAs, mailbox, mailFrom } = mail
  const refused: string[] = []
  const rejected: (() => void)[] = []
  const report = readReport(bytes, parsed.message)
  const served = new Set<number>()
  let rejection: string | null = null
  for (const recipient of recipients) {
    const accounts = resolveRecipients(outgoing, recipient).map((id) => accountWithRoom(scope, id, bytes.byteLength))
    if (!accounts.some((account) => account !== null)) refused.push(recipient)
    for (const account of accounts) {
      if (account === null || served.has(account.key)) continue
      if (sameAs !== undefined && !isFirstArrival(scope, account.key, sameAs)) {
        served.add(account.key)
        continue
      }
      const stored = storeFor(scope, recipient, { bytes, parsed })
      const reason = deliverLocally(scope, account.key, { ...stored, outgoing, ...(mailbox ? { mailbox } : {}) })
      if (reason !== null) {
        rejection = `5.7.1 ${reason}`
        const response = `550 ${rejection}`
        rejected.push(() => reportRejection(scope, { account, ...stored, outgoing }, { mailFrom, recipient, response }))
        continue
      }
      served.add(account.key)
      if (report) applyReport(scope, { account: account.key, report, blob: stored.blob, mailFrom })
    }
  }
  // Nobody has it: the server that brings it reports that, and no report goes to an address that may be forged.
  if (rejection !== null && served.size === 0 && refused.length === 0) throw new SmtpRefusal(550, rejection)
  for (const reportOne of rejected) reportOne()
  return refused
}

/** Remembers an arrival. @returns false when the account has had it before */
export function isFirstArrival({ query, now }: WriteScope, account: number, sameAs: string): boolean {
  query.run('DELETE FROM arrival WHERE at < ?', now - repeatTime)
  const { changes } = query.run(
    'INSERT OR IGNORE INTO arrival (account, key, at) VALUES (?, ?, ?)',
    account,
    createHash('sha256').update(sameAs).digest(),
    now,
  )
  return changes > 0
}

/** Stores the copy of one recipient, whose address its first field names (RFC 9228): it ends loops of forwarding. */
function storeFor(scope: WriteScope, recipient: string, { bytes, parsed }: Pick<Arrived, 'bytes' | 'parsed'>) {
  const field = `Delivered-To: ${recipient}\r\n`
  const copy = Buffer.concat([Buffer.from(field), bytes])
  const message = withField(parsed.message, ['Delivered-To', ` ${recipient}`], Buffer.byteLength(field))
  const blob = putBlob(scope.query, copy, scope.now)
  saveMessage(scope.query, blob, { message, text: parsed.text })
  return { blob, message }
}

/** An account whose quota allows a message; null where there is no such account. */
function accountWithRoom({ query, storage }: WriteScope, id: string, size: number): MailAccount | null {
  const account = findAccount(query, id)
  return account && hasSpaceFor(query, storage, { account: account.key, size }) ? account : null
}

function importOne(scope: WriteScope, message: ImportedMessage, parsed: ParsedMessage): boolean {
  const account = findAccount(scope.query, message.accountId)
  if (!account) throw new Error(`unknown account ${message.accountId}`)
  const blob = putBlob(scope.query, message.bytes, scope.now)
  const key = importKey(message.sameAs ?? blob)
  if (isImported(scope.query, account.key, key)) return false
  saveMessage(scope.query, blob, parsed)
  const { id } = insertEmail(scope, {
    account: account.key,
    blob,
    message: parsed.message,
    mailboxes: (message.mailboxes ?? ['inbox']).map((place) =>
      mailboxAt(scope, account.key, typeof place === 'string' ? [place] : place),
    ),
    keywords: message.keywords ?? [],
    receivedAt:
      message.receivedAt ?? receivedDate(parsed.message) ?? message.separatorDate ?? sentTime(parsed) ?? scope.now,
  })
  scope.query.run('INSERT INTO imported (account, key, email) VALUES (?, ?, ?)', account.key, key, id)
  return true
}

function importKey(sameAs: string): Buffer {
  return createHash('sha256').update(sameAs).digest()
}

function isImported(query: Query, account: number, key: Buffer): boolean {
  return query.one('SELECT 1 FROM imported WHERE account = ? AND key = ?', account, key) !== undefined
}

function sentTime({ message }: ParsedMessage): number | null {
  const time = message.listing.sentAt === null ? NaN : Date.parse(message.listing.sentAt)
  return Number.isNaN(time) || time > Date.now() || time < 0 ? null : time
}
