import type { Id } from '@atrium/mail-contracts'
import type { EmailRow, Outcome } from '@atrium/mail'

/** What an act is done to. */
export interface Target {
  /** Conversations. */
  readonly count: number
  /** Their messages, or how to find them where the list is longer than what was read of it. */
  readonly ids: readonly Id[] | (() => Promise<Outcome<readonly Id[]>>)
  /** The message each conversation is in the list by. */
  readonly latest: readonly Id[]
}

export const targetOf = (rows: readonly EmailRow[]): Target => ({
  count: rows.length,
  ids: [...new Set(rows.flatMap(({ thread, email }) => [...thread.emailIds, email.id]))],
  latest: rows.map(({ email }) => email.id),
})
