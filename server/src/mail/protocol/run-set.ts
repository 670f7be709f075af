import type { SetError } from '@atrium/mail-contracts'
import * as v from 'valibot'
import type { DataType } from '../store/account-changes.ts'
import { readState } from '../store/change-log.ts'
import type { ObjectId } from '../store/object-id.ts'
import { requireDisk } from '../store/storage-limits.ts'
import { write, type WriteScope } from '../store/write.ts'
import { limits } from './limits.ts'
import type { Arguments, MethodContext } from './method-context.ts'
import { MethodError } from './method-error.ts'
import { resolveId } from './run-get.ts'
import { idSchema, objectSchema, stringSchema } from './schemas.ts'
import { notFound, SetFailure } from './set-failure.ts'

type Json = Readonly<Record<string, unknown>>

/** Arguments of every /set (RFC 8620 §5.3). */
export const setEntries = {
  accountId: idSchema,
  ifInState: v.nullish(stringSchema),
  create: v.nullish(v.record(v.string(), objectSchema, 'must be an Id[Object]')),
  update: v.nullish(v.record(v.string(), objectSchema, 'must be an Id[PatchObject]')),
  destroy: v.nullish(v.array(v.string('must be an Id'), 'must be an Id[]')),
}

export interface SetArguments {
  readonly ifInState?: string | null | undefined
  readonly create?: Readonly<Record<string, Json>> | null | undefined
  readonly update?: Readonly<Record<string, Json>> | null | undefined
  readonly destroy?: readonly string[] | null | undefined
}

/** How one type is changed. Each throws SetFailure before it has written anything. */
export interface SetDefinition {
  readonly type: DataType
  readonly id: ObjectId
  /** Returns the server-set properties, `id` among them. */
  readonly create: (scope: WriteScope, record: Json) => Json & { readonly id: string }
  /** Returns properties that changed without being asked to, or null. */
  readonly update: (scope: WriteScope, key: number, patch: Json) => Json | null
  readonly destroy: (scope: WriteScope, key: number) => void
  /** Creation ids of the same call that a record needs to exist before it. Default: none. */
  readonly needs?: (record: Json) => readonly string[]
  /** The order to destroy in. Default: as given. */
  readonly orderDestroy?: (scope: WriteScope, keys: readonly number[]) => readonly number[]
}

export function runSet(context: MethodContext, args: SetArguments, definition: SetDefinition): Arguments {
  const count =
    Object.keys(args.create ?? {}).length + Object.keys(args.update ?? {}).length + (args.destroy?.length ?? 0)
  if (count > limits.maxObjectsInSet)
    throw new MethodError('requestTooLarge', `at most ${limits.maxObjectsInSet} objects`)
  const { store, account } = context
  const state = (): string => readState(store.query, account.key, definition.type)
  let oldState = ''
  const outcome = write(store, (scope) => {
    oldState = state()
    if (typeof args.ifInState === 'string' && args.ifInState !== oldState) throw new MethodError('stateMismatch')
    const destroying = new Set((args.destroy ?? []).map((id) => resolveId(id, context)))
    return {
      ...createAll(context, scope, { records: args.create ?? {}, definition }),
      ...updateAll(context, scope, { patches: args.update ?? {}, destroying, definition }),
      ...destroyAll(context, scope, { ids: args.destroy ?? [], definition }),
    }
  })
  return { accountId: account.id, oldState, newState: state(), ...outcome }
}

function createAll(
  context: MethodContext,
  scope: WriteScope,
  given: { records: Readonly<Record<string, Json>>; definition: SetDefinition },
): Arguments {
  const created: Record<string, Json> = {}
  const refused: Record<string, SetError> = {}
  let waiting = Object.entries(given.records)
  while (waiting.length > 0) {
    const names = new Set(waiting.map(([name]) => name))
    const ready = waiting.filter(([, record]) => !given.definition.needs?.(record).some((need) => names.has(need)))
    // What needs itself in a circle is tried as it is, and refused for its reference.
    const round = ready.length > 0 ? ready : waiting
    for (const [name, record] of round)
      attempt(refused, name, () => {
        requireDisk(scope.storage)
        const result = given.definition.create(scope, record)
        created[name] = result
        context.createdIds.set(name, result.id)
      })
    const done = new Set(round.map(([name]) => name))
    waiting = waiting.filter(([name]) => !done.has(name))
  }
  return { created: orNull(created), notCreated: orNull(refused) }
}

function updateAll(
  context: MethodContext,
  scope: WriteScope,
  given: { patches: Readonly<Record<string, Json>>; destroying: ReadonlySet<string>; definition: SetDefinition },
): Arguments {
  const updated: Record<string, Json | null> = {}
  const refused: Record<string, SetError> = {}
  for (const [name, patch] of Object.entries(given.patches)) {
    const id = resolveId(name, context)
    attempt(refused, name, () => {
      if (given.destroying.has(id)) throw new SetFailure({ type: 'willDestroy' })
      const key = given.definition.id.parse(id)
      if (key === null) throw notFound()
      updated[id] = given.definition.update(scope, key, patch)
    })
  }
  return { updated: orNull(updated), notUpdated: orNull(refused) }
}

function destroyAll(
  context: MethodContext,
  scope: WriteScope,
  given: { ids: readonly string[]; definition: SetDefinition },
): Arguments {
  const { definition } = given
  const destroyed: string[] = []
  const refused: Record<string, SetError> = {}
  const keys = new Map<number, string>()
  for (const name of new Set(given.ids)) {
    const key = definition.id.parse(resolveId(name, context))
    if (key === null) refused[name] = notFound().error
    else keys.set(key, name)
  }
  for (const key of definition.orderDestroy?.(scope, [...keys.keys()]) ?? keys.keys())
    attempt(refused, keys.get(key) ?? '', () => {
      definition.destroy(scope, key)
      destroyed.push(definition.id.format(key))
    })
  return { destroyed: destroyed.length > 0 ? destroyed : null, notDestroyed: orNull(refused) }
}

function attempt(refused: Record<string, SetError>, name: string, work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof SetFailure)) throw error
    refused[name] = error.error
  }
}

function orNull<Value>(map: Record<string, Value>): Record<string, Value> | null {
  return Object.keys(map).length > 0 ? map : null
}
