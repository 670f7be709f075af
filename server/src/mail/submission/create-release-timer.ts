import type { MailStore } from '../store/mail-store.ts'
import { write } from '../store/write.ts'
import type { Outgoing } from './outgoing.ts'
import { sendSubmission } from './send-submission.ts'

export interface ReleaseTimer {
  /** Looks again for the next held message. */
  readonly wake: () => void
  readonly close: () => void
}

/** Milliseconds: another process may hold messages too, and clocks change. */
const longestWait = 60_000

interface Due {
  id: number
  account: number
  blob: string
}

/** Sends held submissions when their time has come, also those that came due while nothing ran. */
export function createReleaseTimer(
  store: MailStore,
  outgoing: Outgoing,
  onFailure: (error: unknown) => void,
): ReleaseTimer {
  let timer: NodeJS.Timeout | undefined
  let closed = false
  const run = (): void => {
    const due = dueSubmissions(store)
    for (const submission of due) {
      try {
        release(store, outgoing, submission)
      } catch (error) {
        onFailure(error)
      }
    }
    schedule(due.length > 0)
  }
  const schedule = (again: boolean): void => {
    clearTimeout(timer)
    const next = closed ? null : nextRelease(store)
    if (next === null) return
    // What failed just now is not tried again at once.
    const wait = Math.min(longestWait, Math.max(again ? 1000 : 0, next - Date.now()))
    timer = setTimeout(run, wait).unref()
  }
  return {
    wake: () => schedule(false),
    close: () => {
      closed = true
      clearTimeout(timer)
    },
  }
}

function dueSubmissions({ query }: MailStore): Due[] {
  return query.all<Due>(
    `SELECT id, account, blob FROM submission WHERE undo_status = 'pending' AND send_at <= ? ORDER BY send_at`,
    Date.now(),
  )
}

function nextRelease({ query }: MailStore): number | null {
  const row = query.one<{ at: number | null }>(
    `SELECT min(send_at) AS at FROM submission WHERE undo_status = 'pending'`,
  )
  return row?.at ?? null
}

function release(store: MailStore, outgoing: Outgoing, due: Due): void {
  write(store, (scope) => {
    // Read inside: it may have been canceled, or sent by another process.
    const { changes } = scope.query.run(
      `UPDATE submission SET undo_status = 'final' WHERE id = ? AND undo_status = 'pending'`,
      due.id,
    )
    if (changes === 0) return
    sendSubmission(scope, due, outgoing)
    scope.changes(due.account).record('EmailSubmission', due.id, 'updated')
  })
}
