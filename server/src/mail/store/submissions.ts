import type { Query } from '../../database/query.ts'
import { emailId, identityId, submissionId, threadId } from './object-id.ts'
import { formatUtcDate } from './parse-date-time.ts'

export interface SubmissionRow {
  readonly id: number
  readonly identity: number
  readonly email: number
  readonly thread: number
  readonly envelope: string
  readonly send_at: number
  readonly undo_status: string
}

const columns = 'id, identity, email, thread, envelope, send_at, undo_status'

export function readSubmission(query: Query, account: number, id: number): SubmissionRow | undefined {
  return query.one<SubmissionRow>(`SELECT ${columns} FROM submission WHERE id = ? AND account = ?`, id, account)
}

export function readSubmissions(query: Query, account: number): SubmissionRow[] {
  return query.all<SubmissionRow>(`SELECT ${columns} FROM submission WHERE account = ? ORDER BY id`, account)
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
  const deliveries = query.all<{ recipient: string; delivered: string; smtp_reply: string }>(
    'SELECT recipient, delivered, smtp_reply FROM delivery WHERE submission = ?',
    row.id,
  )
  const status = deliveries.map(({ recipient, delivered, smtp_reply: smtpReply }) => [
    recipient,
    { smtpReply, delivered, displayed: 'unknown' },
  ])
  return {
    id: submissionId.format(row.id),
    identityId: identityId.format(row.identity),
    emailId: emailId.format(row.email),
    threadId: threadId.format(row.thread),
    envelope: JSON.parse(row.envelope),
    sendAt: formatUtcDate(row.send_at),
    undoStatus: row.undo_status,
    deliveryStatus: Object.fromEntries(status),
    dsnBlobIds: [],
    mdnBlobIds: [],
  }
}
