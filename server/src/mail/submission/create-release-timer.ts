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
export function createReleaseTimer(store: MailStore, outgoing: Outgoing, onFailure: (error: unknown) => void): ReleaseTimer {
  let timer: NodeJS.Timeout | undefined
  let closed = false
  const release = (due: Due): void =>
    write(store, (scope) => {
      // Read inside: it may have been canceled, or sent by another process.
      const { changes } = scope.query.run(`UPDATE submission SET undo_status = 'final' WHERE id = ? AND undo_status = 'pending'`, due.id)
      if (changes === 0) return
      sendSubmission(scope, due, outgoing)
      scope.changes(due.account).record('EmailSubmission', due.id, 'updated')
    })
  const run = (): void => {
    const due = store.query.all<Due>(
      `SELECT id, account, blob FROM submission WHERE undo_status = 'pending' AND send_at <= ? ORDER BY send_at`,
      Date.now(),
    )
    for (const submission of due) {
      try {
        release(submission)
      } catch (error) {
        onFailure(error)
      }
    }
    schedule(due.length > 0)
  }
  const schedule = (again: boolean): void => {
    clearTimeout(timer)
    if (closed) return
    const next = store.query.one<{ at: number | null }>(`SELECT min(send_at) AS at FROM submission WHERE undo_status = 'pending'`)?.at ?? null
    if (next === null) return
    // What failed just now is not tried again at once.
    const wait = Math.min(longestWait, Math.max(again ? 1000 : 0, next - Date.now()))
    timer = setTimeout(run, wait)
    timer.unref()
  }
  return {
    wake: () => schedule(false),
    close: () => {
      closed = true
      clearTimeout(timer)
    },
  }
}
