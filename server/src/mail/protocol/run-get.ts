import * as v from 'valibot'
import { readState } from '../store/change-log.ts'
import type { ObjectId } from '../store/object-id.ts'
import { limits, maxProperties } from './limits.ts'
import type { Arguments, MethodContext } from './method-context.ts'
import { invalidArguments, MethodError } from './method-error.ts'
import { tooLarge } from './request-budget.ts'
import { idSchema, stringsSchema } from './schemas.ts'

/** Arguments of every /get (RFC 8620 §5.1). */
export const getEntries = {
  accountId: idSchema,
  ids: v.nullish(v.array(v.string('must be an Id'), 'must be an Id[]')),
  properties: v.nullish(stringsSchema),
}

export interface GetDefinition {
  readonly type: string
  readonly id: ObjectId
  /** Keys of all records; absent where a client must name ids. */
  readonly allKeys?: () => number[]
  /** The record with at least the properties asked for, or null. */
  readonly read: (key: number) => Readonly<Record<string, unknown>> | null
  readonly isProperty: (name: string) => boolean
  /** When `properties` is null. Default: all that `read` gives. */
  readonly defaultProperties?: readonly string[]
}

interface GetArguments {
  readonly ids?: readonly string[] | null | undefined
  readonly properties?: readonly string[] | null | undefined
}

/** @throws MethodError `invalidArguments`, `requestTooLarge` or `serverUnavailable` */
export async function runGet(
  context: MethodContext,
  args: GetArguments,
  definition: GetDefinition,
): Promise<Arguments> {
  if ((args.properties?.length ?? 0) > maxProperties) throw tooLarge(`properties: at most ${maxProperties}`)
  const wrong = args.properties?.find((name) => !definition.isProperty(name))
  if (wrong !== undefined) throw invalidArguments(`properties: there is no "${wrong}"`)
  const ids = args.ids ?? definition.allKeys?.().map((key) => definition.id.format(key))
  if (!ids) throw invalidArguments('ids: is required')
  if (ids.length > limits.maxObjectsInGet)
    throw new MethodError('requestTooLarge', `ids: at most ${limits.maxObjectsInGet}`)
  // Before the records: what changes while others have their turn is newer than this state, never missed by it.
  const state = readState(context.store.query, context.account.key, definition.type)
  const list: Readonly<Record<string, unknown>>[] = []
  const missing: string[] = []
  for (const id of new Set(ids.map((given) => resolveId(given, context)))) {
    const key = definition.id.parse(id)
    const record = key === null ? null : definition.read(key)
    if (record) {
      const picked = pick(record, args.properties ?? definition.defaultProperties)
      context.budget.countRecord(picked)
      list.push(picked)
    } else missing.push(id)
    await context.budget.pause()
  }
  return { accountId: context.account.id, state, list, notFound: missing }
}

/** `#k1` as the id of what was created as k1. */
export function resolveId(id: string, context: MethodContext): string {
  return id.startsWith('#') ? (context.createdIds.get(id.slice(1)) ?? id) : id
}

function pick(
  record: Readonly<Record<string, unknown>>,
  properties: readonly string[] | undefined,
): Readonly<Record<string, unknown>> {
  if (!properties) return record
  return Object.fromEntries(['id', ...properties].flatMap((name) => (name in record ? [[name, record[name]]] : [])))
}
