import {
  type Call,
  defineType,
  getCall,
  type GetResponse,
  type Ids,
  queryCall,
  type QueryResponse,
  setCall,
  type SetResponse,
  usableItems,
} from '@atrium/jmap'
import {
  capability,
  type Email,
  type EmailAddress,
  type EmailBodyPart,
  type EmailBodyValue,
  type EmailListing,
  type Identity,
  type Mailbox,
  type MailboxRole,
  type SearchSnippet,
  type Thread,
  unflowText,
} from '@atrium/mail-contracts'
import type { Id } from '@atrium/jmap/types'
import * as v from 'valibot'

/** Lenient where a wrong value only looks odd, strict where it would be acted upon (ids). */
const text = v.fallback(v.nullish(v.string(), null), null)
const plain = v.fallback(v.string(), '')
const count = v.fallback(v.pipe(v.number(), v.minValue(0)), 0)
const flag = v.fallback(v.boolean(), false)
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(255))
const optionalId = v.fallback(v.nullish(id, null), null)

/** `{ name: true }`; anything that is not true counts as absent (RFC 8621 §4.1.1). */
const set = v.pipe(
  v.fallback(v.record(v.string(), v.unknown()), {}),
  v.transform((given): Readonly<Record<string, true>> => {
    const flags: Record<string, true> = Object.create(null)
    for (const name of Object.keys(given)) if (given[name] === true) flags[name] = true
    return flags
  }),
)

const address: v.GenericSchema<unknown, EmailAddress> = v.object({ name: text, email: plain })
const addresses = v.fallback(v.nullish(v.array(address), null), null)
const texts = v.fallback(v.nullish(v.array(v.string()), null), null)

/** What is known of a message that a list does not show itself: another one of its thread. */
export type EmailMember = Pick<
  EmailListing,
  'id' | 'threadId' | 'mailboxIds' | 'keywords' | 'from' | 'receivedAt' | 'hasAttachment'
>

const memberEntries = {
  id: id,
  threadId: id,
  mailboxIds: set,
  keywords: set,
  from: addresses,
  receivedAt: plain,
  hasAttachment: flag,
}

export const emailMemberSchema: v.GenericSchema<unknown, EmailMember> = v.object(memberEntries)

export const emailListingSchema: v.GenericSchema<unknown, EmailListing> = v.object({
  ...memberEntries,
  blobId: id,
  size: count,
  to: addresses,
  subject: text,
  preview: plain,
})

const partEntries = {
  partId: text,
  blobId: optionalId,
  size: count,
  name: text,
  type: v.fallback(v.string(), 'application/octet-stream'),
  charset: text,
  disposition: text,
  cid: text,
  'header:Content-Type': text,
}

const part: v.GenericSchema<unknown, EmailBodyPart> = v.object(partEntries)
const parts = v.fallback(v.array(part), [])

const bodyValue = v.object({ value: plain, isEncodingProblem: flag, isTruncated: flag })

const authenticationResults = 'header:Authentication-Results:asText:all'

const unsubscribe = 'header:List-Unsubscribe:asURLs'

/** Every From field: a message may have several, of which `from` is the last. */
const allFrom = 'header:From:asAddresses:all'

const contentEntries = {
  from: addresses,
  to: addresses,
  subject: text,
  messageId: texts,
  inReplyTo: texts,
  references: texts,
  sender: addresses,
  cc: addresses,
  bcc: addresses,
  replyTo: addresses,
  sentAt: text,
  textBody: parts,
  htmlBody: parts,
  attachments: parts,
  [authenticationResults]: v.fallback(v.array(v.string()), []),
  bodyValues: v.fallback(v.record(v.string(), bodyValue), {}),
  [unsubscribe]: texts,
  [allFrom]: v.fallback(v.array(addresses), []),
}

const emailEntries = { ...memberEntries, blobId: id, size: count, preview: plain, ...contentEntries }

/** Plain text of `format=flowed` (RFC 3676) comes with its paragraphs joined: no page and no reply has to know of it. */
export const emailSchema: v.GenericSchema<unknown, Email> = v.pipe(
  v.object(emailEntries),
  v.transform((given) => withoutFlow(withAllSenders(given))),
)

/** What a message says, without what an account knows of it: one that is attached to another has only that. */
export type MessageContent = Omit<Email, keyof EmailMember | 'blobId' | 'size' | 'preview'> & Pick<Email, 'from'>

const messageSchema: v.GenericSchema<unknown, MessageContent> = v.pipe(
  v.object(contentEntries),
  v.transform((given) => withoutFlow(withAllSenders(given))),
)

type FromFields = Pick<Email, 'from'> & { readonly [allFrom]: readonly Email['from'][] }

/** Of several From fields each names a sender: a reader is to see them all, and which one is true is unknown. */
function withAllSenders<Given extends FromFields>(given: Given): Omit<Given, typeof allFrom> {
  const { [allFrom]: fields, ...email } = given
  return fields.length > 1 ? { ...email, from: fields.flatMap((field) => field ?? []) } : email
}

