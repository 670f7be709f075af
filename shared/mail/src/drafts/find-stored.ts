import { MailError } from '@atrium/mail-contracts'
import type { Id, MailboxRole } from '@atrium/mail-contracts'
import * as v from 'valibot'
import type { MailCore } from '../core.ts'
import { from } from '../jmap/call.ts'
import { must } from '../jmap/must.ts'
import { loadMailboxes, mailboxesKey } from '../mailboxes/mailbox-data.ts'
import { emailGet, emailQuery } from '../shapes/calls.ts'
import type { DraftContent } from './draft-content.ts'

/** @throws AtriumError `MAILBOX_MISSING` */
export const mailboxWithRole = async (core: MailCore, role: MailboxRole): Promise<Id> => {
  const mailboxes = await core.queries.ensureQueryData({ queryKey: mailboxesKey, queryFn: () => loadMailboxes(core) })
  const found = mailboxes.find((mailbox) => mailbox.role === role)
  if (found) return found.id
  throw new MailError('MAILBOX_MISSING', { subject: role, remedy: 'Create a folder with this role with another mail client, or ask your administrator' })
}

const headSchema = v.object({
  id: v.string(),
  messageId: v.fallback(v.nullish(v.array(v.string()), null), null),
  keywords: v.record(v.string(), v.unknown()),
})

/**
 * The messages in a mailbox with this Message-ID, newest first. Looks through the newest fifty, because not every
 * server finds by a header, and what was written a moment ago is among them.
 */
export const findByMessageId = async (core: MailCore, mailboxId: Id, messageId: string): Promise<readonly Id[]> => {
  const sort = [{ property: 'receivedAt', isAscending: false }]
  const { query, emails } = await core.client.read({
    query: emailQuery({ filter: { inMailbox: mailboxId }, sort, limit: 50 }),
    emails: emailGet(headSchema, { ids: from('query', '/ids'), properties: ['id', 'messageId', 'keywords'] }),
  })
  const ids = must(query).ids
  return must(emails)
    .list.filter((email) => email.messageId?.includes(messageId))
    .map((email) => email.id)
    .toSorted((one, other) => ids.indexOf(one) - ids.indexOf(other))
}

/**
 * Whether a message is still a draft, and the state of all messages at that moment: a change made on condition of
 * that state (`ifInState`) finds the draft as it was seen.
 */
export const seeDraft = async (core: MailCore, id: Id): Promise<{ readonly isDraft: boolean; readonly state: string }> => {
  const { emails } = await core.client.read({ emails: emailGet(headSchema, { ids: [id], properties: ['id', 'keywords'] }) })
  const { list, state } = must(emails)
  return { state, isDraft: list.some(({ keywords }) => Boolean(keywords['$draft'])) }
}

const addressesSchema = v.fallback(v.nullish(v.array(v.object({ email: v.string() })), []), [])

const contentSchema = v.object({
  id: v.string(),
  subject: v.fallback(v.nullish(v.string(), ''), ''),
  to: addressesSchema,
  cc: addressesSchema,
  bcc: addressesSchema,
  textBody: v.fallback(v.array(v.object({ partId: v.nullish(v.string()) })), []),
  bodyValues: v.fallback(v.record(v.string(), v.object({ value: v.string() })), {}),
  attachments: v.fallback(v.nullish(v.array(v.object({ name: v.nullish(v.string()) })), []), []),
})

/** Line ends and trailing spaces may change on the way through MIME; words do not. */
const words = (text: string | null | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim()
const emails = (list: readonly { readonly email: string }[] | null | undefined): string[] =>
  (list ?? []).map(({ email }) => email.toLowerCase())
const names = (list: readonly { readonly name?: string | null | undefined }[] | null | undefined): string[] =>
  (list ?? []).map(({ name }) => words(name))

/** Whether a stored message says the same, to the same people, as a draft. False when it is gone. */
export const hasContent = async (core: MailCore, id: Id, draft: DraftContent): Promise<boolean> => {
  const properties = ['id', 'subject', 'to', 'cc', 'bcc', 'textBody', 'bodyValues', 'attachments']
  const { found } = await core.client.read({
    found: emailGet(contentSchema, { ids: [id], properties, fetchTextBodyValues: true }),
  })
  const [stored] = must(found).list
  if (!stored) return false
  const text = stored.textBody.map(({ partId }) => (partId ? (stored.bodyValues[partId]?.value ?? '') : '')).join('\n')
  const summary = (one: readonly unknown[]): string => JSON.stringify(one)
  return (
    summary([words(stored.subject), emails(stored.to), emails(stored.cc), emails(stored.bcc), words(text), names(stored.attachments)]) ===
    summary([words(draft.subject), emails(draft.to), emails(draft.cc), emails(draft.bcc), words(draft.text), names(draft.attachments)])
  )
}
