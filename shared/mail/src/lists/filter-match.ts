import type { EmailFilter } from '@atrium/mail-contracts'
import type { EmailRecord } from '../records/email-record.ts'

const joins = {
  AND: (met: readonly boolean[]) => met.every(Boolean),
  OR: (met: readonly boolean[]) => met.some(Boolean),
  // What only the server decides counts as met, so it cannot be denied here.
  NOT: () => true,
}

/** Whether a message meets the parts of a filter that an act of the person can change. */
export const meetsFilter = (email: EmailRecord, filter: EmailFilter): boolean => {
  if ('operator' in filter) return joins[filter.operator](filter.conditions.map((condition) => meetsFilter(email, condition)))
  const { inMailbox, inMailboxOtherThan, hasKeyword, notKeyword } = filter
  if (inMailbox !== undefined && !email.mailboxIds[inMailbox]) return false
  if (inMailboxOtherThan && Object.keys(email.mailboxIds).every((id) => inMailboxOtherThan.includes(id))) return false
  if (hasKeyword !== undefined && !email.keywords[hasKeyword]) return false
  return notKeyword === undefined || !email.keywords[notKeyword]
}

const decidable = new Set(['inMailbox', 'inMailboxOtherThan', 'hasKeyword', 'notKeyword'])

/** Only the server knows whether a text is found or how it reads a date. */
export const isDecidable = (filter: EmailFilter): boolean =>
  Object.keys(filter).every((condition) => decidable.has(condition))
