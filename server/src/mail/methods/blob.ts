import type { SetError } from '@atrium/jmap/types'
import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { invalidArguments, invalidProperties, MethodError, SetFailure } from '../protocol/errors.ts'
import { limits } from '../protocol/limits.ts'
import {
  describeIssue,
  objectSchema,
  recordOf,
  parseArguments,
  stringSchema,
  stringsSchema,
  unsignedIntSchema,
  idSchema,
  type Arguments,
  type Method,
  type MethodContext,
} from '../protocol/method.ts'
import { tooLarge } from '../protocol/request-budget.ts'
import { getEntries, resolveId } from '../protocol/standard-methods.ts'
import { putBlob } from '../store/blobs.ts'
import { emailId, mailboxId, threadId, write, type WriteScope } from '../store/mail-store.ts'
import { findBlob, streamSource, type BlobSource } from '../store/messages.ts'
import { requireDisk, roomForUpload } from '../store/storage-limits.ts'

/** Bytes of a blob made by Blob/upload. Beyond it: `tooLarge` for that blob; the upload resource takes more. */
const maxSizeBlobSet = 5_000_000

/** Sources of one blob made by Blob/upload. Beyond it: `invalidProperties`. */
const maxDataSources = 64

/** Bytes that one Blob/get returns of all blobs together. Beyond it: `requestTooLarge`; a range asks for less. */
const maxBlobData = 10_000_000

/** Names of digests (RFC 9530) → names of OpenSSL. */
const digests: Readonly<Record<string, string>> = { sha: 'sha1', 'sha-256': 'sha256', 'sha-512': 'sha512' }

export const blobAccount = {
  maxSizeBlobSet,
  maxDataSources,
  supportedTypeNames: ['Mailbox', 'Thread', 'Email'],
  supportedDigestAlgorithms: Object.keys(digests),
}

const dataProperties = ['data', 'data:asText', 'data:asBase64']

const getSchema = v.strictObject({
  ...getEntries,
  offset: v.nullish(unsignedIntSchema),
  length: v.nullish(unsignedIntSchema),
})

interface Wanted {
  readonly properties: ReadonlySet<string>
  readonly start: number
  /** Null: to the end. */
  readonly length: number | null
}

/** Blob/get (RFC 9404 §4.2): data of a range, as text or base64, its digests, and the size. */
export const blobGet: Method = async (args, context) => {
  const { ids, properties, offset, length } = parseArguments(getSchema, args, context)
  if (!ids) throw invalidArguments('ids: is required')
  if (ids.length > limits.maxObjectsInGet) throw tooLarge(`ids: at most ${limits.maxObjectsInGet}`)
  const wanted = { properties: new Set(properties ?? ['data', 'size']), start: offset ?? 0, length: length ?? null }
  for (const name of wanted.properties)
    if (!isProperty(name)) throw invalidArguments(`properties: unknown property "${name.slice(0, 100)}"`)
  const list: Arguments[] = []
  const notFound: string[] = []
  let left = maxBlobData
  for (const id of new Set(ids.map((given) => resolveId(given, context)))) {
    const source = findBlob(context.store.query, context.account.key, id)
    if (source) {
      const record = await readRecord(context, source, { id, wanted, left })
      left -= record.bytes
      context.budget.countRecord(record.record)
      list.push(record.record)
    } else notFound.push(id)
    await context.budget.pause()
  }
  return { accountId: context.account.id, list, notFound }
}

const isProperty = (name: string): boolean =>
  name === 'size' ||
  name === 'id' ||
  dataProperties.includes(name) ||
  (name.startsWith('digest:') && Object.hasOwn(digests, name.slice(7)))

interface Reading {
  readonly id: string
  readonly wanted: Wanted
  /** Bytes of data that may be returned still. */
  readonly left: number
}

