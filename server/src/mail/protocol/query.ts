import * as v from 'valibot'
import { invalidArguments, MethodError } from './errors.ts'
import { maxComparators, maxFilterConditions, maxFilterText, maxQueryLimit } from './limits.ts'
import {
  booleanSchema,
  describeIssue,
  idSchema,
  intSchema,
  objectSchema,
  stringSchema,
  unsignedIntSchema,
  type Arguments,
} from './method.ts'

/** A filter that was checked (RFC 8620 §5.5). */
export type FilterTree<Condition> =
  | { readonly operator: 'AND' | 'OR' | 'NOT'; readonly conditions: readonly FilterTree<Condition>[] }
  | { readonly condition: Condition }

/** Operators inside each other in a filter. Beyond it: `invalidArguments`. */
const maxFilterDepth = 30

/**
 * @throws MethodError `invalidArguments`, naming the condition that is wrong, or `unsupportedFilter` when it is more
 *   than a search may cost
 */
export function parseFilter<S extends v.GenericSchema>(schema: S, filter: unknown): FilterTree<v.InferOutput<S>> {
  return parseNode(schema, filter, { at: 'filter', depth: 0, seen: { conditions: 0 } })
}

interface FilterPlace {
  readonly at: string
  readonly depth: number
  readonly seen: { conditions: number }
}

function parseNode<S extends v.GenericSchema>(
  schema: S,
  filter: unknown,
  { at, depth, seen }: FilterPlace,
): FilterTree<v.InferOutput<S>> {
  seen.conditions += 1
  if (seen.conditions > maxFilterConditions)
    throw unsupportedFilter(`filter: has more than ${maxFilterConditions} conditions`)
  if (depth > maxFilterDepth) throw invalidArguments(`${at}: is nested too deeply`)
  if (typeof filter !== 'object' || filter === null || Array.isArray(filter))
    throw invalidArguments(`${at}: must be an Object`)
  for (const [name, value] of Object.entries(filter)) refuseLongText(value, `${at}.${name}`)
  if (!('operator' in filter)) return { condition: parseValue(schema, filter, at) }
  const { operator, conditions } = parseValue(operatorSchema, filter, at)
  const child = (condition: unknown, index: number): FilterTree<v.InferOutput<S>> =>
    parseNode(schema, condition, { at: `${at}.conditions[${index}]`, depth: depth + 1, seen })
  return { operator, conditions: conditions.map(child) }
}

/** A text, or the texts in a list: names of fields, ids, what is looked for. */
function refuseLongText(value: unknown, at: string): void {
  const longest = Array.isArray(value) ? value.find((item) => isLongText(item)) : value
  if (isLongText(longest)) throw unsupportedFilter(`${at.slice(0, 200)}: has more than ${maxFilterText} characters`)
}

function isLongText(value: unknown): boolean {
  return typeof value === 'string' && value.length > maxFilterText
}

function unsupportedFilter(description: string): MethodError {
  return new MethodError('unsupportedFilter', description)
}

function parseValue<S extends v.GenericSchema>(schema: S, value: unknown, at: string): v.InferOutput<S> {
  const parsed = v.safeParse(schema, value, { abortEarly: true })
  if (parsed.success) return parsed.output
  throw invalidArguments(`${at}.${describeIssue(parsed.issues[0])}`)
}

const operatorSchema = v.strictObject({
  operator: v.picklist(['AND', 'OR', 'NOT'], 'must be AND, OR or NOT'),
  conditions: v.array(v.unknown(), 'must be an array'),
})

/** Whether a record matches. */
export function matchesFilter<Condition>(
  tree: FilterTree<Condition>,
  matches: (condition: Condition) => boolean,
): boolean {
  if ('condition' in tree) return matches(tree.condition)
  const check = (child: FilterTree<Condition>): boolean => matchesFilter(child, matches)
  if (tree.operator === 'AND') return tree.conditions.every(check)
  return tree.operator === 'OR' ? tree.conditions.some(check) : !tree.conditions.some(check)
}

/** RFC 8620 §5.5. Properties that a type adds stay on the object. */
const comparatorSchema = v.looseObject({
  property: stringSchema,
  isAscending: v.optional(booleanSchema),
  collation: v.optional(stringSchema),
})

export type Comparator = v.InferOutput<typeof comparatorSchema>

/** @throws MethodError `unsupportedSort` */
export function refuseLongSort(sort: readonly Comparator[]): void {
  if (sort.length > maxComparators)
    throw new MethodError('unsupportedSort', `sort: has more than ${maxComparators} comparators`)
}

