import type { Query } from '../../database/query.ts'
import { formatUtcDate } from '../mime/date.ts'
import type { Message } from '../mime/message.ts'
import { insertEmail } from '../store/emails.ts'
import { applyFilters } from '../store/filters.ts'
import {
  accountByKey,
  emailId,
  findAccount,
  identityId,
  submissionId,
  threadId,
  write,
  type MailStore,
  type WriteScope,
} from '../store/mail-store.ts'
import { mailboxOfRole } from '../store/mailboxes.ts'
import { requireMessage } from '../store/messages.ts'
import { hasSpaceFor } from '../store/storage-limits.ts'
import { forwardMessage, replyOnVacation } from './automatic-mail.ts'
import { resolveRecipients, type Outgoing } from './outgoing.ts'

interface Arrival {
  readonly blob: string
  readonly message: Message
  /** Role. Default: the inbox. */
  readonly mailbox?: 'inbox' | 'junk'
  /** Where replies and forwarded messages go. Default: there are none, and nothing is rejected. */
  readonly outgoing?: Outgoing
}

/**
 * Puts a stored message into the inbox of an account, by its key, or where its filters want it. What they forward,
 * and an automatic reply, goes into the outbox with it; junk is neither forwarded nor replied to.
 *
 * @returns the text by which a filter of the account rejects it, and nothing was stored; null when it was delivered
 */
export function deliverLocally(
  scope: WriteScope,
  account: number,
  { blob, message, mailbox = 'inbox', outgoing }: Arrival,
): string | null {
  const filtered = applyFilters(scope.query, account, { message, blob })
  if (filtered.reject !== null && outgoing) return filtered.reject
  const roleOf = (role: string): number | null => mailboxOfRole(scope.query, account, role)
  const target = filtered.mailbox ?? roleOf(mailbox) ?? roleOf('inbox')
  if (target === null) throw new Error(`account ${account} has no inbox`)
  const { keywords } = filtered
  insertEmail(scope, { account, blob, message, mailboxes: [target], keywords, receivedAt: scope.now })
  const owner = accountByKey(scope.query, account)
  if (!outgoing || !owner || mailbox === 'junk') return null
  const arrived = { account: owner, blob, message, outgoing }
  if (filtered.forwardTo.length > 0) forwardMessage(scope, arrived, filtered.forwardTo)
  if (target !== roleOf('junk') && target !== roleOf('trash')) replyOnVacation(scope, arrived)
  return null
}

/** Local accounts get the message here and now, each once; what is for others stays queued for the transport. */
export function sendSubmission(
  scope: WriteScope,
  submission: { readonly id: number; readonly blob: string },
  outgoing: Outgoing,
): void {
  const message = requireMessage(scope.query, submission.blob)
  if (!message) throw new Error(`the blob of submission ${submission.id} is missing`)
  const rows = scope.query.all<{ recipient: string }>(
    `SELECT recipient FROM delivery WHERE submission = ? AND delivered = 'queued' ORDER BY recipient`,
    submission.id,
  )
  const served = new Set<number>()
  for (const { recipient } of rows) {
    const outcome = deliverTo(scope, recipient, { outgoing, served, blob: submission.blob, message })
    if (outcome.delivered === 'queued') enqueue(scope, submission.id, recipient)
    scope.query.run(
      'UPDATE delivery SET delivered = ?, smtp_reply = ? WHERE submission = ? AND recipient = ?',
      outcome.delivered,
      outcome.reply,
      submission.id,
      recipient,
    )
  }
}

/** Adds a recipient of another server to the queue of the transport, due now. */
function enqueue({ query, now }: WriteScope, submission: number, recipient: string): void {
  query.run(
    `INSERT OR IGNORE INTO outbound (submission, recipient, domain, state, attempts, queued_at, next_at)
     VALUES (?, ?, ?, 'waiting', 0, ?, max(?, ifnull(
       (SELECT sending_paused_until FROM mail_account JOIN submission s ON s.account = key WHERE s.id = ?), 0)))`,
    submission,
    recipient,
    recipient.slice(recipient.lastIndexOf('@') + 1).toLowerCase(),
    now,
    now,
    submission,
  )
}

