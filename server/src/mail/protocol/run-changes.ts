import * as v from 'valibot'
import type { DataType } from '../store/account-changes.ts'
import { readChanges, type Changes } from '../store/change-log.ts'
import type { ObjectId } from '../store/object-id.ts'
import type { Arguments, MethodContext } from './method-context.ts'
import { MethodError } from './method-error.ts'
import { parseArguments } from './parse-arguments.ts'
import { idSchema, stringSchema, unsignedIntSchema } from './schemas.ts'

const argumentsSchema = v.strictObject({
  accountId: idSchema,
  sinceState: stringSchema,
  maxChanges: v.nullish(v.pipe(unsignedIntSchema, v.minValue(1, 'must be greater than 0'))),
})

/** Ids in one answer when the client sets no limit. */
const defaultMax = 5000

/** A standard /changes (RFC 8620 §5.2); `extra` adds arguments to the response. */
export function runChanges(
  args: Arguments,
  context: MethodContext,
  {
    type,
    id,
    extra,
  }: { readonly type: DataType; readonly id: ObjectId; readonly extra?: (changes: Changes) => Arguments },
): Arguments {
  const { sinceState, maxChanges } = parseArguments(argumentsSchema, args, context)
  const max = Math.min(maxChanges ?? defaultMax, defaultMax)
  const changes = readChanges(context.store.query, { account: context.account.key, type }, { state: sinceState, max })
  if (!changes) throw new MethodError('cannotCalculateChanges')
  return {
    accountId: context.account.id,
    oldState: sinceState,
    newState: changes.newState,
    hasMoreChanges: changes.hasMore,
    created: changes.created.map(id.format),
    updated: changes.updated.map(id.format),
    destroyed: changes.destroyed.map(id.format),
    ...extra?.(changes),
  }
}
