import * as v from 'valibot'
import { headerProperty } from '../mime/header-property.ts'
import { maxProperties } from '../protocol/limits.ts'
import { invalidArguments } from '../protocol/method-error.ts'
import { tooLarge } from '../protocol/request-budget.ts'
import { booleanSchema, stringsSchema, unsignedIntSchema } from '../protocol/schemas.ts'

export const listingProperties = [
  'messageId',
  'inReplyTo',
  'references',
  'sender',
  'from',
  'to',
  'cc',
  'bcc',
  'replyTo',
  'subject',
  'sentAt',
] as const

/** Of the stored message, not of its octets (RFC 8621 §4.1.1). */
export const metadataProperties: readonly string[] = [
  'id',
  'blobId',
  'threadId',
  'mailboxIds',
  'keywords',
  'size',
  'receivedAt',
]

const bodyProperties: readonly string[] = [
  'bodyStructure',
  'bodyValues',
  'textBody',
  'htmlBody',
  'attachments',
  'hasAttachment',
  'preview',
  'headers',
]

const known: ReadonlySet<string> = new Set([...metadataProperties, ...listingProperties, ...bodyProperties])

export function isEmailProperty(name: string): boolean {
  return known.has(name) || headerProperty(name) !== null
}

/** RFC 8621 §4.9. */
export const defaultParseProperties: readonly string[] = [
  ...listingProperties,
  'hasAttachment',
  'preview',
  'bodyValues',
  'textBody',
  'htmlBody',
  'attachments',
]

/** RFC 8621 §4.2. */
export const defaultGetProperties: readonly string[] = [...metadataProperties, ...defaultParseProperties]

const defaultBodyProperties: readonly string[] = [
  'partId',
  'blobId',
  'size',
  'name',
  'type',
  'charset',
  'disposition',
  'cid',
  'language',
  'location',
]
const partProperties: ReadonlySet<string> = new Set([...defaultBodyProperties, 'headers', 'subParts'])

/** Arguments of Email/get and Email/parse beyond the standard ones. */
export const bodyEntries = {
  bodyProperties: v.nullish(stringsSchema),
  fetchTextBodyValues: v.optional(booleanSchema, false),
  fetchHTMLBodyValues: v.optional(booleanSchema, false),
  fetchAllBodyValues: v.optional(booleanSchema, false),
  maxBodyValueBytes: v.optional(unsignedIntSchema, 0),
}

interface BodyArguments {
  readonly bodyProperties?: readonly string[] | null | undefined
  readonly fetchTextBodyValues: boolean
  readonly fetchHTMLBodyValues: boolean
  readonly fetchAllBodyValues: boolean
  readonly maxBodyValueBytes: number
}

/** What of a message is wanted. */
export interface WantedProperties extends BodyArguments {
  readonly properties: readonly string[]
  readonly bodyProperties: readonly string[]
}

/** @throws MethodError `invalidArguments` or `requestTooLarge` */
export function wantedProperties(args: BodyArguments, properties: readonly string[]): WantedProperties {
  if (Math.max(properties.length, args.bodyProperties?.length ?? 0) > maxProperties)
    throw tooLarge(`properties and bodyProperties: at most ${maxProperties}`)
  const wrong = properties.find((name) => !isEmailProperty(name))
  if (wrong !== undefined) throw invalidArguments(`properties: there is no "${wrong}"`)
  const wrongPart = args.bodyProperties?.find((name) => !partProperties.has(name) && !headerProperty(name))
  if (wrongPart !== undefined) throw invalidArguments(`bodyProperties: there is no "${wrongPart}"`)
  return { ...args, properties, bodyProperties: args.bodyProperties ?? defaultBodyProperties }
}
