import type { Mailbox, MailboxRole } from '@atrium/mail-contracts'
import * as v from 'valibot'

const roles: readonly MailboxRole[] = ['inbox', 'archive', 'drafts', 'sent', 'trash', 'junk', 'flagged', 'important']

const count = v.fallback(v.pipe(v.number(), v.minValue(0)), 0)

export const mailboxSchema: v.GenericSchema<unknown, Mailbox> = v.object({
  id: v.pipe(v.string(), v.minLength(1)),
  name: v.fallback(v.string(), ''),
  parentId: v.fallback(v.nullish(v.string(), null), null),
  role: v.fallback(v.nullish(v.picklist(roles), null), null),
  sortOrder: count,
  totalEmails: count,
  unreadEmails: count,
  totalThreads: count,
  unreadThreads: count,
  myRights: v.fallback(v.record(v.string(), v.boolean()), {}),
  isSubscribed: v.fallback(v.boolean(), true),
})