function withoutFlow<Given extends Pick<Email, 'textBody' | 'htmlBody' | 'bodyValues'>>(email: Given): Given {
  const bodyValues: Record<string, EmailBodyValue> = { ...email.bodyValues }
  for (const { partId, type, 'header:Content-Type': contentType = null } of new Set([
    ...email.textBody,
    ...email.htmlBody,
  ])) {
    const body = partId === null || type !== 'text/plain' ? undefined : email.bodyValues[partId]
    if (partId !== null && body) bodyValues[partId] = { ...body, value: unflowText(body.value, contentType) }
  }
  return { ...email, bodyValues }
}

export const memberProperties = Object.keys(memberEntries)
export const listingProperties = [...memberProperties, 'blobId', 'size', 'to', 'subject', 'preview']
export const emailProperties = [
  ...listingProperties,
  ...['messageId', 'inReplyTo', 'references', 'sender', 'cc', 'bcc', 'replyTo', 'sentAt'],
  ...['textBody', 'htmlBody', 'attachments', 'bodyValues', authenticationResults, unsubscribe, allFrom],
]
const messageProperties = Object.keys(contentEntries)
export const bodyPartProperties = Object.keys(partEntries)

const threadSchema: v.GenericSchema<unknown, Thread> = v.object({ id, emailIds: v.array(id) })

/** RFC 8621 §5.1: no state. */
const snippetResponse: v.GenericSchema<unknown, { readonly list: readonly SearchSnippet[] }> = v.object({
  list: usableItems<SearchSnippet>(v.object({ emailId: id, subject: text, preview: text })),
})

/** One header field, raw (RFC 8621 §4.1.3). */
export interface HeaderField {
  readonly name: string
  readonly value: string
}

interface MessageHeaders {
  readonly id: Id
  readonly headers: readonly HeaderField[]
}

const headersSchema: v.GenericSchema<unknown, MessageHeaders> = v.object({
  id,
  headers: v.fallback(v.array(v.object({ name: v.string(), value: v.string() })), []),
})

interface ParseResponse {
  readonly parsed: Readonly<Record<Id, MessageContent>>
}

const parseResponse: v.GenericSchema<unknown, ParseResponse> = v.object({
  parsed: v.pipe(
    v.nullish(v.record(v.string(), messageSchema), {}),
    v.transform((given) => given ?? {}),
  ),
})

const identitySchema: v.GenericSchema<unknown, Identity> = v.object({
  id: id,
  name: v.fallback(v.string(), ''),
  email: v.string(),
  replyTo: addresses,
  bcc: addresses,
  textSignature: v.fallback(v.string(), ''),
  htmlSignature: v.fallback(v.string(), ''),
  mayDelete: v.fallback(v.boolean(), false),
})

const roles: readonly MailboxRole[] = ['inbox', 'archive', 'drafts', 'sent', 'trash', 'junk', 'flagged', 'important']

const mailboxSchema: v.GenericSchema<unknown, Mailbox> = v.object({
  id: id,
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

type Args = Readonly<Record<string, unknown>>

export const mailboxGet = (ids: Ids = null): Call<GetResponse<Mailbox>> => getCall('Mailbox', mailboxSchema, { ids })
export const mailboxSet = (args: Args): Call<SetResponse> => setCall('Mailbox', args)
export const identityGet = (): Call<GetResponse<Identity>> => getCall('Identity', identitySchema, { ids: null })
export const threadGet = (ids: Ids): Call<GetResponse<Thread>> => getCall('Thread', threadSchema, { ids })
export const emailGet = <T>(
  item: v.GenericSchema<unknown, T>,
  args: Args & { readonly ids: Ids },
): Call<GetResponse<T>> => getCall('Email', item, args)
/** The header fields of one message, in their order, as they stand in it. */
export const headersGet = (emailId: Id): Call<GetResponse<MessageHeaders>> =>
  getCall('Email', headersSchema, { ids: [emailId], properties: ['headers'] })
/** Reads messages that are attached to others (RFC 8621 §4.9). */
export const emailParse = (blobIds: readonly Id[], args: Args): Call<ParseResponse> => ({
  name: 'Email/parse',
  args: { blobIds, properties: messageProperties, bodyProperties: bodyPartProperties, ...args },
  response: parseResponse,
})
export const emailQuery = (args: Args): Call<QueryResponse> => queryCall('Email', args)
export const emailSet = (args: Args): Call<SetResponse> => setCall('Email', args)
export const submissionSet = (args: Args): Call<SetResponse> => setCall('EmailSubmission', args)
export const snippetGet = (args: Args): Call<{ readonly list: readonly SearchSnippet[] }> => ({
  name: 'SearchSnippet/get',
  args,
  response: snippetResponse,
})

const using = [capability.mail]
const usingSubmission = [capability.mail, capability.submission]

export const emailType = defineType('Email', { using, follow: 'changes' })
export const threadType = defineType('Thread', { using, follow: 'changes' })
export const mailboxType = defineType('Mailbox', { using, follow: 'changes', fetch: mailboxGet })
export const identityType = defineType('Identity', { using: usingSubmission, follow: 'push' })

/** What the mail client registers: types and how their changes are followed. */
export const mailTypes = [
  emailType,
  mailboxType,
  threadType,
  defineType('EmailSubmission', { using: usingSubmission, follow: 'push' }),
  identityType,
  defineType('SearchSnippet', { using }),
]