interface Delivery {
  readonly outgoing: Outgoing
  /** Accounts that have received it: two addresses may belong to one user. */
  readonly served: Set<number>
  readonly blob: string
  readonly message: Message
}

function deliverTo(scope: WriteScope, recipient: string, sending: Delivery): { delivered: string; reply: string } {
  const { outgoing, served, message } = sending
  const ids = resolveRecipients(outgoing, recipient)
  const accounts = ids.flatMap((id) => findAccount(scope.query, id)?.key ?? [])
  if (accounts.length === 0) {
    if (outgoing.transport?.accepts(recipient)) return { delivered: 'queued', reply: '250 2.1.5 Queued' }
    // It was there when the message was submitted and is gone now.
    return { delivered: 'no', reply: '550 5.1.1 No such account here' }
  }
  const roomy = accounts.filter(
    (account) => served.has(account) || hasSpaceFor(scope.query, scope.storage, { account, size: message.size }),
  )
  let rejection: string | null = null
  let delivered = false
  for (const account of roomy) {
    const rejected = served.has(account) ? null : deliverLocally(scope, account, sending)
    rejection ??= rejected
    if (rejected !== null) continue
    delivered = true
    served.add(account)
  }
  if (delivered) return { delivered: 'yes', reply: '250 2.1.5 Delivered' }
  return { delivered: 'no', reply: rejection === null ? '552 5.2.2 Mailbox full' : `550 5.7.1 ${rejection}` }
}

interface ReleaseTimer {
  /** Sends what is due now, and what that has put into the outbox. */
  readonly releaseDue: () => void
  /** Looks again for the next held message. */
  readonly wake: () => void
  readonly close: () => void
}

/**
 * Milliseconds between two looks at the outbox: another process may hold messages too, and clocks change. Beyond
 * it: no timer waits.
 */
const maxWait = 60_000

interface DueSubmission {
  id: number
  account: number
  blob: string
  is_automatic: number
}

/** Sends held submissions when their time has come, also those that came due while nothing ran. */
export function createReleaseTimer(
  store: MailStore,
  outgoing: Outgoing,
  onFailure: (error: unknown) => void,
): ReleaseTimer {
  let timer: NodeJS.Timeout | undefined
  let closed = false
  const run = (): number => {
    const due = dueSubmissions(store)
    let sent = 0
    for (const submission of due) {
      try {
        release(store, outgoing, submission)
        sent += 1
      } catch (error) {
        onFailure(error)
      }
    }
    schedule(due.length > 0)
    return sent
  }
  const schedule = (again: boolean): void => {
    clearTimeout(timer)
    const next = closed ? null : nextRelease(store)
    if (next === null) return
    // What failed just now is not tried again at once.
    const wait = Math.min(maxWait, Math.max(again ? 1000 : 0, next - Date.now()))
    timer = setTimeout(run, wait).unref()
  }
  return {
    releaseDue: () => {
      for (let sent = run(); sent > 0;) sent = run()
    },
    wake: () => schedule(false),
    close: () => {
      closed = true
      clearTimeout(timer)
    },
  }
}

function dueSubmissions({ query }: MailStore): DueSubmission[] {
  return query.all<DueSubmission>(
    `SELECT id, account, blob, is_automatic FROM submission WHERE undo_status = 'pending' AND send_at <= ? ORDER BY send_at`,
    Date.now(),
  )
}

function nextRelease({ query }: MailStore): number | null {
  const row = query.one<{ at: number | null }>(
    `SELECT min(send_at) AS at FROM submission WHERE undo_status = 'pending'`,
  )
  return row?.at ?? null
}

