import { from, type GetResponse, unwrap } from '@atrium/jmap'
import type { Id } from '@atrium/jmap/types'
import { type Email, MailError } from '@atrium/mail-contracts'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type MailCore, type Outcome, outcomeOf, type ResourceState, stateOf } from './core.ts'
import { useInternals } from './internals.ts'
import { chunks } from './load-records.ts'
import {
  emailGet,
  threadGet,
  bodyPartProperties,
  emailProperties,
  emailSchema,
  emailParse,
  headersGet,
  type HeaderField,
  type MessageContent,
} from './methods.ts'
import { useRecords, type Records } from './records.ts'

/** The bodies of a conversation. Keywords and folders are read from the records, where they change. */
export interface ThreadData {
  readonly emails: ReadonlyMap<Id, Email>
}

/** Bytes of one body that are read at first; a longer one is truncated and marked. */
const firstBytes = 512 * 1024
/** Few enough that a conversation of newsletters is not one response of many megabytes. */
const bodiesAtOnce = 25

/** How bodies are read. */
export interface BodyOptions {
  /** To their end, however long. Default: false. */
  readonly whole?: boolean
  /** The charset a reader has chosen instead of what the message says. Default: what it says. */
  readonly charset?: string | null
}

export const bodyArguments = ({ whole = false, charset = null }: BodyOptions) => ({
  fetchHTMLBodyValues: true,
  fetchTextBodyValues: true,
  // 0 is no limit (RFC 8621 §4.2).
  maxBodyValueBytes: whole ? 0 : firstBytes,
  // Known to our own server alone, and so never sent unasked.
  ...(charset === null ? {} : { bodyCharset: charset }),
})

const bodyCall = (ids: Parameters<typeof emailGet>[1]['ids'], options: BodyOptions = {}) =>
  emailGet(emailSchema, {
    ids,
    properties: emailProperties,
    bodyProperties: bodyPartProperties,
    ...bodyArguments(options),
  })

const store = (core: MailCore, response: GetResponse<Email>): readonly Email[] => {
  core.records.putEmails(response.list.map(withoutBody))
  core.noteState('Email', response.state)
  return response.list
}

const withoutBody = ({ id, threadId, mailboxIds, keywords, from: writers, receivedAt, ...rest }: Email) => {
  const { hasAttachment, blobId, size, to, subject, preview } = rest
  return {
    id,
    threadId,
    mailboxIds,
    keywords,
    from: writers,
    receivedAt,
    hasAttachment,
    blobId,
    size,
    to,
    subject,
    preview,
  }
}

const loadEmails = async (core: MailCore, ids: readonly Id[], options: BodyOptions = {}): Promise<readonly Email[]> => {
  const results = await Promise.all(
    chunks(ids, bodiesAtOnce).map((some) => core.client.read({ emails: bodyCall(some, options) })),
  )
  return results.flatMap(({ emails }) => store(core, unwrap(emails)))
}

/** A conversation not opened yet: one request, unless its record is cached. */
const loadNew = async (core: MailCore, threadId: Id): Promise<ThreadData> => {
  const known = core.records.threadEmailIds(threadId)
  if (known && known.length > 1) return { emails: byId(await loadEmails(core, known)) }
  const { threads, emails } = await core.client.read({
    threads: threadGet([threadId]),
    emails: bodyCall(from('threads', '/list/*/emailIds')),
  })
  const found = unwrap(threads)
  core.records.putThreads(found.list)
  core.noteState('Thread', found.state)
  if (emails.ok) return { emails: byId(store(core, emails.value)) }
  if (emails.error.type !== 'requestTooLarge') unwrap(emails)
  return { emails: byId(await loadEmails(core, found.list[0]?.emailIds ?? [])) }
}

const byId = (emails: readonly Email[]): ReadonlyMap<Id, Email> => new Map(emails.map((email) => [email.id, email]))

/** After a change: only what is new is read, as a body never changes. */
export const loadThread = async (core: MailCore, threadId: Id, old: ThreadData | undefined): Promise<ThreadData> => {
  if (!old) return loadNew(core, threadId)
  const { threads } = await core.client.read({ threads: threadGet([threadId]) })
  const found = unwrap(threads)
  core.records.putThreads(found.list)
  if (found.notFound.includes(threadId)) core.records.dropThreads([threadId])
  const ids = found.list[0]?.emailIds ?? []
  const fresh = await loadEmails(
    core,
    ids.filter((id) => !old.emails.has(id)),
  )
  return { emails: new Map([...old.emails, ...byId(fresh)]) }
}

/** The address of blobs is needed to show a message: both are requested at the same time. */
export const withResource = async <T>(core: MailCore, work: Promise<T>): Promise<T> => {
  const [data] = await Promise.all([work, core.client.session.load().catch(() => null)])
  return data
}

export const threadQuery = (core: MailCore, threadId: Id) =>
  queryOptions<ThreadData>({
    queryKey: ['thread', threadId],
    queryFn: () =>
      withResource(core, loadThread(core, threadId, core.queries.getQueryData<ThreadData>(['thread', threadId]))),
  })

export const prefetchThread = (core: MailCore, threadId: Id): void => {
  void core.queries.prefetchQuery(threadQuery(core, threadId))
}

