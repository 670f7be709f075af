import type { SetError } from '@atrium/jmap/types'
import * as v from 'valibot'
import { readEmail as readNewEmail } from '../compose/read-email.ts'
import { composeMessage } from '../compose/write-message.ts'
import { parseDateTime, receivedDate } from '../mime/date.ts'
import type { Message } from '../mime/message.ts'
import { invalidProperties, MethodError, notFound, SetFailure } from '../protocol/errors.ts'
import { limits } from '../protocol/limits.ts'
import {
  describeIssue,
  idSchema,
  objectSchema,
  parseArguments,
  setSchema,
  stringSchema,
  utcDateSchema,
  type Arguments,
  type Method,
  type MethodContext,
} from '../protocol/method.ts'
import {
  applyPatch,
  changedProperties,
  resolveId,
  runSet,
  runSlicedSet,
  setEntries,
  type SetArguments,
  type SetDefinition,
} from '../protocol/standard-methods.ts'
import { putBlob } from '../store/blobs.ts'
import { readState } from '../store/changes.ts'
import { destroyEmail, insertEmail, readEmail, updateEmail } from '../store/emails.ts'
import { isKeyword } from '../store/keywords.ts'
import { emailId, mailboxId, threadId, write, type WriteScope } from '../store/mail-store.ts'
import { readMailbox } from '../store/mailboxes.ts'
import {
  findBlob,
  loadMessage,
  loadText,
  messageCost,
  readSource,
  requireMessage,
  saveMessage,
  type BlobSource,
} from '../store/messages.ts'
import { requireDisk, requireRoom } from '../store/storage-limits.ts'
import { emailRecord, isEmailProperty, rowProperties, wantedProperties } from './email-get.ts'

type Json = Readonly<Record<string, unknown>>

const setArgumentsSchema = v.strictObject(setEntries)

/** RFC 8621 §4.6. */
export const emailSet: Method = (args, context) => {
  const parsed = parseArguments(setArgumentsSchema, args, context)
  return runSlicedSet(context, parsed, setDefinition(context, parsed))
}

/** The same for the implicit call that follows an EmailSubmission/set, as a part of its transaction. */
export function runEmailSet(context: MethodContext, args: SetArguments): Arguments {
  return runSet(context, args, setDefinition(context, args))
}

function setDefinition(context: MethodContext, args: SetArguments): SetDefinition {
  const account = context.account.key
  let known: number | undefined
  const freed = (scope: WriteScope): number => (known ??= sizeOf(scope, context, args.destroy ?? []))
  return {
    type: 'Email',
    id: emailId,
    create: (scope, record) => createEmail(scope, context, { record, freed: freed(scope) }),
    update: (scope, key, patch) => {
      changeEmail(scope, context, { key, patch })
      return null
    },
    destroy: (scope, key) => {
      const row = readEmail(scope.query, account, key)
      if (!row) throw notFound()
      destroyEmail(scope, account, row)
    },
  }
}

function sizeOf(scope: WriteScope, context: MethodContext, ids: readonly string[]): number {
  const keys = new Set(ids.map((id) => emailId.parse(resolveId(id, context))))
  let size = 0
  for (const key of keys) size += key === null ? 0 : (readEmail(scope.query, context.account.key, key)?.size ?? 0)
  return size
}

/** @param freed - Bytes that the same call frees by what it destroys: a draft is saved by replacing it. */
function createEmail(
  scope: WriteScope,
  context: MethodContext,
  { record, freed }: { record: Json; freed: number },
): Json & { id: string } {
  const account = context.account.key
  if ((record['mailboxIds'] ?? null) === null) throw invalidProperties(['mailboxIds'], 'mailboxIds: is required')
  const placement = {
    mailboxes: [...readMailboxIds(record['mailboxIds'], context)],
    keywords: [...readKeywordSet(record['keywords'])],
    receivedAt: readReceivedAt(record['receivedAt']) ?? scope.now,
  }
  const composed = composeMessage(scope, readNewEmail(record), { account, domain: context.outgoing.domain, freed })
  const { id, thread } = insertEmail(scope, { account, ...composed, ...placement })
  return {
    id: emailId.format(id),
    blobId: composed.blob,
    threadId: threadId.format(thread),
    size: composed.message.size,
  }
}

/**
 * Applies a patch to a message: keywords and mailboxes may change, all else may only be repeated as it
 * is (RFC 8620 §5.3).
 *
 * @throws SetFailure
 */
