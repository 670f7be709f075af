import type { SetError } from '@atrium/jmap/types'
import { isDeepStrictEqual } from 'node:util'
import * as v from 'valibot'
import { whenWritable } from '../../database/busy.ts'
import { isDatabaseBusy, isUnwritable } from '../../errors/error-facts.ts'
import { readChanges, readState, type Changes, type DataType } from '../store/changes.ts'
import { write, type ObjectId, type WriteScope } from '../store/mail-store.ts'
import { requireDisk } from '../store/storage-limits.ts'
import { invalidArguments, MethodError, notFound, SetFailure } from './errors.ts'
import { limits, maxPatchDepth, maxProperties } from './limits.ts'
import {
  idSchema,
  objectSchema,
  recordOf,
  parseArguments,
  stringSchema,
  stringsSchema,
  unsignedIntSchema,
  type Arguments,
  type MethodContext,
} from './method.ts'
import { tooLarge } from './request-budget.ts'

/** Arguments of every /get (RFC 8620 §5.1). */
export const getEntries = {
  accountId: idSchema,
  ids: v.nullish(v.array(v.string('must be an Id'), 'must be an Id[]')),
  properties: v.nullish(stringsSchema),
}

interface GetDefinition {
  readonly type: string
  readonly id: ObjectId
  /** Keys of all records; absent where a client must name ids. */
  readonly allKeys?: () => number[]
  /** The record with at least the requested properties, or null. */
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
  if (wrong !== undefined) throw invalidArguments(`properties: unknown property "${wrong}"`)
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

/** Arguments of every /changes (RFC 8620 §5.2). */
export const changesEntries = {
  accountId: idSchema,
  sinceState: stringSchema,
  maxChanges: v.nullish(v.pipe(unsignedIntSchema, v.minValue(1, 'must be greater than 0'))),
}

const argumentsSchema = v.strictObject(changesEntries)

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

type Json = Readonly<Record<string, unknown>>

/** Arguments of every /set (RFC 8620 §5.3). */
export const setEntries = {
  accountId: idSchema,
  ifInState: v.nullish(stringSchema),
  create: v.nullish(recordOf(objectSchema, 'must be an Id[Object]')),
  update: v.nullish(recordOf(objectSchema, 'must be an Id[PatchObject]')),
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
  /** Returns properties that changed beside those in the patch, or null. */
  readonly update: (scope: WriteScope, key: number, patch: Json) => Json | null
  readonly destroy: (scope: WriteScope, key: number) => void
  /** Creation ids of the same call that a record needs to exist before it. Default: none. */
  readonly needs?: (record: Json) => readonly string[]
  /** The order to destroy in. Default: as given. */
  readonly orderDestroy?: (scope: WriteScope, keys: readonly number[]) => readonly number[]
}

export function runSet(context: MethodContext, args: SetArguments, definition: SetDefinition): Arguments {
  refuseTooMany(args)
  const { store, account } = context
  const state = (): string => readState(store.query, account.key, definition.type)
  const destroying = destroyedBy(context, args)
  let oldState = ''
  const outcome = write(store, (scope) => {
    oldState = state()
    refuseOtherState(args, oldState)
    return setAll(context, scope, { args, destroying, definition })
  })
  return { accountId: account.id, oldState, newState: state(), ...outcome }
}

/**
 * Objects of one transaction of a /set of messages. Beyond it: the others are in further transactions, and other
 * requests have their turn between them.
 */
const maxObjectsInSlice = 20

/**
 * The same in several transactions: each object is changed as a whole or not at all, the call as a whole need not be
 * (RFC 8620 §5.3). `oldState` is null when another client has changed something between two of them: the client then
 * reads the changes since the state it knows.
 */
export async function runSlicedSet(
  context: MethodContext,
  args: SetArguments,
  definition: SetDefinition,
): Promise<Arguments> {
  refuseTooMany(args)
  const { store, account } = context
  const state = (): string => readState(store.query, account.key, definition.type)
  const destroying = destroyedBy(context, args)
  const outcomes: SetOutcome[] = []
  let oldState: string | null = null
  let reached = ''
  for (const [at, slice] of slicesOf(args).entries()) {
    const run = (): SetOutcome =>
      write(store, (scope) => {
        const before = state()
        if (at === 0) refuseOtherState(args, before)
        if (at === 0) oldState = before
        else if (before !== reached) oldState = null
        return setAll(context, scope, { args: slice, destroying, definition })
      })
    // While nothing was changed, the call as a whole can be refused and run again.
    outcomes.push(at === 0 ? run() : await runLaterSlice(run, slice))
    reached = state()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { accountId: account.id, oldState, newState: reached, ...joined(outcomes) }
}

async function runLaterSlice(run: () => SetOutcome, slice: SetArguments): Promise<SetOutcome> {
  try {
    return await whenWritable(run)
  } catch (error) {
    if (!isDatabaseBusy(error) && !isUnwritable(error)) throw error
    const refused: SetError = {
      type: 'serverUnavailable',
      description: 'The database could not be written at that moment. This one was not changed; send it again.',
    }
    const all = (names: readonly string[]) => orNull(Object.fromEntries(names.map((name) => [name, refused])))
    return {
      created: null,
      notCreated: all(Object.keys(slice.create ?? {})),
      updated: null,
      notUpdated: all(Object.keys(slice.update ?? {})),
      destroyed: null,
      notDestroyed: all(slice.destroy ?? []),
    }
  }
}

/** The objects of a call in its order, few at a time: one slice at least. */
function slicesOf({ create, update, destroy }: SetArguments): SetArguments[] {
  const slices: SetArguments[] = []
  const creates = Object.entries(create ?? {})
  const updates = Object.entries(update ?? {})
  // One that is named twice is destroyed once.
  const destroys = [...new Set(destroy)]
  const total = creates.length + updates.length + destroys.length
  for (let from = 0; from === 0 || from < total; from += maxObjectsInSlice) {
    const part = <Item>(items: readonly Item[], before: number): Item[] =>
      items.slice(Math.max(0, from - before), Math.max(0, from + maxObjectsInSlice - before))
    slices.push({
      create: Object.fromEntries(part(creates, 0)),
      update: Object.fromEntries(part(updates, creates.length)),
      destroy: part(destroys, creates.length + updates.length),
    })
  }
  return slices
}

interface SetOutcome {
  readonly created: Readonly<Record<string, Json>> | null
  readonly notCreated: Readonly<Record<string, SetError>> | null
  readonly updated: Readonly<Record<string, Json | null>> | null
  readonly notUpdated: Readonly<Record<string, SetError>> | null
  readonly destroyed: readonly string[] | null
  readonly notDestroyed: Readonly<Record<string, SetError>> | null
}

function joined(outcomes: readonly SetOutcome[]): SetOutcome {
  const all = <Value>(maps: readonly (Readonly<Record<string, Value>> | null)[]) =>
    orNull(Object.fromEntries(maps.flatMap((map) => Object.entries(map ?? {}))))
  const destroyed = outcomes.flatMap((outcome) => outcome.destroyed ?? [])
  return {
    created: all(outcomes.map((outcome) => outcome.created)),
    notCreated: all(outcomes.map((outcome) => outcome.notCreated)),
    updated: all(outcomes.map((outcome) => outcome.updated)),
    notUpdated: all(outcomes.map((outcome) => outcome.notUpdated)),
    destroyed: destroyed.length > 0 ? destroyed : null,
    notDestroyed: all(outcomes.map((outcome) => outcome.notDestroyed)),
  }
}

function refuseTooMany({ create, update, destroy }: SetArguments): void {
  const count = Object.keys(create ?? {}).length + Object.keys(update ?? {}).length + (destroy?.length ?? 0)
  if (count > limits.maxObjectsInSet)
    throw new MethodError('requestTooLarge', `at most ${limits.maxObjectsInSet} objects`)
}

function refuseOtherState({ ifInState }: SetArguments, state: string): void {
  if (typeof ifInState === 'string' && ifInState !== state) throw new MethodError('stateMismatch')
}

const destroyedBy = (context: MethodContext, { destroy }: SetArguments): ReadonlySet<string> =>
  new Set((destroy ?? []).map((id) => resolveId(id, context)))

function setAll(
  context: MethodContext,
  scope: WriteScope,
  given: {
    readonly args: SetArguments
    readonly destroying: ReadonlySet<string>
    readonly definition: SetDefinition
  },
): SetOutcome {
  const { args, destroying, definition } = given
  return {
    ...createAll(context, scope, { records: args.create ?? {}, definition }),
    ...updateAll(context, scope, { patches: args.update ?? {}, destroying, definition }),
    ...destroyAll(context, scope, { ids: args.destroy ?? [], definition }),
  }
}

function createAll(
  context: MethodContext,
  scope: WriteScope,
  given: { records: Readonly<Record<string, Json>>; definition: SetDefinition },
): Pick<SetOutcome, 'created' | 'notCreated'> {
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
): Pick<SetOutcome, 'updated' | 'notUpdated'> {
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
): Pick<SetOutcome, 'destroyed' | 'notDestroyed'> {
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

function attempt(refused: Record<string, SetError>, name: string, apply: () => void): void {
  try {
    apply()
  } catch (error) {
    if (!(error instanceof SetFailure)) throw error
    refused[name] = error.error
  }
}

function orNull<Value>(map: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> | null {
  return Object.keys(map).length > 0 ? map : null
}

/**
 * Applies a PatchObject (RFC 8620 §5.3) to a record; the record is not changed.
 * `defaults` has what null sets a property to; others are removed.
 *
 * @throws SetFailure `invalidPatch`
 */
export function applyPatch(record: Json, patch: Json, defaults: Json = {}): Json {
  const paths = Object.keys(patch).map(pathOf)
  refuseOverlap(Object.keys(patch))
  const patched: Record<string, unknown> = JSON.parse(JSON.stringify(record))
  for (const [at, value] of Object.values(patch).entries()) {
    const path = paths[at] ?? []
    const last = path.at(-1) ?? ''
    const parent = parentOf(patched, path)
    if (value !== null) parent[last] = value
    else if (path.length === 1 && last in defaults) parent[last] = defaults[last]
    else delete parent[last]
  }
  return patched
}

function pathOf(key: string): string[] {
  const tokens = key.split('/', maxPatchDepth + 1)
  if (tokens.length > maxPatchDepth) throw invalidPatch(key.slice(0, 200), `has more than ${maxPatchDepth} levels`)
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** Top-level properties in which two records differ. */
export function changedProperties(before: Json, after: Json): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]))
}

function parentOf(record: Record<string, unknown>, path: readonly string[]): Record<string, unknown> {
  let parent = record
  for (const token of path.slice(0, -1)) {
    const next = Object.hasOwn(parent, token) ? parent[token] : undefined
    if (typeof next !== 'object' || next === null || Array.isArray(next))
      throw invalidPatch(path.join('/'), 'does not exist')
    parent = next as Record<string, unknown>
  }
  if (path.includes('__proto__')) throw invalidPatch(path.join('/'), 'does not exist')
  return parent
}

function refuseOverlap(keys: readonly string[]): void {
  const sorted = new Set(keys)
  for (const key of keys)
    for (let slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1))
      if (sorted.has(key.slice(0, slash))) throw invalidPatch(key, 'is inside another path of the patch')
}

function invalidPatch(path: string, problem: string): SetFailure {
  return new SetFailure({
    type: 'invalidPatch',
    description: `${path}: ${problem}`,
    properties: [path.split('/')[0] ?? ''],
  })
}
