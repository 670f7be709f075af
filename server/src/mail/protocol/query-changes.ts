import * as v from 'valibot'
import type { Arguments } from './method-context.ts'
import { MethodError } from './method-error.ts'
import { queryEntries } from './query-window.ts'
import { booleanSchema, stringSchema, unsignedIntSchema } from './schemas.ts'

/** Arguments of every /queryChanges (RFC 8620 §5.6). */
export const queryChangesEntries = {
  ...queryEntries,
  sinceQueryState: stringSchema,
  maxChanges: v.nullish(v.pipe(unsignedIntSchema, v.minValue(1, 'must be greater than 0'))),
  upToId: v.nullish(v.string('must be an Id')),
  calculateTotal: v.optional(booleanSchema, false),
}

export interface QueryDifference {
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
export function queryChangesResponse(difference: QueryDifference): Arguments {
  const removed = [...difference.touched].filter((id) => !difference.created.has(id))
  const added = difference.now.flatMap((id, index) => (difference.touched.has(id) ? [{ id, index }] : []))
  if (typeof difference.maxChanges === 'number' && removed.length + added.length > difference.maxChanges)
    throw new MethodError('tooManyChanges')
  return {
    accountId: difference.accountId,
    oldQueryState: difference.sinceQueryState,
    newQueryState: difference.newQueryState,
    ...(difference.calculateTotal ? { total: difference.now.length } : {}),
    removed,
    added,
  }
}
