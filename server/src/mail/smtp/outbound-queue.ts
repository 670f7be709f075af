import type { Query } from '../../database/query.ts'
import type { Message } from '../mime/message.ts'
import type { ParseMessage } from '../mime/parse-message.ts'
import { putBlob, readBlob } from '../store/blobs.ts'
import { write, type MailStore, type WriteScope } from '../store/mail-store.ts'
import { requireMessage, saveMessage } from '../store/messages.ts'
import { writeDeliveryReport, type RecipientReport } from '../submission/bounce.ts'
import { deliverLocally, forgetAutomatic } from '../submission/outbox.ts'
import type { Outcome } from './smtp-session.ts'

const minute = 60_000
const hour = 60 * minute

/**
 * Milliseconds that a message is tried (RFC 5321 §4.5.4.1). Default: 4 days. Beyond it: it is returned to its
 * sender. A constant.
 */
export const maxQueueTime = 96 * hour

/** Milliseconds after which its sender is warned that it takes long. Default: 4 hours. A constant. */
export const delayNoticeAfter = 4 * hour

/** Milliseconds between attempts: the first, doubled each time, and at most. Constants. */
const backoff = { first: minute, most: 4 * hour }

/** Recipients that are read from the queue at a time. Beyond it: the others wait for the next look. */
const maxDue = 500

/** Milliseconds to the next attempt, a fifth more or less, so that what failed together is not tried together. */
export function retryDelay(attempts: number, random: () => number): number {
  const delay = Math.min(backoff.most, backoff.first * 2 ** Math.min(attempts - 1, 20))
  return Math.round(delay * (0.8 + 0.4 * random()))
}

/** One recipient of another server that is due. */
export interface DueRecipient {
  readonly submission: number
  readonly recipient: string
  readonly domain: string
}

export function dueRecipients(query: Query, now: number): readonly DueRecipient[] {
  return query.all<DueRecipient>(
    `SELECT submission, recipient, domain FROM outbound WHERE state = 'waiting' AND next_at <= ?
     ORDER BY next_at LIMIT ?`,
    now,
    maxDue,
  )
}

export function nextAttempt(query: Query): number | null {
  return query.one<{ at: number | null }>(`SELECT min(next_at) AS at FROM outbound WHERE state = 'waiting'`)?.at ?? null
}

/** A submission as the transport needs it. */
export interface OutgoingSubmission {
  readonly account: number
  readonly blob: string
  readonly mailFrom: string
  readonly sentAt: number
  /** No client has made it. */
  readonly isAutomatic: boolean
}

export function readOutgoing(query: Query, submission: number): OutgoingSubmission | undefined {
  const row = query.one<{ account: number; blob: string; envelope: string; send_at: number; is_automatic: number }>(
    'SELECT account, blob, envelope, send_at, is_automatic FROM submission WHERE id = ?',
    submission,
  )
  if (!row) return undefined
  const { mailFrom } = JSON.parse(row.envelope) as { mailFrom: { email: string } }
  return {
    account: row.account,
    blob: row.blob,
    mailFrom: mailFrom.email,
    sentAt: row.send_at,
    isAutomatic: row.is_automatic === 1,
  }
}

/** Id that goes with a message to other servers and comes back in their reports. */
export const envelopeIdOf = (submission: number): string => `S${submission}`

/**
 * Marks recipients as being sent to, durably, before the last bytes of the message leave: after a crash from here on
 * it cannot be known whether it arrived.
 */
export function markSending(store: MailStore, submission: number, recipients: readonly string[]): void {
  write(store, ({ query }) => {
    for (const recipient of recipients)
      query.run(`UPDATE outbound SET state = 'sending' WHERE submission = ? AND recipient = ?`, submission, recipient)
  })
}

/** Recipients that were being sent to when the process ended. */
export function interrupted(query: Query): readonly DueRecipient[] {
  return query.all<DueRecipient>(`SELECT submission, recipient, domain FROM outbound WHERE state = 'sending'`)
}

export interface Attempt {
  readonly submission: number
  readonly results: readonly { readonly recipient: string; readonly outcome: Outcome }[]
}

interface RecordingOptions {
  /** Domain of this installation. */
  readonly domain: string
  readonly parse: ParseMessage
  readonly now: () => number
  readonly random: () => number
}

interface QueueRow {
  readonly attempts: number
  readonly queued_at: number
  readonly delayed_at: number | null
}

/** What one outcome does to the queue and to its sender. */
interface Step {
  readonly recipient: string
  readonly state: 'gone' | 'waiting' | 'dead' | 'unknown'
  readonly delivered: 'queued' | 'unknown' | 'no'
  readonly response: string
  readonly attempts: number
  readonly nextAt: number
  readonly notice: RecipientReport['action'] | null
  readonly queuedAt: number
}