function release(store: MailStore, outgoing: Outgoing, due: DueSubmission): void {
  write(store, (scope) => {
    // Read inside: it may have been canceled, or sent by another process.
    const { changes } = scope.query.run(
      `UPDATE submission SET undo_status = 'final' WHERE id = ? AND undo_status = 'pending'`,
      due.id,
    )
    if (changes === 0) return
    sendSubmission(scope, due, outgoing)
    if (due.is_automatic === 1) forgetAutomatic(scope, due.id)
    else scope.changes(due.account).record('EmailSubmission', due.id, 'updated')
  })
  outgoing.transport?.wake()
}

/** No client has made it or knows of it: it is gone when there is nothing more to send. */
export function forgetAutomatic({ query }: WriteScope, submission: number): void {
  query.run(
    `DELETE FROM submission WHERE id = ? AND is_automatic = 1
       AND NOT EXISTS (SELECT 1 FROM outbound WHERE outbound.submission = submission.id)`,
    submission,
  )
}

export interface SubmissionRow {
  readonly id: number
  readonly identity: number
  readonly email: number
  readonly thread: number
  readonly envelope: string
  readonly send_at: number
  readonly undo_status: string
}

const submissionColumns = 'id, identity, email, thread, envelope, send_at, undo_status'

export function readSubmission(query: Query, account: number, id: number): SubmissionRow | undefined {
  return query.one<SubmissionRow>(
    `SELECT ${submissionColumns} FROM submission WHERE id = ? AND account = ? AND is_automatic = 0`,
    id,
    account,
  )
}

export function readSubmissions(query: Query, account: number): SubmissionRow[] {
  return query.all<SubmissionRow>(
    `SELECT ${submissionColumns} FROM submission WHERE account = ? AND is_automatic = 0 ORDER BY id`,
    account,
  )
}

/**
 * The submission that has sent, or will send, the message with this Message-ID to one of these addresses. Deliveries
 * that have failed and submissions that were cancelled do not count: those may be repeated.
 */
export function findSent(
  query: Query,
  account: number,
  { messageId, recipients }: { readonly messageId: string; readonly recipients: readonly string[] },
): { readonly id: number; readonly email: number } | undefined {
  return query.one<{ id: number; email: number }>(
    `SELECT submission.id, submission.email FROM submission JOIN delivery ON delivery.submission = submission.id
     WHERE submission.account = ? AND submission.message_id = ? AND submission.undo_status <> 'canceled'
       AND delivery.delivered <> 'no' AND lower(delivery.recipient) IN (SELECT value FROM json_each(?))
     ORDER BY submission.id LIMIT 1`,
    account,
    messageId,
    JSON.stringify(recipients.map((recipient) => recipient.toLowerCase())),
  )
}

/** RFC 8621 §7. */
export function submissionRecord(query: Query, row: SubmissionRow): Readonly<Record<string, unknown>> {
  const deliveries = query.all<{ recipient: string; delivered: string; smtp_reply: string; displayed: string }>(
    'SELECT recipient, delivered, smtp_reply, displayed FROM delivery WHERE submission = ?',
    row.id,
  )
  const status = deliveries.map(({ recipient, delivered, smtp_reply: smtpReply, displayed }) => [
    recipient,
    { smtpReply, delivered, displayed },
  ])
  // A report that its reader has deleted cannot be read any more.
  const reports = query.all<{ kind: string; blob: string }>(
    `SELECT r.kind, r.blob FROM submission_report r JOIN submission s ON s.id = r.submission
     WHERE r.submission = ? AND EXISTS (SELECT 1 FROM email WHERE email.blob = r.blob AND email.account = s.account)`,
    row.id,
  )
  const blobsOf = (kind: string): string[] => [
    ...reports.filter((report) => report.kind === kind).map(({ blob }) => blob),
  ]
  return {
    id: submissionId.format(row.id),
    identityId: identityId.format(row.identity),
    emailId: emailId.format(row.email),
    threadId: threadId.format(row.thread),
    envelope: JSON.parse(row.envelope),
    sendAt: formatUtcDate(row.send_at),
    undoStatus: row.undo_status,
    deliveryStatus: Object.fromEntries(status),
    dsnBlobIds: blobsOf('dsn'),
    mdnBlobIds: blobsOf('mdn'),
  }
}