async function readRecord(
  context: MethodContext,
  source: BlobSource,
  { id, wanted, left }: Reading,
): Promise<{ readonly record: Arguments; readonly bytes: number }> {
  const start = Math.min(wanted.start, source.size)
  const end = wanted.length === null ? source.size : Math.min(source.size, wanted.start + wanted.length)
  const isData = dataProperties.some((name) => wanted.properties.has(name))
  if (isData && end - start > left) throw tooLarge(`The data of one Blob/get may have at most ${maxBlobData} bytes.`)
  const hashes = Object.entries(digests).flatMap(([name, hash]) =>
    wanted.properties.has(`digest:${name}`) ? [{ name: `digest:${name}`, hash: createHash(hash) }] : [],
  )
  const chunks: Uint8Array[] = []
  if (isData || hashes.length > 0)
    for (const chunk of rangeOf(streamSource(context.store.query, source, start), end - start)) {
      for (const { hash } of hashes) hash.update(chunk)
      if (isData) chunks.push(chunk)
      await context.budget.pause()
    }
  const isTruncated =
    wanted.start > source.size || (wanted.length !== null && wanted.start + wanted.length > source.size)
  const record = {
    id,
    ...(isData ? dataOf(Buffer.concat(chunks), wanted.properties) : {}),
    ...Object.fromEntries(hashes.map(({ name, hash }) => [name, hash.digest('base64')])),
    ...(wanted.properties.has('size') ? { size: source.size } : {}),
    ...(isTruncated ? { isTruncated } : {}),
  }
  return { record, bytes: isData ? end - start : 0 }
}

/** The first bytes of a stream; it is not read further. */
function* rangeOf(chunks: Iterable<Uint8Array>, length: number): Generator<Uint8Array> {
  let left = length
  if (left <= 0) return
  for (const chunk of chunks) {
    yield chunk.subarray(0, left)
    left -= chunk.byteLength
    if (left <= 0) return
  }
}

function dataOf(bytes: Buffer, properties: ReadonlySet<string>): Arguments {
  const text = properties.has('data') || properties.has('data:asText') ? utf8(bytes) : null
  const isText = text !== null
  const asText = isText && (properties.has('data') || properties.has('data:asText'))
  const asBase64 = properties.has('data:asBase64') || (properties.has('data') && !isText)
  return {
    ...(asText ? { 'data:asText': text } : {}),
    ...(!isText && properties.has('data:asText') ? { 'data:asText': null } : {}),
    ...(asBase64 ? { 'data:asBase64': bytes.toString('base64') } : {}),
    ...(!isText && !(properties.has('data:asBase64') && properties.size === 1) && wantsText(properties)
      ? { isEncodingProblem: true }
      : {}),
  }
}

const wantsText = (properties: ReadonlySet<string>): boolean => properties.has('data') || properties.has('data:asText')

function utf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

const uploadSchema = v.strictObject({
  accountId: idSchema,
  create: recordOf(objectSchema, 'must be an Id[UploadObject]'),
})

const sourceSchema = v.union([
  v.strictObject({ 'data:asText': stringSchema }),
  v.strictObject({ 'data:asBase64': stringSchema }),
  v.strictObject({
    blobId: stringSchema,
    offset: v.nullish(unsignedIntSchema),
    length: v.nullish(unsignedIntSchema),
  }),
])

const newBlobSchema = v.strictObject({
  data: v.pipe(v.array(sourceSchema), v.maxLength(maxDataSources, `has more than ${maxDataSources} sources`)),
  type: v.nullish(v.pipe(stringSchema, v.maxLength(255))),
})

/** Blob/upload (RFC 9404 §4.1): blobs made of texts, bytes and ranges of other blobs. */
export const blobUpload: Method = async (args, context) => {
  const { create } = parseArguments(uploadSchema, args, context)
  const entries = Object.entries(create)
  if (entries.length > limits.maxObjectsInSet) throw tooLarge(`create: at most ${limits.maxObjectsInSet}`)
  const created: Record<string, Arguments> = {}
  const notCreated: Record<string, SetError> = {}
  for (const [name, given] of entries) {
    try {
      const { bytes, type } = compose(context, given)
      const id = write(context.store, (scope) => keep(scope, context.account.key, bytes))
      context.createdIds.set(name, id)
      created[name] = { id, type, size: bytes.byteLength }
    } catch (error) {
      if (!(error instanceof SetFailure)) throw error
      notCreated[name] = error.error
    }
    await context.budget.pause()
  }
  return {
    accountId: context.account.id,
    created: Object.keys(created).length > 0 ? created : null,
    notCreated: Object.keys(notCreated).length > 0 ? notCreated : null,
  }
}

function compose(context: MethodContext, given: unknown): { readonly bytes: Buffer; readonly type: string | null } {
  const parsed = v.safeParse(newBlobSchema, given)
  if (!parsed.success)
    throw invalidProperties([String(parsed.issues[0].path?.[0]?.key ?? 'data')], describeIssue(parsed.issues[0]))
  const parts: Uint8Array[] = []
  let size = 0
  for (const source of parsed.output.data) {
    const bytes = bytesOf(context, source, maxSizeBlobSet - size)
    size += bytes.byteLength
    if (size > maxSizeBlobSet) throw tooLargeBlob()
    parts.push(bytes)
  }
  return { bytes: Buffer.concat(parts), type: parsed.output.type ?? null }
}

