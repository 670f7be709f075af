import * as v from 'valibot'
import { transaction } from '../../database/query.ts'
import { parseDateTime } from '../mime/date.ts'
import { invalidProperties, MethodError, notFound, SetFailure } from '../protocol/errors.ts'
import {
  idSchema,
  objectSchema,
  recordOf,
  parseArguments,
  stringSchema,
  utcDateSchema,
  type Arguments,
  type Method,
  type MethodContext,
} from '../protocol/method.ts'
import {
  collate,
  matchesFilter,
  parseFilter,
  queryChangesEntries,
  queryChangesResponse,
  queryEntries,
  queryWindow,
  refuseLongSort,
  windowEntries,
  type Comparator,
} from '../protocol/query.ts'
import {
  applyPatch,
  changedProperties,
  getEntries,
  resolveId,
  runChanges,
  runGet,
  runSet,
  setEntries,
} from '../protocol/standard-methods.ts'
import { readChanges, readState } from '../store/changes.ts'
import { emailId, identityId, submissionId, threadId, type WriteScope } from '../store/mail-store.ts'
import { createSubmission } from '../submission/create-submission.ts'
import { readSubmission, readSubmissions, submissionRecord, type SubmissionRow } from '../submission/outbox.ts'
import { runEmailSet } from './email-set.ts'

const getSchema = v.strictObject(getEntries)
const querySchema = v.strictObject({ ...queryEntries, ...windowEntries })
const changesSchema = v.strictObject(queryChangesEntries)

const submissionProperties: ReadonlySet<string> = new Set([
  'id',
  'identityId',
  'emailId',
  'threadId',
  'envelope',
  'sendAt',
  'undoStatus',
  'deliveryStatus',
  'dsnBlobIds',
  'mdnBlobIds',
])

/** RFC 8621 §7.1. */
export const emailSubmissionGet: Method = (args, context) => {
  const { query } = context.store
  const account = context.account.key
  return runGet(context, parseArguments(getSchema, args, context), {
    type: 'EmailSubmission',
    id: submissionId,
    allKeys: () => readSubmissions(query, account).map((row) => row.id),
    read: (key) => {
      const row = readSubmission(query, account, key)
      return row ? submissionRecord(query, row) : null
    },
    isProperty: (name) => submissionProperties.has(name),
  })
}

/** RFC 8621 §7.2. */
export const emailSubmissionChanges: Method = (args, context) =>
  runChanges(args, context, { type: 'EmailSubmission', id: submissionId })

const idsSchema = v.optional(v.array(idSchema, 'must be an Id[]'))

const conditionSchema = v.strictObject({
  identityIds: idsSchema,
  emailIds: idsSchema,
  threadIds: idsSchema,
  undoStatus: v.optional(stringSchema),
  before: v.optional(utcDateSchema),
  after: v.optional(utcDateSchema),
})

/** RFC 8621 §7.3. */
export const emailSubmissionQuery: Method = (args, context) => {
  const parsed = parseArguments(querySchema, args, context)
  const queryState = readState(context.store.query, context.account.key, 'EmailSubmission')
  return {
    accountId: context.account.id,
    queryState,
    canCalculateChanges: true,
    ...queryWindow(runQuery(context, parsed), parsed),
  }
}

/** RFC 8621 §7.4. */
export const emailSubmissionQueryChanges: Method = (args, context) => {
  const parsed = parseArguments(changesSchema, args, context)
  const of = { account: context.account.key, type: 'EmailSubmission' as const }
  const changes = readChanges(context.store.query, of, { state: parsed.sinceQueryState, max: Infinity })
  if (!changes) throw new MethodError('cannotCalculateChanges')
  return queryChangesResponse({
    ...parsed,
    newQueryState: changes.newState,
    now: runQuery(context, parsed),
    touched: new Set([...changes.created, ...changes.updated, ...changes.destroyed].map(submissionId.format)),
    created: new Set(changes.created.map(submissionId.format)),
  })
}

type Condition = v.InferOutput<typeof conditionSchema>

function runQuery(
  context: MethodContext,
  { filter, sort }: { filter?: unknown; sort?: readonly Comparator[] | null | undefined },
): string[] {
  const tree = filter ? parseFilter(conditionSchema, filter) : null
  refuseLongSort(sort ?? [])
  const unknown = sort?.find(({ property }) => !Object.hasOwn(sortKeys, property))
  if (unknown) throw new MethodError('unsupportedSort', `sort: ${unknown.property}`)
  const rows = readSubmissions(context.store.query, context.account.key)
  const listed = tree
    ? rows.filter((row) => matchesFilter(tree, (condition) => matchesSubmission(row, condition)))
    : rows
  listed.sort((a, b) => {
    for (const { property, isAscending = true } of sort ?? []) {
      const key = sortKeys[property]
      const order = key ? collate(key(a), key(b)) : 0
      if (order !== 0) return isAscending ? order : -order
    }
    return a.id - b.id
  })
  return listed.map((row) => submissionId.format(row.id))
}

/** `sentAt` is what RFC 8621 §7.3 calls sendAt. */
const sortKeys: Readonly<Record<string, (row: SubmissionRow) => number>> = {
  emailId: (row) => row.email,
  threadId: (row) => row.thread,
  sentAt: (row) => row.send_at,
  sendAt: (row) => row.send_at,
}

