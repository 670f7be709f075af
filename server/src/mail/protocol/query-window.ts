import * as v from 'valibot'
import { maxComparators, maxQueryLimit } from './limits.ts'
import { MethodError } from './method-error.ts'
import { booleanSchema, idSchema, intSchema, objectSchema, stringSchema, unsignedIntSchema } from './schemas.ts'

/** RFC 8620 §5.5. Properties that a type adds stay on the object. */
export const comparatorSchema = v.looseObject({
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

export interface WindowArguments {
  readonly position: number
  readonly anchor?: string | null | undefined
  readonly anchorOffset: number
  readonly limit?: number | null | undefined
  readonly calculateTotal: boolean
}

export interface QueryWindow {
  readonly position: number
  readonly ids: readonly string[]
  readonly total?: number
  readonly limit?: number
}

/** Cuts what is asked for out of a whole result. */
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