const tooLargeBlob = (): SetFailure =>
  new SetFailure({ type: 'tooLarge', description: `A blob made here may have at most ${maxSizeBlobSet} bytes.` })

function bytesOf(context: MethodContext, source: v.InferOutput<typeof sourceSchema>, left: number): Uint8Array {
  if ('data:asText' in source) return Buffer.from(source['data:asText'].toWellFormed())
  if ('data:asBase64' in source) {
    const text = source['data:asBase64']
    if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text))
      throw invalidProperties(['data'], 'data:asBase64: is no base64')
    return Buffer.from(text, 'base64')
  }
  const { query } = context.store
  const found = findBlob(query, context.account.key, resolveId(source.blobId, context))
  if (!found) throw new SetFailure({ type: 'blobNotFound', description: `unknown blob ${source.blobId.slice(0, 100)}` })
  const start = source.offset ?? 0
  const length = source.length ?? found.size - start
  // A range that the blob does not have must not become a shorter one (RFC 9404 §4.1).
  if (start > found.size || start + length > found.size)
    throw invalidProperties(['data'], `data: ${source.blobId.slice(0, 100)} has ${found.size} bytes`)
  if (length > left) throw tooLargeBlob()
  return Buffer.concat([...rangeOf(streamSource(query, found, start), length)])
}

function keep(scope: WriteScope, account: number, bytes: Uint8Array): string {
  requireDisk(scope.storage, bytes.byteLength)
  const blob = putBlob(scope.query, bytes, scope.now)
  const limit = roomForUpload(scope, { account, size: bytes.byteLength, blob })
  if (limit)
    throw new SetFailure({ type: 'overQuota', description: 'Unused uploads of this account take too much space.' })
  scope.query.run(
    'INSERT INTO upload (account, blob, created_at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET created_at = excluded.created_at',
    account,
    blob,
    scope.now,
  )
  return blob
}

const lookupSchema = v.strictObject({ accountId: idSchema, typeNames: stringsSchema, ids: stringsSchema })

/** Messages that one blob is looked up in. Beyond it: the newest ones. A constant. */
const maxLookup = 100

/** Blob/lookup (RFC 9404 §4.3): which messages, conversations and folders a blob is in. */
export const blobLookup: Method = (args, context) => {
  const { typeNames, ids } = parseArguments(lookupSchema, args, context)
  const unknown = typeNames.find((name) => !blobAccount.supportedTypeNames.includes(name))
  if (unknown !== undefined)
    throw new MethodError('unknownDataType', `typeNames: unknown type ${unknown.slice(0, 100)}`)
  if (ids.length > limits.maxObjectsInGet) throw tooLarge(`ids: at most ${limits.maxObjectsInGet}`)
  const list: Arguments[] = []
  const notFound: string[] = []
  for (const id of new Set(ids.map((given) => resolveId(given, context)))) {
    if (!findBlob(context.store.query, context.account.key, id)) {
      notFound.push(id)
      continue
    }
    const found = placesOf(context, id.split('-')[0] ?? '')
    const matchedIds = Object.fromEntries(typeNames.map((name) => [name, found[name] ?? []]))
    list.push({ id, matchedIds })
    context.budget.countRecord(matchedIds)
  }
  return { accountId: context.account.id, list, notFound }
}

function placesOf({ store, account }: MethodContext, blob: string): Readonly<Record<string, readonly string[]>> {
  const emails = store.query.all<{ id: number; thread: number }>(
    `SELECT id, thread FROM email WHERE account = ?1 AND
       (blob = ?2 OR blob IN (SELECT parent FROM blob_reference WHERE child = ?2 AND readable = 1))
     ORDER BY id DESC LIMIT ${maxLookup}`,
    account.key,
    blob,
  )
  const boxes = store.query.all<{ mailbox: number }>(
    `SELECT DISTINCT mailbox FROM email_mailbox WHERE email IN (SELECT value FROM json_each(?)) ORDER BY mailbox`,
    JSON.stringify(emails.map(({ id }) => id)),
  )
  return {
    Email: emails.map(({ id }) => emailId.format(id)),
    Thread: [...new Set(emails.map(({ thread }) => threadId.format(thread)))],
    Mailbox: boxes.map(({ mailbox }) => mailboxId.format(mailbox)),
  }
}