/** Arguments that say what a /query is about. */
export const queryEntries = {
  accountId: idSchema,
  filter: v.nullish(objectSchema),
  sort: v.nullish(v.array(comparatorSchema, 'must be a Comparator[]')),
}

/** Arguments that say which part of the result is wanted. */
export const windowEntries = {
  position: v.optional(intSchema, 0),
  anchor: v.nullish(v.string('must be an Id')),
  anchorOffset: v.optional(intSchema, 0),
  limit: v.nullish(unsignedIntSchema),
  calculateTotal: v.optional(booleanSchema, false),
}

interface WindowArguments {
  readonly position: number
  readonly anchor?: string | null | undefined
  readonly anchorOffset: number
  readonly limit?: number | null | undefined
  readonly calculateTotal: boolean
}

interface QueryWindow {
  readonly position: number
  readonly ids: readonly string[]
  readonly total?: number
  readonly limit?: number
}

/** Cuts the requested window out of a whole result. */
export function queryWindow(all: readonly string[], wanted: WindowArguments): QueryWindow {
  const start = startOf(all, wanted)
  const limit = Math.min(wanted.limit ?? maxQueryLimit, maxQueryLimit)
  return {
    position: start,
    ids: all.slice(start, start + limit),
    ...(wanted.calculateTotal ? { total: all.length } : {}),
    // Named only where it is ours (RFC 8620 §5.5).
    ...(limit === wanted.limit ? {} : { limit }),
  }
}

function startOf(all: readonly string[], { position, anchor, anchorOffset }: WindowArguments): number {
  if (typeof anchor === 'string') {
    const found = all.indexOf(anchor)
    if (found < 0) throw new MethodError('anchorNotFound')
    return Math.max(0, found + anchorOffset)
  }
  return position < 0 ? Math.max(0, all.length + position) : position
}

/** Arguments of every /queryChanges (RFC 8620 §5.6). */
export const queryChangesEntries = {
  ...queryEntries,
  sinceQueryState: stringSchema,
  maxChanges: v.nullish(v.pipe(unsignedIntSchema, v.minValue(1, 'must be greater than 0'))),
  upToId: v.nullish(v.string('must be an Id')),
  calculateTotal: v.optional(booleanSchema, false),
}

interface QueryDifference {
  readonly accountId: string
  readonly sinceQueryState: string
  readonly newQueryState: string
  /** The whole result as it is now. */
  readonly now: readonly string[]
  /** Records whose place may have changed, gone ones among them. */
  readonly touched: ReadonlySet<string>
  /** Those of them that did not exist then. */
  readonly created: ReadonlySet<string>
  readonly maxChanges?: number | null | undefined
  readonly calculateTotal: boolean
}

/**
 * The answer: every touched record is taken out, and put back where it now stands. This needs no memory
 * of the old result; RFC 8620 §5.6 allows ids in `removed` that were not in it.
 */
export function queryChangesResponse({ now, touched, ...difference }: QueryDifference): Arguments {
  const indexes = new Map(now.map((id, index) => [id, index]))
  const places = Array.from(touched, (id) => ({ id, index: indexes.get(id) ?? null }))
  return placedChangesResponse({ ...difference, total: now.length, places })
}

interface PlacedDifference extends Omit<QueryDifference, 'now' | 'touched'> {
  /** Of the result as it is now. */
  readonly total: number
  /** Records whose place may have changed, and where they are now; null where they are not in the result. */
  readonly places: readonly { readonly id: string; readonly index: number | null }[]
}

/** The same where the places of single records are known without the whole result. */
export function placedChangesResponse(difference: PlacedDifference): Arguments {
  const { places } = difference
  const removed = places.flatMap(({ id }) => (difference.created.has(id) ? [] : [id]))
  const added = places
    .flatMap(({ id, index }) => (index === null ? [] : [{ id, index }]))
    .toSorted((one, other) => one.index - other.index)
  if (typeof difference.maxChanges === 'number' && removed.length + added.length > difference.maxChanges)
    throw new MethodError('tooManyChanges')
  return {
    accountId: difference.accountId,
    oldQueryState: difference.sinceQueryState,
    newQueryState: difference.newQueryState,
    ...(difference.calculateTotal ? { total: difference.total } : {}),
    removed,
    added,
  }
}

const collator = new Intl.Collator('en')

/** Compares two values of one property as RFC 8620 §5.5 wants it. */
export function collate(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return collator.compare(String(a), String(b))
}
