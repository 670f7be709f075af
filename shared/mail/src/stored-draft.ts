import { mailboxesKey } from './core.ts'
import { type Created, from, type MethodError, type MethodResult, type SetResponse, unwrap } from '@atrium/jmap'
import type { Id } from '@atrium/jmap/types'
import { type EmailAddress, type MailboxRole, MailError } from '@atrium/mail-contracts'
import type { AtriumError } from '@atrium/protocol'
import * as v from 'valibot'
import type { MailCore } from './core.ts'
import { loadMailboxes } from './mailboxes.ts'
import { emailGet, emailQuery, emailSet } from './methods.ts'

/** A file that was uploaded (or that another message holds), by reference: saving does not move its bytes. */
export interface DraftAttachment {
  readonly blobId: Id
  readonly name: string
  readonly type: string
  /** Bytes. */
  readonly size: number
  /** Content-ID without angle brackets, for a picture that is in the text. */
  readonly cid?: string
}

/** A message as it is being written. */
export interface DraftContent {
  readonly from: EmailAddress
  readonly to: readonly EmailAddress[]
  readonly cc?: readonly EmailAddress[]
  readonly bcc?: readonly EmailAddress[]
  readonly replyTo?: readonly EmailAddress[]
  readonly subject: string
  readonly text: string
  /** When absent the message is plain text. */
  readonly html?: string
  readonly attachments?: readonly DraftAttachment[]
  readonly inReplyTo?: readonly string[]
  readonly references?: readonly string[]
}

const attachment = ({ blobId, name, type, cid }: DraftAttachment): Record<string, unknown> => ({
  blobId,
  name,
  type,
  disposition: cid === undefined ? 'attachment' : 'inline',
  ...(cid === undefined ? {} : { cid }),
})

const filled = (lists: Readonly<Record<string, readonly unknown[] | undefined>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(lists).filter(([, list]) => list && list.length > 0))

/** The message to create, RFC 8621 §4.6: the server makes the MIME of it. */
export const emailOfDraft = (
  draft: DraftContent,
  place: { readonly mailboxId: Id; readonly messageId: string },
): Record<string, unknown> => ({
  mailboxIds: { [place.mailboxId]: true },
  keywords: { $draft: true, $seen: true },
  messageId: [place.messageId],
  from: [draft.from],
  subject: draft.subject,
  ...filled({ to: draft.to, cc: draft.cc, bcc: draft.bcc, replyTo: draft.replyTo }),
  ...filled({ inReplyTo: draft.inReplyTo, references: draft.references }),
  textBody: [{ partId: 'text', type: 'text/plain' }],
  ...(draft.html === undefined ? {} : { htmlBody: [{ partId: 'html', type: 'text/html' }] }),
  ...filled({ attachments: draft.attachments?.map(attachment) }),
  bodyValues: {
    text: { value: draft.text },
    ...(draft.html === undefined ? {} : { html: { value: draft.html } }),
  },
})

/** @throws AtriumError `MAILBOX_MISSING` */
export const mailboxWithRole = async (core: MailCore, role: MailboxRole): Promise<Id> => {
  const mailboxes = await core.queries.ensureQueryData({ queryKey: mailboxesKey, queryFn: () => loadMailboxes(core) })
  const found = mailboxes.find((mailbox) => mailbox.role === role)
  if (found) return found.id
  throw new MailError('MAILBOX_MISSING', {
    subject: role,
    remedy: 'Create a folder with this role with another mail client, or ask your administrator',
  })
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
  const ids = unwrap(query).ids
  return unwrap(emails)
    .list.filter((email) => email.messageId?.includes(messageId))
    .map((email) => email.id)
    .toSorted((one, other) => ids.indexOf(one) - ids.indexOf(other))
}

/**
 * Whether a message is still a draft, and the state of all messages at that moment: a change made on condition of
 * that state (`ifInState`) finds the draft as it was seen.
 */
export const seeDraft = async (
  core: MailCore,
  id: Id,
): Promise<{ readonly isDraft: boolean; readonly state: string }> => {
  const { emails } = await core.client.read({
    emails: emailGet(headSchema, { ids: [id], properties: ['id', 'keywords'] }),
  })
  const { list, state } = unwrap(emails)
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
  const [stored] = unwrap(found).list
  if (!stored) return false
  const text = stored.textBody.map(({ partId }) => (partId ? (stored.bodyValues[partId]?.value ?? '') : '')).join('\n')
  const summary = (one: readonly unknown[]): string => JSON.stringify(one)
  return (
    summary([
      words(stored.subject),
      emails(stored.to),
      emails(stored.cc),
      emails(stored.bcc),
      words(text),
      names(stored.attachments),
    ]) ===
    summary([
      words(draft.subject),
      emails(draft.to),
      emails(draft.cc),
      emails(draft.bcc),
      words(draft.text),
      names(draft.attachments),
    ])
  )
}

/** A request whose response was lost: what it did must be looked for before anything is repeated. */
export interface LostRequest {
  readonly kind: 'save' | 'send'
  readonly content: DraftContent
  /** Milliseconds of the page's clock. */
  readonly at: number
}

/** What is known of a draft under its key. */
export interface DraftState {
  /** Another one only when the draft has become a message of its own beside another version. */
  messageId: string
  emailId: Id | null
  lost: LostRequest | null
  /** The state of all messages at which `emailId` was known to be the stored draft; null: it must be looked at first. */
  seen: string | null
}

