import type { Email } from '@atrium/mail-contracts'
import type { Target } from '../acts/target.ts'

/** A conversation as something to act on: all its messages, and the newest of those in the folder. */
export function threadTarget(emails: readonly Email[], mailboxId: string): Target {
  const newest = emails.findLast(({ mailboxIds }) => mailboxIds[mailboxId]) ?? emails.at(-1)
  return { count: 1, ids: emails.map(({ id }) => id), latest: newest ? [newest.id] : [] }
}