function changeEmail(scope: WriteScope, context: MethodContext, { key, patch }: { key: number; patch: Json }): void {
  const account = context.account.key
  const row = readEmail(scope.query, account, key)
  if (!row) throw notFound()
  const named = withResolvedMailboxes(patch, context)
  const names = new Set(Object.keys(named).map((path) => path.split('/', 1)[0] ?? ''))
  const unknown = [...names].filter((name) => !isEmailProperty(name))
  if (unknown.length > 0) throw invalidProperties(unknown, `${unknown.join(', ')}: unknown property`)
  const wanted = wantedProperties(
    { fetchTextBodyValues: false, fetchHTMLBodyValues: false, fetchAllBodyValues: false, maxBodyValueBytes: 0 },
    [...names],
  )
  if (
    [...names].some((name) => !rowProperties.has(name)) &&
    !context.budget.mayCompare(messageCost(scope.query, row.blob))
  )
    throw new SetFailure({
      type: 'rateLimit',
      description: 'Too much to compare in one call. Send only keywords and mailboxIds.',
    })
  const before = emailRecord(context, row, wanted)
  const after = applyPatch(before, named, { keywords: {} })
  const changed = changedProperties(before, after)
  const fixed = changed.filter((name) => name !== 'keywords' && name !== 'mailboxIds')
  if (fixed.length > 0) throw invalidProperties(fixed, `${fixed.join(', ')}: cannot be changed`)
  const keywords = changed.includes('keywords') ? readKeywordSet(after['keywords']) : null
  const mailboxes = changed.includes('mailboxIds') ? readMailboxIds(after['mailboxIds'] ?? {}, context) : null
  if (!keywords && !mailboxes) return
  updateEmail(scope, account, { email: row, ...(keywords ? { keywords } : {}), ...(mailboxes ? { mailboxes } : {}) })
}

/** Keywords are case-insensitive, and a mailbox may be one made in the same request. */
function withResolvedMailboxes(patch: Json, context: MethodContext): Json {
  return Object.fromEntries(
    Object.entries(patch).map(([path, value]) => {
      // A longer path is left as it is, to be refused.
      const [property, name, more] = path.split('/', 3)
      if (more !== undefined) return [path, value]
      if (property === 'mailboxIds' && name !== undefined) return [`mailboxIds/${resolveId(name, context)}`, value]
      if (property === 'keywords' && name !== undefined) return [`keywords/${name.toLowerCase()}`, value]
      return [path, value]
    }),
  )
}

/** Keywords of one message. Beyond it: `tooManyKeywords`. */
const maxKeywords = 100

/** Keys of the mailboxes of a `mailboxIds`. @throws SetFailure `invalidProperties` */
function readMailboxIds(given: unknown, context: MethodContext): Set<number> {
  const parsed = v.safeParse(setSchema, given)
  if (!parsed.success) throw invalidProperties(['mailboxIds'], `mailboxIds: ${parsed.issues[0].message}`)
  const keys = Object.keys(parsed.output).map((id) => {
    const key = mailboxId.parse(resolveId(id, context))
    if (key === null || !readMailbox(context.store.query, context.account.key, key))
      throw invalidProperties(['mailboxIds'], `mailboxIds: unknown mailbox ${id}`)
    return key
  })
  if (keys.length === 0) throw invalidProperties(['mailboxIds'], 'mailboxIds: must name at least one mailbox')
  return new Set(keys)
}

/** Lower-case keywords of a `keywords`. @throws SetFailure `invalidProperties` or `tooManyKeywords` */
function readKeywordSet(given: unknown): Set<string> {
  const parsed = v.safeParse(setSchema, given ?? {})
  if (!parsed.success) throw invalidProperties(['keywords'], `keywords: ${parsed.issues[0].message}`)
  const keywords = Object.keys(parsed.output)
  const wrong = keywords.find((keyword) => !isKeyword(keyword))
  if (wrong !== undefined) throw invalidProperties(['keywords'], `keywords: ${wrong} is not a valid keyword`)
  if (keywords.length > maxKeywords) throw new SetFailure({ type: 'tooManyKeywords' })
  return new Set(keywords.map((keyword) => keyword.toLowerCase()))
}

/** Milliseconds of a `receivedAt`, or null when it is left open. @throws SetFailure `invalidProperties` */
function readReceivedAt(given: unknown): number | null {
  if (given === undefined || given === null) return null
  const parsed = v.safeParse(utcDateSchema, given)
  if (!parsed.success) throw invalidProperties(['receivedAt'], `receivedAt: ${parsed.issues[0].message}`)
  return parseDateTime(parsed.output)
}

const importArgumentsSchema = v.strictObject({
  accountId: idSchema,
  ifInState: v.nullish(stringSchema),
  emails: v.record(v.string(), objectSchema, 'must be an Id[EmailImport]'),
})

const importSchema = v.strictObject({
  blobId: v.string('must be an Id'),
  mailboxIds: objectSchema,
  keywords: v.optional(objectSchema),
  receivedAt: v.nullish(v.string()),
})