/** Another version of a draft, which this one does not contain. */
export interface OtherVersion {
  readonly emailId: Id
  /** It was sent; else it is a draft. */
  readonly sent: boolean
}

/**
 * Milliseconds in which a server may still carry out a request whose response did not come. Beyond it: the request
 * counts as not carried out, and may be repeated.
 */
const longestRequest = 90_000

export const newMessageId = (address: string): string =>
  `${crypto.randomUUID()}@${address.split('@').at(-1) || 'localhost'}`

export const notSaved = (error: MethodError): AtriumError =>
  new MailError('DRAFT_NOT_SAVED', {
    subject: error.type,
    remedy: error.description || 'The text is still in the window',
  })

/** The message made under creation id `draft`. @throws AtriumError `DRAFT_NOT_SAVED` */
export const createdDraft = (result: MethodResult<SetResponse>): Created => {
  if (!result.ok) throw notSaved(result.error)
  const created = result.value.created['draft']
  if (!created) throw notSaved(result.value.notCreated['draft'] ?? { type: 'serverFail' })
  return created
}

/** Makes the draft a message of its own: neither replaces the other version nor counts as the same message. */
export const separate = (state: DraftState, address: string): void => {
  state.messageId = newMessageId(address)
  state.emailId = null
  state.seen = null
}

export interface SentMessage {
  readonly emailId: Id
  /** Null when it went out with an attempt whose response was lost. */
  readonly submissionId: Id | null
}

/** What was found at the server in place of what this draft expected there. */
export interface Found {
  /** The draft has gone out as it is now; nothing is left to store. */
  readonly sent: SentMessage | null
  /** Another version: the draft was made a message of its own. */
  readonly other: OtherVersion | null
}

const nothing: Found = { sent: null, other: null }

/** Removes the copy among the drafts of a message that has gone out. */
const removeCopy = async (core: MailCore, state: DraftState, sent: Id): Promise<void> => {
  if (state.emailId !== null && state.emailId !== sent) {
    await core.client.write({ set: emailSet({ destroy: [state.emailId] }) }, true)
  }
  state.emailId = null
  core.requestSync()
}

/** The message went out: as the draft is now, or in another version. */
export const compareWithSent = async (
  core: MailCore,
  state: DraftState,
  { sent, content }: { readonly sent: SentMessage; readonly content: DraftContent },
): Promise<Found> => {
  state.lost = null
  if (await hasContent(core, sent.emailId, content)) {
    await removeCopy(core, state, sent.emailId)
    return { sent, other: null }
  }
  const copy = state.emailId
  separate(state, content.from.email)
  // What is stored of this version stays its own; only the sent one is left alone.
  if (copy !== sent.emailId) state.emailId = copy
  return { sent: null, other: { emailId: sent.emailId, sent: true } }
}

const findSent = async (core: MailCore, state: DraftState): Promise<SentMessage | null> => {
  const [emailId] = await findByMessageId(core, await mailboxWithRole(core, 'sent'), state.messageId)
  return emailId === undefined ? null : { emailId, submissionId: null }
}

/**
 * Finds out what became of a request whose response was lost.
 * @throws AtriumError `DRAFT_NOT_SAVED` while `wait` and a send may still be executed by the server.
 */
export const recover = async (
  core: MailCore,
  state: DraftState,
  { content, wait }: { readonly content: DraftContent; readonly wait: boolean },
): Promise<Found> => {
  const { lost } = state
  if (lost === null) return nothing
  state.seen = null
  if (lost.kind === 'send') {
    const sent = await findSent(core, state)
    if (sent) return compareWithSent(core, state, { sent, content })
    if (wait && core.client.timing.now() - lost.at < longestRequest) {
      throw notSaved({ type: 'sendUnknown', description: 'It is stored once it is known that it was not sent' })
    }
  }
  const stored = await findByMessageId(core, await mailboxWithRole(core, 'drafts'), state.messageId)
  state.lost = null
  // One request makes the new and destroys the old: where the old one is left, nothing was done.
  if (state.emailId !== null && stored.includes(state.emailId)) return nothing
  return follow(core, state, { stored, contents: [lost.content, content] })
}

/** Takes over the stored copy that has one of these contents; next to another one the draft is on its own. */
const follow = async (
  core: MailCore,
  state: DraftState,
  {
    stored,
    contents,
  }: { readonly stored: readonly Id[]; readonly contents: readonly [DraftContent, ...DraftContent[]] },
): Promise<Found> => {
  state.emailId = null
  const [newest] = stored
  if (newest === undefined) return nothing
  for (const id of stored) {
    for (const content of contents) {
      if (!(await hasContent(core, id, content))) continue
      state.emailId = id
      return nothing
    }
  }
  separate(state, contents[0].from.email)
  return { sent: null, other: { emailId: newest, sent: false } }
}

/** What was stored under this key is no draft any more: another window has replaced, sent or deleted it. */
export const findReplacement = async (core: MailCore, state: DraftState, content: DraftContent): Promise<Found> => {
  const sent = await findSent(core, state)
  if (sent) {
    state.emailId = null
    return compareWithSent(core, state, { sent, content })
  }
  const stored = await findByMessageId(core, await mailboxWithRole(core, 'drafts'), state.messageId)
  return follow(core, state, { stored, contents: [content] })
}
