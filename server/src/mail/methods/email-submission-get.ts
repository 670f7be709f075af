import * as v from 'valibot'
import { matchesFilter, parseFilter } from '../protocol/filter-tree.ts'
import { collate } from '../protocol/collate.ts'
import type { Method, MethodContext } from '../protocol/method-context.ts'
import { MethodError } from '../protocol/method-error.ts'
import { parseArguments } from '../protocol/parse-arguments.ts'
import { queryChangesEntries, queryChangesResponse } from '../protocol/query-changes.ts'
import { queryEntries, queryWindow, refuseLongSort, windowEntries, type Comparator } from '../protocol/query-window.ts'
import { runChanges } from '../protocol/run-changes.ts'
import { getEntries, runGet } from '../protocol/run-get.ts'
import { idSchema, stringSchema, utcDateSchema } from '../protocol/schemas.ts'
import { readChanges, readState } from '../store/change-log.ts'
import { emailId, identityId, submissionId, threadId } from '../store/object-id.ts'
import { parseDateTime } from '../store/parse-date-time.ts'
import { readSubmission, readSubmissions, submissionRecord, type SubmissionRow } from '../store/submissions.ts'

const getSchema = v.strictObject(getEntries)
const querySchema = v.strictObject({ ...queryEntries, ...windowEntries })
const changesSchema = v.strictObject(queryChangesEntries)

const properties: ReadonlySet<string> = new Set([
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
    isProperty: (name) => properties.has(name),
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
  const kept = tree ? rows.filter((row) => matchesFilter(tree, (condition) => matches(row, condition))) : rows
  kept.sort((a, b) => {
    for (const { property, isAscending = true } of sort ?? []) {
      const key = sortKeys[property]
      const order = key ? collate(key(a), key(b)) : 0
      if (order !== 0) return isAscending ? order : -order
    }
    return a.id - b.id
  })
  return kept.map((row) => submissionId.format(row.id))
}

/** `sentAt` is what RFC 8621 §7.3 calls sendAt. */
const sortKeys: Readonly<Record<string, (row: SubmissionRow) => number>> = {
  emailId: (row) => row.email,
  threadId: (row) => row.thread,
  sentAt: (row) => row.send_at,
  sendAt: (row) => row.send_at,
}

function matches(
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
