import type { SetError } from '@atrium/contracts'
import * as v from 'valibot'
import type { ParsedMessage } from '../mime/message.ts'
import { limits } from '../protocol/limits.ts'
import type { Arguments, Method, MethodContext } from '../protocol/method-context.ts'
import { MethodError } from '../protocol/method-error.ts'
import { describeIssue, parseArguments } from '../protocol/parse-arguments.ts'
import { idSchema, objectSchema, stringSchema } from '../protocol/schemas.ts'
import { resolveId } from '../protocol/run-get.ts'
import { invalidProperties, SetFailure } from '../protocol/set-failure.ts'
import { putBlob } from '../store/blobs.ts'
import { readState } from '../store/change-log.ts'
import { findBlob, readSource } from '../store/find-blob.ts'
import { insertEmail } from '../store/insert-email.ts'
import { loadMessage, saveMessage } from '../store/messages.ts'
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

interface Prepared {
  readonly bytes: Uint8Array
  readonly parsed: ParsedMessage
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
  const bytes = readSource(query, source)
  const message = await context.parse(bytes)
  if (message.message.structure.headers.length === 0)
    throw new SetFailure({ type: 'invalidEmail', description: 'The blob has no header fields.' })
  return {
    ...placement,
    bytes,
    parsed: message,
    receivedAt: placement.date ?? receivedDate(message.message) ?? Date.now(),
  }
}

function add(scope: WriteScope, context: MethodContext, prepared: Prepared): Arguments & { id: string } {
  const { bytes, parsed, mailboxes, keywords, receivedAt } = prepared
  const account = context.account.key
  requireDisk(scope.storage, bytes.byteLength)
  requireRoom(scope, { account, size: bytes.byteLength })
  const blob = putBlob(scope.query, bytes, scope.now)
  if (!loadMessage(scope.query, blob)) saveMessage(scope.query, blob, parsed)
  const email = {
    account,
    blob,
    message: parsed.message,
    mailboxes: [...mailboxes],
    keywords: [...keywords],
    receivedAt,
  }
  const { id, thread } = insertEmail(scope, email)
  return { id: emailId.format(id), blobId: blob, threadId: threadId.format(thread), size: parsed.message.size }
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
