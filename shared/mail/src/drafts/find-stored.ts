import { MailError } from '@atrium/mail-contracts'
import type { Id, MailboxRole } from '@atrium/mail-contracts'
import * as v from 'valibot'
import type { MailCore } from '../core.ts'
import { from } from '../jmap/call.ts'
import { must } from '../jmap/must.ts'
import { loadMailboxes, mailboxesKey } from '../mailboxes/mailbox-data.ts'
import { emailGet, emailQuery } from '../shapes/calls.ts'

/** @throws AtriumError `MAILBOX_MISSING` */
export const mailboxWithRole = async (core: MailCore, role: MailboxRole): Promise<Id> => {
  const mailboxes = await core.queries.ensureQueryData({ queryKey: mailboxesKey, queryFn: () => loadMailboxes(core) })
  const found = mailboxes.find((mailbox) => mailbox.role === role)
  if (found) return found.id
  throw new MailError('MAILBOX_MISSING', { subject: role, remedy: 'Make a folder for it in the settings' })
}

const storedSchema = v.object({
  id: v.string(),
  messageId: v.fallback(v.nullish(v.array(v.string()), null), null),
  keywords: v.record(v.string(), v.unknown()),
})

/**
 * The messages in a mailbox with this Message-ID. Looks through the newest fifty, because not every
 * server finds by a header, and what was written a moment ago is among them.
 */
export const findByMessageId = async (core: MailCore, mailboxId: Id, messageId: string): Promise<readonly Id[]> => {
  const sort = [{ property: 'receivedAt', isAscending: false }]
  const { query, emails } = await core.client.read({
    query: emailQuery({ filter: { inMailbox: mailboxId }, sort, limit: 50 }),
    emails: emailGet(storedSchema, { ids: from('query', '/ids'), properties: ['id', 'messageId', 'keywords'] }),
  })
  must(query)
  return must(emails)
    .list.filter((email) => email.messageId?.includes(messageId))
    .map((email) => email.id)
}
