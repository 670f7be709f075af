import type { EmailBodyValue } from '@atrium/mail-contracts'
import * as v from 'valibot'
import { isCharset } from '../mime/charset.ts'
import { formatUtcDate } from '../mime/date.ts'
import { headerProperty, readHeaderProperty } from '../mime/header-forms.ts'
import type { Listing, Message, Part } from '../mime/message.ts'
import { parseStart } from '../mime/parse-message.ts'
import { partText } from '../mime/text.ts'
import { invalidArguments, MethodError } from '../protocol/errors.ts'
import { limits, maxProperties, maxSizeResponse } from '../protocol/limits.ts'
import {
  booleanSchema,
  idSchema,
  parseArguments,
  stringsSchema,
  unsignedIntSchema,
  type Method,
  type MethodContext,
} from '../protocol/method.ts'
import { tooLarge } from '../protocol/request-budget.ts'
import { getEntries, runChanges, runGet } from '../protocol/standard-methods.ts'
import { readBlob } from '../store/blobs.ts'
import { mailboxesOf, readEmail, type StoredEmail } from '../store/emails.ts'
import { readKeywords } from '../store/keywords.ts'
import { emailId, mailboxId, threadId } from '../store/mail-store.ts'
import { findBlob, loadMessage, readSource, requireMessage } from '../store/messages.ts'

