import type { Email, EmailAddress, EmailBodyPart, EmailListing } from '@atrium/mail-contracts'
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
    const kept: Record<string, true> = Object.create(null)
    for (const name of Object.keys(given)) if (given[name] === true) kept[name] = true
    return kept
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
  id,
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
}

const part: v.GenericSchema<unknown, EmailBodyPart> = v.object(partEntries)
const parts = v.fallback(v.array(part), [])

const bodyValue = v.object({ value: plain, isEncodingProblem: flag, isTruncated: flag })

const authenticationResults = 'header:Authentication-Results:asText:all'

export const emailSchema: v.GenericSchema<unknown, Email> = v.object({
  ...memberEntries,
  blobId: id,
  size: count,
  to: addresses,
  subject: text,
  preview: plain,
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
})

export const memberProperties = Object.keys(memberEntries)
export const listingProperties = [...memberProperties, 'blobId', 'size', 'to', 'subject', 'preview']
export const emailProperties = [
  ...listingProperties,
  ...['messageId', 'inReplyTo', 'references', 'sender', 'cc', 'bcc', 'replyTo', 'sentAt'],
  ...['textBody', 'htmlBody', 'attachments', 'bodyValues', authenticationResults],
]
export const bodyPartProperties = Object.keys(partEntries)
