import type { Id } from '@atrium/mail-contracts'
import { type EmailRecord, isListing } from '../records/email-record.ts'
import type { Room } from '../room.ts'
import type { Snippet } from './list-data.ts'
import type { EmailRow } from './use-email-list.ts'

/** Makes rows, and gives the same one again while nothing in it has changed. */
export const createRows = (
  { core, summaryOf }: Room,
  snippets: ReadonlyMap<Id, Snippet> | undefined,
): ((id: Id) => EmailRow | undefined) => {
  const made = new WeakMap<EmailRecord, EmailRow>()
  return (id) => {
    const email = core.records.email(id)
    if (!email || !isListing(email)) return undefined
    const thread = summaryOf(email)
    const before = made.get(email)
    if (before?.thread === thread) return before
    const row = { email, thread, snippet: snippets?.get(id) }
    made.set(email, row)
    return row
  }
}
