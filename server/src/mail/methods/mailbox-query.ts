import * as v from 'valibot'
import { collate } from '../protocol/collate.ts'
import { matchesFilter, parseFilter, type FilterTree } from '../protocol/filter-tree.ts'
import type { Method, MethodContext } from '../protocol/method-context.ts'
import { MethodError } from '../protocol/method-error.ts'
import { parseArguments } from '../protocol/parse-arguments.ts'
import { queryChangesEntries, queryChangesResponse } from '../protocol/query-changes.ts'
import { queryEntries, queryWindow, refuseLongSort, windowEntries, type Comparator } from '../protocol/query-window.ts'
import { booleanSchema, idSchema, stringSchema } from '../protocol/schemas.ts'
import { readChanges, readState } from '../store/change-log.ts'
import { readMailboxes, type MailboxRow } from '../store/mailboxes.ts'
import { mailboxId } from '../store/object-id.ts'

const treeEntries = { sortAsTree: v.optional(booleanSchema, false), filterAsTree: v.optional(booleanSchema, false) }
const querySchema = v.strictObject({ ...queryEntries, ...windowEntries, ...treeEntries })
const changesSchema = v.strictObject({ ...queryChangesEntries, ...treeEntries })

const conditionSchema = v.strictObject({
  parentId: v.nullish(idSchema),
  name: v.optional(stringSchema),
  role: v.nullish(stringSchema),
  hasAnyRole: v.optional(booleanSchema),
  isSubscribed: v.optional(booleanSchema),
})

type Condition = v.InferOutput<typeof conditionSchema>

interface MailboxQuery {
  readonly filter?: unknown
  readonly sort?: readonly Comparator[] | null | undefined
  readonly sortAsTree: boolean
  readonly filterAsTree: boolean
}

/** RFC 8621 §2.3. */
export const mailboxQuery: Method = (args, context) => {
  const parsed = parseArguments(querySchema, args, context)
  const queryState = readState(context.store.query, context.account.key, 'Mailbox')
  const ids = runMailboxQuery(context, parsed)
  return { accountId: context.account.id, queryState, canCalculateChanges: true, ...queryWindow(ids, parsed) }
}

/** RFC 8621 §2.4. */
export const mailboxQueryChanges: Method = (args, context) => {
  const parsed = parseArguments(changesSchema, args, context)
  const { query } = context.store
  const of = { account: context.account.key, type: 'Mailbox' as const }
  const changes = readChanges(query, of, { state: parsed.sinceQueryState, max: Infinity })
  if (!changes) throw new MethodError('cannotCalculateChanges')
  const now = runMailboxQuery(context, parsed)
  const changed = [...changes.created, ...changes.updated, ...changes.destroyed].map(mailboxId.format)
  // In a tree a change of one moves others.
  const tree = (parsed.sortAsTree || parsed.filterAsTree) && !changes.countsOnly && changed.length > 0
  return queryChangesResponse({
    ...parsed,
    newQueryState: changes.newState,
    now,
    touched: new Set(changes.countsOnly ? [] : tree ? [...changed, ...now] : changed),
    created: new Set(changes.created.map(mailboxId.format)),
  })
}

function runMailboxQuery(context: MethodContext, wanted: MailboxQuery): string[] {
  const filter = wanted.filter ? parseFilter(conditionSchema, wanted.filter) : null
  refuseLongSort(wanted.sort ?? [])
  for (const { property, collation } of wanted.sort ?? [])
    if (
      (property !== 'name' && property !== 'sortOrder') ||
      (collation !== undefined && !/^i;(ascii|unicode)-casemap$/.test(collation))
    )
      throw new MethodError('unsupportedSort', `sort: ${property}`)
  const rows = new Map(readMailboxes(context.store.query, context.account.key).map((row) => [row.id, row]))
  const kept = [...rows.values()].filter((row) => matches(row, filter))
  const keptIds = new Set(kept.map((row) => row.id))
  const listed = wanted.filterAsTree
    ? kept.filter((row) => ancestors(row, rows).every(({ id }) => keptIds.has(id)))
    : kept
  const compare = (a: MailboxRow, b: MailboxRow): number => compareRows(a, b, wanted.sort ?? [])
  const sorted = listed.sort(wanted.sortAsTree ? (a, b) => compareAsTree(a, b, { rows, compare }) : compare)
  return sorted.map((row) => mailboxId.format(row.id))
}

function matches(row: MailboxRow, filter: FilterTree<Condition> | null): boolean {
  return filter === null || matchesFilter(filter, (condition) => matchesCondition(row, condition))
}

function matchesCondition(row: MailboxRow, { parentId, name, role, hasAnyRole, isSubscribed }: Condition): boolean {
  return (
    (parentId === undefined || row.parent === (parentId === null ? null : mailboxId.parse(parentId))) &&
    (name === undefined || row.name.toLowerCase().includes(name.toLowerCase())) &&
    (role === undefined || row.role === role) &&
    (hasAnyRole === undefined || (row.role !== null) === hasAnyRole) &&
    (isSubscribed === undefined || (row.is_subscribed === 1) === isSubscribed)
  )
}

function compareRows(a: MailboxRow, b: MailboxRow, sort: readonly Comparator[]): number {
  for (const { property, isAscending = true } of sort) {
    const order = property === 'name' ? collate(a.name, b.name) : collate(a.sort_order, b.sort_order)
    if (order !== 0) return isAscending ? order : -order
  }
  return a.id - b.id
}

/** From the parent up. */
function ancestors(row: MailboxRow, rows: ReadonlyMap<number, MailboxRow>): MailboxRow[] {
  const parent = row.parent === null ? undefined : rows.get(row.parent)
  return parent ? [parent, ...ancestors(parent, rows)] : []
}

function compareAsTree(
  a: MailboxRow,
  b: MailboxRow,
  { rows, compare }: { rows: ReadonlyMap<number, MailboxRow>; compare: (a: MailboxRow, b: MailboxRow) => number },
): number {
  const pathA = [a, ...ancestors(a, rows)].reverse()
  const pathB = [b, ...ancestors(b, rows)].reverse()
  for (const [at, left] of pathA.entries()) {
    const right = pathB[at]
    if (!right) return 1
    if (left.id !== right.id) return compare(left, right)
  }
  return pathA.length - pathB.length
}