/** Reads the bodies of a message in another way and puts them where the message is shown. */
const reread = (core: MailCore, emailId: Id, options: BodyOptions): Promise<Outcome<null>> =>
  outcomeOf(async () => {
    const [email] = await loadEmails(core, [emailId], options)
    if (!email) throw new MailError('MAIL_NOT_FOUND', { subject: 'message', remedy: 'It was deleted elsewhere' })
    core.queries.setQueryData<Email>(['email', emailId], (old) => old && email)
    core.queries.setQueryData<ThreadData>(
      ['thread', email.threadId],
      (old) => old && { emails: new Map([...old.emails, [emailId, email]]) },
    )
    return null
  })

export interface Conversation extends ResourceState {
  /** Oldest first. Empty when all of it is gone. */
  readonly emails: readonly Email[]
  /** Reads a body that was cut (`bodyValues[…].isTruncated`) to its end. */
  readonly loadWhole: (emailId: Id) => Promise<Outcome<null>>
  /** Reads a message as text of another charset than it says; null: as it says. */
  readonly readAs: (emailId: Id, charset: string | null) => Promise<Outcome<null>>
}

const none: readonly Email[] = []

interface LoadedThread {
  readonly threadId: Id
  readonly data: ThreadData
  /** Gives the same object again while nothing in it has changed. */
  readonly known: WeakMap<Email, Email>
}

const emailsOf = (records: Records, { threadId, data, known }: LoadedThread): readonly Email[] => {
  const ids = records.threadEmailIds(threadId) ?? [...data.emails.keys()]
  return ids.flatMap((id) => {
    const body = data.emails.get(id)
    const record = records.email(id)
    if (!body || !record) return []
    const before = known.get(body)
    if (before?.keywords === record.keywords && before.mailboxIds === record.mailboxIds) return [before]
    const email = { ...body, keywords: record.keywords, mailboxIds: record.mailboxIds }
    known.set(body, email)
    return [email]
  })
}

/** A conversation with its bodies; stays up to date while it is shown. */
export const useThread = (threadId: Id): Conversation => {
  const internals = useInternals()
  const query = useQuery(threadQuery(internals.core, threadId), internals.core.queries)
  const seen = useRecords(internals.core.records)
  const known = useMemo(() => new WeakMap<Email, Email>(), [])
  const { data } = query
  const emails = useMemo(
    () => (data ? emailsOf(seen.records, { threadId, data, known }) : none),
    [threadId, data, known, seen],
  )
  return {
    ...stateOf(query),
    emails,
    loadWhole: (emailId) => reread(internals.core, emailId, { whole: true }),
    readAs: (emailId, charset) => reread(internals.core, emailId, { charset }),
  }
}

export interface OneEmail extends ResourceState {
  /** Undefined until read, and when it was deleted. */
  readonly email: Email | undefined
  readonly loadWhole: () => Promise<Outcome<null>>
}

const load = async (core: MailCore, id: Id): Promise<Email> => {
  const [email] = await loadEmails(core, [id])
  if (email) return email
  throw new MailError('MAIL_NOT_FOUND', { subject: 'message', remedy: 'It was deleted elsewhere' })
}

/** In a conversation that was opened the message is already there. */
const fromThread = (core: MailCore, id: Id): Email | undefined => {
  const threadId = core.records.stored(id)?.threadId
  return threadId === undefined
    ? undefined
    : core.queries.getQueryData<ThreadData>(['thread', threadId])?.emails.get(id)
}

/** One message with its bodies. @param id Null reads nothing. */
export const useEmail = (id: Id | null): OneEmail => {
  const { core } = useInternals()
  const query = useQuery(
    {
      queryKey: ['email', id],
      queryFn: () => withResource(core, load(core, id ?? '')),
      enabled: id !== null,
      initialData: () => (id === null ? undefined : fromThread(core, id)),
    },
    core.queries,
  )
  const seen = useRecords(core.records)
  const { data } = query
  const email = useMemo(() => {
    const record = data && seen.records.email(data.id)
    return data && record ? { ...data, keywords: record.keywords, mailboxIds: record.mailboxIds } : undefined
  }, [data, seen])
  return { ...stateOf(query), email, loadWhole: () => reread(core, id ?? '', { whole: true }) }
}

const gone = (): MailError =>
  new MailError('MAIL_NOT_FOUND', { subject: 'message', remedy: 'It was deleted elsewhere' })

export interface Headers extends ResourceState {
  /** In the order of the message, raw. Empty until read. */
  readonly fields: readonly HeaderField[]
}

const noFields: readonly HeaderField[] = []

/** The header fields of a message, read when they are to be shown. */
export const useHeaders = (emailId: Id): Headers => {
  const { core } = useInternals()
  const load = async (): Promise<readonly HeaderField[]> => {
    const { emails } = await core.client.read({ emails: headersGet(emailId) })
    const [found] = unwrap(emails).list
    if (!found) throw gone()
    return found.headers
  }
  const query = useQuery({ queryKey: ['headers', emailId], queryFn: load }, core.queries)
  return { ...stateOf(query), fields: query.data ?? noFields }
}

export interface AttachedMessage extends ResourceState {
  /** Undefined until read. */
  readonly message: MessageContent | undefined
}

/** A message that is attached to another one, by the blob it is. A blob never changes. */
export const useAttachedMessage = (blobId: Id): AttachedMessage => {
  const { core } = useInternals()
  const load = async (): Promise<MessageContent> => {
    const { messages } = await core.client.read({ messages: emailParse([blobId], bodyArguments({ whole: true })) })
    const found = unwrap(messages).parsed[blobId]
    if (!found) throw gone()
    return found
  }
  const query = useQuery({ queryKey: ['attached-message', blobId], queryFn: load }, core.queries)
  return { ...stateOf(query), message: query.data }
}
