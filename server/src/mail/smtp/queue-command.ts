import type { DatabaseSync } from 'node:sqlite'
import { query } from '../../database/query.ts'
import { write, type MailStore } from '../store/mail-store.ts'

/** A recipient in the queue, or one that has left it without success. */
export interface QueuedRecipient {
  /** `S7`: the submission as JMAP names it. */
  readonly submission: string
  readonly recipient: string
  readonly state: 'waiting' | 'sending' | 'unknown' | 'dead'
  readonly attempts: number
  /** Milliseconds since 1970. */
  readonly queuedAt: number
  readonly nextAt: number
  /** What the other server said last. */
  readonly response: string
}

const storeOf = (database: DatabaseSync): MailStore => ({
  database,
  query: query(database),
  changed: () => undefined,
})

/** Everything that has not left, and what has failed, the oldest first. */
export function listQueue(database: DatabaseSync): readonly QueuedRecipient[] {
  return query(database).all<QueuedRecipient>(
    `SELECT 'S' || o.submission AS submission, o.recipient, o.state, o.attempts, o.queued_at AS queuedAt,
       o.next_at AS nextAt, d.smtp_reply AS response
     FROM outbound o JOIN delivery d ON d.submission = o.submission AND d.recipient = o.recipient
     ORDER BY o.queued_at, o.submission, o.recipient`,
  )
}

/** Which rows a command is about: all of a submission, or one recipient of it. */
interface Selection {
  /** `S7` */
  readonly submission: string
  readonly recipient?: string
}

interface Found {
  readonly submission: number
  readonly recipient: string
  readonly account: number
}

function change(
  database: DatabaseSync,
  selection: Selection,
  run: (store: MailStore, found: Found, now: number) => void,
): number {
  const store = storeOf(database)
  return write(store, (scope) => {
    const found = scope.query.all<Found>(
      `SELECT o.submission, o.recipient, s.account FROM outbound o JOIN submission s ON s.id = o.submission
       WHERE 'S' || o.submission = ?1 AND (?2 IS NULL OR lower(o.recipient) = lower(?2)) AND o.state <> 'sending'`,
      selection.submission,
      selection.recipient ?? null,
    )
    for (const row of found) {
      run(store, row, scope.now)
      scope.changes(row.account).record('EmailSubmission', row.submission, 'updated')
    }
    return found.length
  })
}

/** Tries recipients again within a minute, with 4 days before them. @returns how many */
export const retryQueued = (database: DatabaseSync, selection: Selection): number =>
  change(database, selection, ({ query: { run } }, { submission, recipient }, now) => {
    run(
      `UPDATE outbound SET state = 'waiting', attempts = 0, queued_at = ?1, next_at = ?1, delayed_at = NULL
       WHERE submission = ?2 AND recipient = ?3`,
      now,
      submission,
      recipient,
    )
    run(
      `UPDATE delivery SET delivered = 'queued', smtp_reply = '250 2.1.5 Queued again' WHERE submission = ? AND recipient = ?`,
      submission,
      recipient,
    )
  })

/** Removes recipients from the queue; the message is not sent to them. @returns how many */
export const dropQueued = (database: DatabaseSync, selection: Selection): number =>
  change(database, selection, ({ query: { run } }, { submission, recipient }) => {
    run('DELETE FROM outbound WHERE submission = ? AND recipient = ?', submission, recipient)
    run(
      `UPDATE delivery SET delivered = 'no', smtp_reply = '550 5.3.0 Dropped by the administrator'
       WHERE submission = ? AND recipient = ? AND delivered = 'queued'`,
      submission,
      recipient,
    )
  })
