import type { Email, Id } from '@atrium/mail-contracts'
import type { MailCore } from '../core.ts'
import { from } from '../jmap/call.ts'
import { must } from '../jmap/must.ts'
import { chunks } from '../records/load-listings.ts'
import type { GetAnswer } from '../shapes/answers.ts'
import { emailGet, threadGet } from '../shapes/calls.ts'
import { bodyPartProperties, emailProperties, emailSchema } from '../shapes/email-schema.ts'

/** The bodies of a conversation. Keywords and folders are read from the records, where they change. */
export interface ThreadData {
  readonly emails: ReadonlyMap<Id, Email>
}

/** Octets of one body that are read at first; a longer one is cut and says so. */
const firstBytes = 512 * 1024
/** Few enough that a conversation of newsletters is not one answer of many megabytes. */
const bodiesAtOnce = 25

export const bodyCall = (ids: Parameters<typeof emailGet>[1]['ids'], whole = false) =>
  emailGet(emailSchema, {
    ids,
    properties: emailProperties,
    bodyProperties: bodyPartProperties,
    fetchHTMLBodyValues: true,
    fetchTextBodyValues: true,
    // 0 is no limit (RFC 8621 §4.2).
    maxBodyValueBytes: whole ? 0 : firstBytes,
  })

const keep = (core: MailCore, answer: GetAnswer<Email>): readonly Email[] => {
  core.records.putEmails(answer.list.map(withoutBody))
  core.states.note('Email', answer.state)
  return answer.list
}

const withoutBody = ({ id, threadId, mailboxIds, keywords, from: writers, receivedAt, ...rest }: Email) => {
  const { hasAttachment, blobId, size, to, subject, preview } = rest
  return { id, threadId, mailboxIds, keywords, from: writers, receivedAt, hasAttachment, blobId, size, to, subject, preview }
}

export const loadEmails = async (core: MailCore, ids: readonly Id[], whole = false): Promise<readonly Email[]> => {
  const answers = await Promise.all(
    chunks(ids, bodiesAtOnce).map((some) => core.client.read({ emails: bodyCall(some, whole) })),
  )
  return answers.flatMap((answer) => keep(core, must(answer.emails)))
}

/** A conversation nobody has opened yet: one request, if the record of it is not there. */
const loadNew = async (core: MailCore, threadId: Id): Promise<ThreadData> => {
  const known = core.records.threadEmailIds(threadId)
  if (known && known.length > 1) return { emails: byId(await loadEmails(core, known)) }
  const { threads, emails } = await core.client.read({
    threads: threadGet([threadId]),
    emails: bodyCall(from('threads', '/list/*/emailIds')),
  })
  const found = must(threads)
  core.records.putThreads(found.list)
  core.states.note('Thread', found.state)
  if (emails.ok) return { emails: byId(keep(core, emails.value)) }
  if (emails.error.type !== 'requestTooLarge') must(emails)
  return { emails: byId(await loadEmails(core, found.list[0]?.emailIds ?? [])) }
}

const byId = (emails: readonly Email[]): ReadonlyMap<Id, Email> => new Map(emails.map((email) => [email.id, email]))

/** After a change: only what is new is read, as a body never changes. */
export const loadThread = async (core: MailCore, threadId: Id, old: ThreadData | undefined): Promise<ThreadData> => {
  if (!old) return loadNew(core, threadId)
  const { threads } = await core.client.read({ threads: threadGet([threadId]) })
  const found = must(threads)
  core.records.putThreads(found.list)
  if (found.notFound.includes(threadId)) core.records.dropThreads([threadId])
  const ids = found.list[0]?.emailIds ?? []
  const fresh = await loadEmails(
    core,
    ids.filter((id) => !old.emails.has(id)),
  )
  return { emails: new Map([...old.emails, ...byId(fresh)]) }
}