const listingProperties = [
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

/** Of the stored message, not of its bytes (RFC 8621 §4.1.1). */
const metadataProperties: readonly string[] = [
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

const emailProperties: ReadonlySet<string> = new Set([...metadataProperties, ...listingProperties, ...bodyProperties])

export function isEmailProperty(name: string): boolean {
  return emailProperties.has(name) || headerProperty(name) !== null
}

/** RFC 8621 §4.9. */
const defaultParseProperties: readonly string[] = [
  ...listingProperties,
  'hasAttachment',
  'preview',
  'bodyValues',
  'textBody',
  'htmlBody',
  'attachments',
]

/** RFC 8621 §4.2. */
const defaultGetProperties: readonly string[] = [...metadataProperties, ...defaultParseProperties]

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
const bodyEntries = {
  bodyProperties: v.nullish(stringsSchema),
  fetchTextBodyValues: v.optional(booleanSchema, false),
  fetchHTMLBodyValues: v.optional(booleanSchema, false),
  fetchAllBodyValues: v.optional(booleanSchema, false),
  maxBodyValueBytes: v.optional(unsignedIntSchema, 0),
  bodyCharset: v.nullish(
    v.pipe(v.string('must be a String'), v.check(isCharset, 'must be the name of a known charset')),
  ),
}

const getArgumentsSchema = v.strictObject({ ...getEntries, ...bodyEntries })

/** RFC 8621 §4.2. */
export const emailGet: Method = (args, context) => {
  const parsed = parseArguments(getArgumentsSchema, args, context)
  const { query } = context.store
  const wanted = wantedProperties(parsed, parsed.properties ?? defaultGetProperties)
  return runGet(context, parsed, {
    type: 'Email',
    id: emailId,
    allKeys: () =>
      query
        .all<{ id: number }>('SELECT id FROM email WHERE account = ? ORDER BY id LIMIT 501', context.account.key)
        .map((row) => row.id),
    read: (key) => {
      const row = readEmail(query, context.account.key, key)
      return row ? emailRecord(context, row, wanted) : null
    },
    isProperty: isEmailProperty,
    defaultProperties: defaultGetProperties,
  })
}

/** RFC 8621 §4.3. */
export const emailChanges: Method = (args, context) => runChanges(args, context, { type: 'Email', id: emailId })

const parseArgumentsSchema = v.strictObject({
  accountId: idSchema,
  blobIds: v.array(v.string('must be an Id'), 'must be an Id[]'),
  properties: v.nullish(stringsSchema),
  ...bodyEntries,
})

/** RFC 8621 §4.9. */
export const emailParse: Method = async (args, context) => {
  const parsed = parseArguments(parseArgumentsSchema, args, context)
  if (parsed.blobIds.length > limits.maxObjectsInGet)
    throw new MethodError('requestTooLarge', `blobIds: at most ${limits.maxObjectsInGet}`)
  const wanted = wantedProperties(parsed, parsed.properties ?? defaultParseProperties)
  const found: Record<string, unknown> = {}
  const missing: string[] = []
  const wrong: string[] = []
  for (const id of new Set(parsed.blobIds)) {
    const source = findBlob(context.store.query, context.account.key, id)
    if (!source) {
      missing.push(id)
      continue
    }
    const bytes = readSource(context.store.query, source)
    const message = await parseBlob(context, id, bytes)
    if (message.structure.headers.length === 0) wrong.push(id)
    else {
      const metadata = Object.fromEntries(
        wanted.properties.filter((name) => metadataProperties.includes(name)).map((name) => [name, null]),
      )
      const known = {
        ...metadata,
        ...('blobId' in metadata ? { blobId: id } : {}),
        ...('size' in metadata ? { size: bytes.byteLength } : {}),
      }
      const readPart = ({ start, end }: { start: number; end: number }): Uint8Array => bytes.subarray(start, end)
      const record = { ...known, ...messageRecord({ message, blobId: id, readPart }, wanted) }
      context.budget.countRecord(record)
      found[id] = record
    }
    await context.budget.pause()
  }
  return {
    accountId: context.account.id,
    parsed: Object.keys(found).length > 0 ? found : null,
    notParsable: wrong.length > 0 ? wrong : null,
    notFound: missing.length > 0 ? missing : null,
  }
}

async function parseBlob(context: MethodContext, id: string, bytes: Uint8Array): Promise<Message> {
  return loadMessage(context.store.query, id) ?? (await context.parse(bytes)).message
}

interface BodyArguments {
  readonly bodyProperties?: readonly string[] | null | undefined
  readonly fetchTextBodyValues: boolean
  readonly fetchHTMLBodyValues: boolean
  readonly fetchAllBodyValues: boolean
  readonly maxBodyValueBytes: number
  /**
   * The charset a person has chosen for text that its sender labelled wrong: body values are decoded by it. Beyond
   * RFC 8621; a client sends it to this server only.
   */
  readonly bodyCharset?: string | null | undefined
}

/** What of a message is wanted. */
interface WantedProperties extends BodyArguments {
  readonly properties: readonly string[]
  readonly bodyProperties: readonly string[]
}

/** @throws MethodError `invalidArguments` or `requestTooLarge` */
export function wantedProperties(args: BodyArguments, properties: readonly string[]): WantedProperties {
  if (Math.max(properties.length, args.bodyProperties?.length ?? 0) > maxProperties)
    throw tooLarge(`properties and bodyProperties: at most ${maxProperties}`)
  const wrong = properties.find((name) => !isEmailProperty(name))
  if (wrong !== undefined) throw invalidArguments(`properties: unknown property "${wrong}"`)
  const wrongPart = args.bodyProperties?.find((name) => !partProperties.has(name) && !headerProperty(name))
  if (wrongPart !== undefined) throw invalidArguments(`bodyProperties: unknown property "${wrongPart}"`)
  return { ...args, properties, bodyProperties: args.bodyProperties ?? defaultBodyProperties }
}

/** What lists ask for comes from the row; anything else needs the whole parse. */
export const rowProperties: ReadonlySet<string> = new Set([
  ...metadataProperties,
  ...listingProperties,
  'hasAttachment',
  'preview',
])

/**
 * An Email with the wanted properties (RFC 8621 §4). A message whose bytes or parse are damaged in the store has
 * what its row still says and is empty otherwise: one damaged message must not hide the others.
 */
export function emailRecord(
  context: MethodContext,
  row: StoredEmail,
  wanted: WantedProperties,
): Record<string, unknown> {
  const { query } = context.store
  const names = new Set(wanted.properties)
  const record: Record<string, unknown> = { id: emailId.format(row.id) }
  if (names.has('blobId')) record['blobId'] = row.blob
  if (names.has('threadId')) record['threadId'] = threadId.format(row.thread)
  if (names.has('mailboxIds')) record['mailboxIds'] = toSet(mailboxesOf(query, row.id).map(mailboxId.format))
  if (names.has('keywords')) record['keywords'] = toSet(readKeywords(query, row))
  if (names.has('size')) record['size'] = row.size
  if (names.has('receivedAt')) record['receivedAt'] = formatUtcDate(row.received_at)
  if (names.has('hasAttachment')) record['hasAttachment'] = row.has_attachment === 1
  if (names.has('preview')) record['preview'] = row.preview
  if (listingProperties.some((name) => names.has(name))) addListing(context, record, { row, names })
  const slow = wanted.properties.filter((name) => !rowProperties.has(name))
  return slow.length === 0 ? record : { ...record, ...parsedProperties(context, row, { ...wanted, properties: slow }) }
}

function addListing(
  context: MethodContext,
  record: Record<string, unknown>,
  { row, names }: { readonly row: StoredEmail; readonly names: ReadonlySet<string> },
): void {
  const listing = orDamaged<Listing>(context, row, {
    read: () => JSON.parse(row.listing),
    instead: () => emptyMessage.listing,
  })
  for (const name of listingProperties) if (names.has(name)) record[name] = listing[name]
}

function parsedProperties(context: MethodContext, row: StoredEmail, wanted: WantedProperties): Record<string, unknown> {
  const { query } = context.store
  const read = (message: Message | null, readPart: (start: number, end: number) => Uint8Array | null) => {
    if (!message) throw new Error('the blob is missing')
    const bytesOf = ({ start, end }: { readonly start: number; readonly end: number }): Uint8Array => {
      const found = readPart(start, end)
      if (!found) throw new Error('the blob is missing')
      return found
    }
    return messageRecord({ message, blobId: row.blob, readPart: bytesOf }, wanted)
  }
  return orDamaged(context, row, {
    read: () => read(requireMessage(query, row.blob), (start, end) => readBlob(query, row.blob, { start, end })),
    instead: () => read(emptyMessage, () => new Uint8Array()),
  })
}

const emptyMessage: Message = parseStart(new Uint8Array()).message

function orDamaged<Result>(
  context: MethodContext,
  row: StoredEmail,
  { read, instead }: { readonly read: () => Result; readonly instead: () => Result },
): Result {
  try {
    return read()
  } catch (error) {
    if (error instanceof MethodError) throw error
    context.onDamage(error, `reading message ${emailId.format(row.id)}`)
    return instead()
  }
}

function toSet(names: readonly string[]): Record<string, true> {
  return Object.fromEntries(names.map((name) => [name, true]))
}

interface MessageSource {
  readonly message: Message
  readonly blobId: string
  /** Bytes of a part's range in the raw message. */
  readonly readPart: (part: Part) => Uint8Array
}

/** The wanted properties that come from the bytes of a message (RFC 8621 §4.1.2 to §4.1.4). */
function messageRecord(source: MessageSource, wanted: WantedProperties): Record<string, unknown> {
  const { message } = source
  const record: Record<string, unknown> = {}
  for (const name of wanted.properties) {
    const listed = listingProperties.find((candidate) => candidate === name)
    if (listed) record[name] = message.listing[listed]
    else if (name === 'headers') record[name] = headersOf(message.structure)
    else if (name === 'bodyStructure') record[name] = partRecord(message.structure, source, wanted.bodyProperties)
    else if (name === 'bodyValues') record[name] = bodyValues(source, wanted)
    else if (name === 'textBody' || name === 'htmlBody' || name === 'attachments')
      record[name] = partsOf(message, message[name]).map((part) => partRecord(part, source, wanted.bodyProperties))
    else if (name === 'hasAttachment' || name === 'preview') record[name] = message[name]
    else {
      const header = headerProperty(name)
      if (header) record[name] = readHeaderProperty(message.structure.headers, header)
    }
  }
  return record
}

function headersOf(part: Part): { name: string; value: string }[] {
  return part.headers.map(([name, value]) => ({ name, value }))
}

function partRecord(part: Part, source: MessageSource, properties: readonly string[]): Record<string, unknown> {
  const record: Record<string, unknown> = {}
  for (const name of properties) {
    const header = headerProperty(name)
    if (header) record[name] = readHeaderProperty(part.headers, header)
    else if (name === 'headers') record[name] = headersOf(part)
    else if (name === 'partId') record[name] = part.id
    else if (name === 'blobId') record[name] = part.id === null ? null : (part.blobId ?? `${source.blobId}-${part.id}`)
    else if (name !== 'subParts') record[name] = plainProperty(part, name)
  }
  if (part.parts) record['subParts'] = part.parts.map((child) => partRecord(child, source, properties))
  else if (properties.includes('subParts')) record['subParts'] = null
  return record
}

const plainProperties = ['size', 'name', 'type', 'charset', 'disposition', 'cid', 'language', 'location'] as const

function plainProperty(part: Part, name: string): unknown {
  const known = plainProperties.find((candidate) => candidate === name)
  return known ? part[known] : null
}

function bodyValues(source: MessageSource, wanted: WantedProperties): Record<string, EmailBodyValue> {
  const { message } = source
  const all = leaves(message.structure)
  const ids = new Set([
    ...(wanted.fetchTextBodyValues ? message.textBody : []),
    ...(wanted.fetchHTMLBodyValues ? message.htmlBody : []),
    ...(wanted.fetchAllBodyValues ? all.map((part) => part.id) : []),
  ])
  // Without a limit for each, decoding them to find that they do not fit would cost as much as sending them.
  const wantedSize = all.reduce((sum, part) => (part.id !== null && ids.has(part.id) ? sum + part.size : sum), 0)
  if (wanted.maxBodyValueBytes === 0 && wantedSize > maxSizeResponse)
    throw tooLarge('The body values of a message are longer than a response may be. Set maxBodyValueBytes.')
  const values: Record<string, EmailBodyValue> = {}
  for (const part of all) {
    if (part.id === null || !ids.has(part.id) || !part.type.startsWith('text/')) continue
    const { text, problem } = partText(part, source.readPart(part), wanted.bodyCharset ?? undefined)
    values[part.id] = { isEncodingProblem: problem, ...truncateText(text, wanted.maxBodyValueBytes, part.type) }
  }
  return values
}

function leaves(part: Part): Part[] {
  return part.parts ? part.parts.flatMap(leaves) : [part]
}

function partsOf(message: Message, ids: readonly string[]): Part[] {
  const parts = new Map(leaves(message.structure).map((part) => [part.id, part]))
  return ids.flatMap((id) => parts.get(id) ?? [])
}

/**
 * Cuts a body value to at most `max` bytes of UTF-8 (0 = no limit), between characters and, in HTML,
 * not inside a tag (RFC 8621 §4.2).
 */
export function truncateText(
  text: string,
  max: number,
  type: string,
): { readonly value: string; readonly isTruncated: boolean } {
  // Three bytes at most for each UTF-16 unit: no need to count.
  if (max === 0 || text.length * 3 <= max || Buffer.byteLength(text) <= max) return { value: text, isTruncated: false }
  const bytes = Buffer.from(text.slice(0, max), 'utf8')
  let end = Math.min(max, bytes.length)
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1
  const value = bytes.toString('utf8', 0, end).replace(/\ufffd$/, '')
  if (type !== 'text/html') return { value, isTruncated: true }
  const open = value.lastIndexOf('<')
  return { value: open > value.lastIndexOf('>') ? value.slice(0, open) : value, isTruncated: true }
}

const argumentsSchema = v.strictObject(getEntries)
const properties: ReadonlySet<string> = new Set(['id', 'emailIds'])

/** SQL: ids of the messages of a thread, the oldest first; one walk along `email_thread`. */
export const threadMembers = 'SELECT id FROM email WHERE thread = ? ORDER BY received_at, id'

/** RFC 8621 §3.1. */
export const threadGet: Method = (args, context) => {
  const { query } = context.store
  return runGet(context, parseArguments(argumentsSchema, args, context), {
    type: 'Thread',
    id: threadId,
    allKeys: () =>
      query
        .all<{ id: number }>('SELECT id FROM thread WHERE account = ? ORDER BY id LIMIT 501', context.account.key)
        .map((row) => row.id),
    read: (key) => {
      const owned = query.one('SELECT 1 FROM thread WHERE id = ? AND account = ?', key, context.account.key)
      if (!owned) return null
      const rows = query.all<{ id: number }>(threadMembers, key)
      return rows.length > 0 ? { id: threadId.format(key), emailIds: rows.map((row) => emailId.format(row.id)) } : null
    },
    isProperty: (name) => properties.has(name),
  })
}

/** RFC 8621 §3.2. */
export const threadChanges: Method = (args, context) => runChanges(args, context, { type: 'Thread', id: threadId })