function stepFor(row: QueueRow, { recipient, outcome }: Attempt['results'][number], options: RecordingOptions): Step {
  const now = options.now()
  const attempts = row.attempts + 1
  const { response } = outcome
  const base = { recipient, response, attempts, nextAt: now, queuedAt: row.queued_at }
  // RFC 8621 §7: what another server has taken over is delivered or not, and no report has said so yet.
  if (outcome.kind === 'sent') return { ...base, state: 'gone', delivered: 'unknown', notice: null }
  if (outcome.kind === 'unknown') return { ...base, state: 'unknown', delivered: 'unknown', notice: 'unknown' }
  if (outcome.kind === 'failed') return { ...base, state: 'dead', delivered: 'no', notice: 'failed' }
  const age = now - row.queued_at
  if (age >= maxQueueTime) {
    const given = `554 5.4.7 Given up after ${Math.round(age / (24 * hour))} days: ${response}`
    return { ...base, response: given, state: 'dead', delivered: 'no', notice: 'failed' }
  }
  return {
    ...base,
    state: 'waiting',
    delivered: 'queued',
    nextAt: now + retryDelay(attempts, options.random),
    notice: age >= delayNoticeAfter && row.delayed_at === null ? 'delayed' : null,
  }
}

/**
 * Writes down what an attempt has come to, and puts a report into the inbox of the sender where there is something to
 * say, in one transaction. Rejects when the database cannot be written; nothing is changed then.
 */
export async function recordAttempt(store: MailStore, attempt: Attempt, options: RecordingOptions): Promise<void> {
  const { query } = store
  const submission = readOutgoing(query, attempt.submission)
  if (!submission) return
  const steps = attempt.results.flatMap((result) => {
    const row = query.one<QueueRow>(
      'SELECT attempts, queued_at, delayed_at FROM outbound WHERE submission = ? AND recipient = ?',
      attempt.submission,
      result.recipient,
    )
    return row ? [stepFor(row, result, options)] : []
  })
  const reports = submission.mailFrom === '' ? [] : writeReports(store, { submission, attempt, steps }, options)
  const parsed = await Promise.all(reports.map(async (bytes) => ({ bytes, parsed: await options.parse(bytes) })))
  write(store, (scope) => {
    for (const step of steps) applyStep(scope, attempt.submission, step)
    for (const { bytes, parsed: report } of parsed) {
      const blob = putBlob(scope.query, bytes, scope.now)
      saveMessage(scope.query, blob, report)
      deliverLocally(scope, submission.account, { blob, message: report.message })
      scope.query.run(
        `INSERT OR IGNORE INTO submission_report (submission, kind, blob) VALUES (?, 'dsn', ?)`,
        attempt.submission,
        blob,
      )
    }
    if (submission.isAutomatic) forgetAutomatic(scope, attempt.submission)
    else scope.changes(submission.account).record('EmailSubmission', attempt.submission, 'updated')
  })
}

function applyStep({ query, now }: WriteScope, submission: number, step: Step): void {
  const { recipient, state, response, attempts, nextAt } = step
  if (state === 'gone') query.run('DELETE FROM outbound WHERE submission = ? AND recipient = ?', submission, recipient)
  else
    query.run(
      `UPDATE outbound SET state = ?, attempts = ?, next_at = ?, delayed_at = ifnull(delayed_at, ?)
       WHERE submission = ? AND recipient = ?`,
      state,
      attempts,
      nextAt,
      step.notice === 'delayed' ? now : null,
      submission,
      recipient,
    )
  query.run(
    'UPDATE delivery SET delivered = ?, smtp_reply = ? WHERE submission = ? AND recipient = ?',
    step.delivered,
    response,
    submission,
    recipient,
  )
}

interface Reported {
  readonly submission: OutgoingSubmission
  readonly attempt: Attempt
  readonly steps: readonly Step[]
}

/** One report for each thing there is to say. */
function writeReports(
  store: MailStore,
  { submission, attempt, steps }: Reported,
  { domain, now }: RecordingOptions,
): readonly Buffer[] {
  return (['failed', 'delayed', 'unknown'] as const).flatMap((action) => {
    const named = steps.filter((step) => step.notice === action)
    const message = named.length > 0 ? requireMessage(store.query, submission.blob) : null
    if (!message) return []
    return writeDeliveryReport({
      domain,
      sender: submission.mailFrom,
      recipients: named.map(({ recipient, response }) => ({ recipient, action, response })),
      original: {
        header: headerOf(store.query, submission.blob, message),
        subject: message.listing.subject,
        messageId: message.listing.messageId?.[0] ?? null,
        envelopeId: envelopeIdOf(attempt.submission),
      },
      arrivedAt: submission.sentAt,
      now: now(),
      triedUntil: Math.min(...named.map(({ queuedAt }) => queuedAt)) + maxQueueTime,
    })
  })
}

/** Header of a submission as other servers get it, without the empty line behind it. */
function headerOf(query: Query, blob: string, message: Message): Buffer {
  const header = Buffer.from(readBlob(query, blob, { start: 0, end: message.structure.start }) ?? [])
  const start = returnPathLength(header)
  return Buffer.from(header.toString('latin1', start).replace(/\r\n\r\n$/, '\r\n'), 'latin1')
}

/** Bytes of the `Return-Path` that the stored copy begins with: only the last server writes one (RFC 5321 §4.4). */
export function returnPathLength(header: Buffer): number {
  if (!header.toString('latin1', 0, 12).toLowerCase().startsWith('return-path:')) return 0
  return header.indexOf('\n') + 1
}