function matchesSubmission(
  row: SubmissionRow,
  { identityIds, emailIds, threadIds, undoStatus, before, after }: Condition,
): boolean {
  const sendAt = Math.floor(row.send_at / 1000) * 1000
  return (
    (identityIds?.includes(identityId.format(row.identity)) ?? true) &&
    (emailIds?.includes(emailId.format(row.email)) ?? true) &&
    (threadIds?.includes(threadId.format(row.thread)) ?? true) &&
    (undoStatus === undefined || row.undo_status === undoStatus) &&
    (before === undefined || sendAt < (parseDateTime(before) ?? 0)) &&
    (after === undefined || sendAt >= (parseDateTime(after) ?? 0))
  )
}

const setArgumentsSchema = v.strictObject({
  ...setEntries,
  onSuccessUpdateEmail: v.nullish(recordOf(objectSchema, 'must be an Id[PatchObject]')),
  onSuccessDestroyEmail: v.nullish(v.array(v.string('must be an Id'), 'must be an Id[]')),
})

type SubmissionSetArguments = v.InferOutput<typeof setArgumentsSchema>

/** RFC 8621 §7.5. */
export const emailSubmissionSet: Method = (args, context) => {
  const parsed = parseArguments(setArgumentsSchema, args, context)
  // One transaction with the implicit Email/set: what was sent never stays behind as a draft.
  const response = transaction(context.store.database, () => {
    const emails = emailsOf(context, [...Object.keys(parsed.update ?? {}), ...(parsed.destroy ?? [])])
    const result = runSet(context, parsed, {
      type: 'EmailSubmission',
      id: submissionId,
      create: (scope, record) => createSubmission(scope, context, record),
      update: (scope, key, patch) => updateSubmission(scope, context, { key, patch }),
      destroy: (scope, key) => destroySubmission(scope, context, key),
    })
    changeEmails(context, parsed, { result, emails })
    return result
  })
  context.wake()
  context.outgoing.transport?.wake()
  return response
}

/** Submission id → message id, read before a submission may be gone. */
function emailsOf(context: MethodContext, ids: readonly string[]): Map<string, string> {
  return new Map(
    ids.flatMap((name) => {
      const id = resolveId(name, context)
      const key = submissionId.parse(id)
      const row = key === null ? undefined : readSubmission(context.store.query, context.account.key, key)
      return row ? [[id, emailId.format(row.email)]] : []
    }),
  )
}

/** The implicit Email/set, for the submissions that went well. */
function changeEmails(
  context: MethodContext,
  { onSuccessUpdateEmail, onSuccessDestroyEmail }: SubmissionSetArguments,
  { result, emails }: { result: Arguments; emails: ReadonlyMap<string, string> },
): void {
  if (!onSuccessUpdateEmail && !onSuccessDestroyEmail) return
  const done = new Set(['created', 'updated', 'destroyed'].flatMap((name) => succeeded(result[name])))
  const target = (name: string): string | undefined => {
    const id = resolveId(name, context)
    if (!done.has(name.startsWith('#') ? name.slice(1) : name) && !done.has(id)) return undefined
    return emails.get(id) ?? emailsOf(context, [id]).get(id)
  }
  const update: Record<string, Arguments> = {}
  for (const [name, patch] of Object.entries(onSuccessUpdateEmail ?? {})) {
    const email = target(name)
    if (email !== undefined) update[email] = patch
  }
  const destroy = (onSuccessDestroyEmail ?? []).flatMap((name) => target(name) ?? [])
  context.addResponse('Email/set', runEmailSet(context, { update, destroy }))
}

function succeeded(part: unknown): string[] {
  if (Array.isArray(part)) return part.map(String)
  return typeof part === 'object' && part !== null ? Object.keys(part) : []
}

function updateSubmission(
  scope: WriteScope,
  context: MethodContext,
  { key, patch }: { key: number; patch: Arguments },
): null {
  const row = readSubmission(scope.query, context.account.key, key)
  if (!row) throw notFound()
  const before = submissionRecord(scope.query, row)
  const after = applyPatch(before, patch)
  const changed = changedProperties(before, after)
  const fixed = changed.filter((name) => name !== 'undoStatus')
  if (fixed.length > 0) throw invalidProperties(fixed, `${fixed.join(', ')}: cannot be changed`)
  if (changed.length === 0) return null
  if (after['undoStatus'] !== 'canceled')
    throw invalidProperties(['undoStatus'], 'undoStatus: can only be set to canceled')
  if (row.undo_status !== 'pending')
    throw new SetFailure({ type: 'cannotUnsend', description: 'The message was already sent.' })
  scope.query.run(`UPDATE submission SET undo_status = 'canceled' WHERE id = ?`, key)
  scope.changes(context.account.key).record('EmailSubmission', key, 'updated')
  return null
}

function destroySubmission(scope: WriteScope, context: MethodContext, key: number): void {
  const row = readSubmission(scope.query, context.account.key, key)
  if (!row) throw notFound()
  // Destroying must not affect deliveries, and the row is what they are made from.
  const open =
    row.undo_status === 'pending' ||
    scope.query.one(`SELECT 1 FROM delivery WHERE submission = ? AND delivered = 'queued'`, key)
  if (open && row.undo_status !== 'canceled')
    throw new SetFailure({
      type: 'forbidden',
      description: 'The message is still being sent. Cancel the submission first.',
    })
  scope.query.run('DELETE FROM submission WHERE id = ?', key)
  scope.changes(context.account.key).record('EmailSubmission', key, 'destroyed')
}
