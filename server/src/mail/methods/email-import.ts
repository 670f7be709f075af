import type { SetError } from '@atrium/mail-contracts'
import * as v from 'valibot'
import { limits } from '../protocol/limits.ts'
import type { Arguments, Method, MethodContext } from '../protocol/method-context.ts'
import { MethodError } from '../protocol/method-error.ts'
import { describeIssue, parseArguments } from '../protocol/parse-arguments.ts'
import { idSchema, objectSchema, stringSchema } from '../protocol/schemas.ts'
import { resolveId } from '../protocol/run-get.ts'
import { invalidProperties, SetFailure } from '../protocol/set-failure.ts'
import { putBlob } from '../store/blobs.ts'
import type { Message } from '../mime/message.ts'
import { readState } from '../store/change-log.ts'
import { findBlob, readSource, type BlobSource } from '../store/find-blob.ts'
import { insertEmail } from '../store/insert-email.ts'
import { loadMessage, loadText, requireMessage, saveMessage } from '../store/messages.ts'
import { emailId, threadId } from '../store/object-id.ts'
import { requireDisk, requireRoom } from '../store/storage-limits.ts'
import { write, type WriteScope } from '../store/write.ts'
import { receivedDate } from '../store/received-date.ts'
import { readKeywordSet, readMailboxIds, readReceivedAt } from './email-placement.ts'

const argumentsSchema = v.strictObject({
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
  const { ifInState, emails } = parseArguments(argumentsSchema, args, context)
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

/** Octets and parse are in the store by then: of five hundred messages they would be too much to hold. */
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
  if (!source) throw new SetFailure({ type: 'blobNotFound', notFound: [blobId], properties: ['blobId'] })
  const { blob, message } = await storeMessage(context, source)
  if (message.structure.headers.length === 0)
    throw new SetFailure({ type: 'invalidEmail', description: 'The blob has no header fields.' })
  if (!context.budget.mayImport(loadText(query, blob).length))
    throw new SetFailure({ type: 'rateLimit', description: 'Too much text for one request: import the rest in another.' })
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
  work: () => Promise<Result>,
): Promise<Result | null> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof SetFailure)) throw error
    refused[name] = error.error
    return null
  }
}