type Import = v.InferOutput<typeof importSchema>

/** RFC 8621 §4.8. */
export const emailImport: Method = async (args, context) => {
  const { ifInState, emails } = parseArguments(importArgumentsSchema, args, context)
  if (Object.keys(emails).length > limits.maxObjectsInSet)
    throw new MethodError('requestTooLarge', `emails: at most ${limits.maxObjectsInSet}`)
  const refused: Record<string, SetError> = {}
  const ready: [string, Prepared][] = []
  for (const [name, given] of Object.entries(emails)) {
    const prepared = await attempt(refused, name, () => prepare(context, given))
    if (prepared) ready.push([name, prepared])
  }
  const state = (): string => readState(context.store.query, context.account.key, 'Email')
  const created: Record<string, Arguments> = {}
  let oldState = ''
  write(context.store, (scope) => {
    oldState = state()
    if (typeof ifInState === 'string' && ifInState !== oldState) throw new MethodError('stateMismatch')
    for (const [name, prepared] of ready) {
      try {
        const made = add(scope, context, prepared)
        created[name] = made
        context.createdIds.set(name, made.id)
      } catch (error) {
        if (!(error instanceof SetFailure)) throw error
        refused[name] = error.error
      }
    }
  })
  return {
    accountId: context.account.id,
    oldState,
    newState: state(),
    created: Object.keys(created).length > 0 ? created : null,
    notCreated: Object.keys(refused).length > 0 ? refused : null,
  }
}

/** Bytes and parse are in the store by then: of five hundred messages they would be too much to hold. */
interface Prepared {
  readonly blob: string
  readonly mailboxes: ReadonlySet<number>
  readonly keywords: ReadonlySet<string>
  readonly receivedAt: number
}

/** Checks and parses before the transaction: a transaction must not wait. */
async function prepare(context: MethodContext, given: unknown): Promise<Prepared> {
  const parsed = v.safeParse(importSchema, given)
  if (!parsed.success)
    throw invalidProperties([String(parsed.issues[0].path?.[0]?.key)], describeIssue(parsed.issues[0]))
  const { blobId, mailboxIds, keywords, receivedAt }: Import = parsed.output
  const placement = {
    mailboxes: readMailboxIds(mailboxIds, context),
    keywords: readKeywordSet(keywords),
    date: readReceivedAt(receivedAt),
  }
  const { query } = context.store
  const source = findBlob(query, context.account.key, resolveId(blobId, context))
  if (!source) throw invalidProperties(['blobId'], `blobId: unknown blob ${blobId}`)
  const { blob, message } = await storeMessage(context, source)
  if (message.structure.headers.length === 0)
    throw new SetFailure({ type: 'invalidEmail', description: 'The blob is not a message: it has no header fields.' })
  if (!context.budget.mayImport(loadText(query, blob).length))
    throw new SetFailure({
      type: 'rateLimit',
      description: 'Too much text for one request. Import the rest in another.',
    })
  await context.budget.pause()
  return { ...placement, blob, receivedAt: placement.date ?? receivedDate(message) ?? Date.now() }
}

/** Keeps the message as a blob of its own with its parse, before anything refers to it. */
async function storeMessage(context: MethodContext, source: BlobSource): Promise<{ blob: string; message: Message }> {
  const { store } = context
  const bytes = readSource(store.query, source)
  const parsed = await context.parse(bytes)
  return write(store, ({ query, now, storage }) => {
    requireDisk(storage, bytes.byteLength)
    const blob = putBlob(query, bytes, now)
    if (!loadMessage(query, blob)) saveMessage(query, blob, parsed)
    return { blob, message: parsed.message }
  })
}

function add(scope: WriteScope, context: MethodContext, prepared: Prepared): Arguments & { id: string } {
  const { blob, mailboxes, keywords, receivedAt } = prepared
  const message = requireMessage(scope.query, blob)
  if (!message) throw new Error(`the blob ${blob} just stored is gone`)
  requireRoom(scope, { account: context.account.key, size: message.size })
  const { id, thread } = insertEmail(scope, {
    account: context.account.key,
    blob,
    message,
    mailboxes: [...mailboxes],
    keywords: [...keywords],
    receivedAt,
  })
  return { id: emailId.format(id), blobId: blob, threadId: threadId.format(thread), size: message.size }
}

async function attempt<Result>(
  refused: Record<string, SetError>,
  name: string,
  apply: () => Promise<Result>,
): Promise<Result | null> {
  try {
    return await apply()
  } catch (error) {
    if (!(error instanceof SetFailure)) throw error
    refused[name] = error.error
    return null
  }
}
