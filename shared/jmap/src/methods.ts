import * as v from 'valibot'
import { JmapError } from './errors.ts'
import type { Id, SetError } from './types.ts'

/** Points into the response of an earlier call of the same group, RFC 8620 §3.7. */
export interface Reference {
  readonly of: string
  readonly path: string
}

const references = new WeakSet<object>()

/** @param of Key of the earlier call in its group. @param path JSON pointer, with `*` over arrays. */
export function from(of: string, path: string): Reference {
  const reference = { of, path }
  references.add(reference)
  return reference
}

export const isReference = (value: unknown): value is Reference =>
  typeof value === 'object' && value !== null && references.has(value)

/** One method call and the shape of its response. */
export interface Call<T> {
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
  readonly response: v.GenericSchema<unknown, T>
}

/** Calls that belong to one request, in order; a later one may refer to an earlier one by its key. */
export type CallGroup = Readonly<Record<string, Call<unknown>>>

/** RFC 8620 §3.6.2. */
export interface MethodError {
  readonly type: string
  readonly description?: string | undefined
}

export type MethodResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: MethodError }

export type MethodResults<Group extends CallGroup> = {
  readonly [Key in keyof Group]: Group[Key] extends Call<infer T> ? MethodResult<T> : never
}

/** The value of a result. @throws AtriumError `MAIL_REFUSED` with the type of the method error as subject. */
export function unwrap<T>(result: MethodResult<T>): T {
  if (result.ok) return result.value
  const { type, description } = result.error
  throw new JmapError('MAIL_REFUSED', { subject: type, remedy: description || 'Try again' })
}

const id = v.pipe(v.string(), v.minLength(1))
const ids = v.array(id)

/** A list without the objects that have another shape: one unusable object must not cost the others. */
export const usableItems = <T>(item: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, T[]> =>
  v.pipe(
    v.array(v.unknown()),
    v.transform((list) =>
      list.flatMap((one) => {
        const parsed = v.safeParse(item, one)
        return parsed.success ? [parsed.output] : []
      }),
    ),
  )

export interface GetResponse<T> {
  readonly state: string
  readonly list: readonly T[]
  readonly notFound: readonly Id[]
}

/** RFC 8620 §5.1. */
const getResponse = <T>(item: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, GetResponse<T>> =>
  v.object({ state: v.string(), list: usableItems(item), notFound: v.fallback(v.nullish(ids, []), []) })

/** RFC 8620 §5.2. */
const changesResponse = v.object({
  oldState: v.string(),
  newState: v.string(),
  hasMoreChanges: v.boolean(),
  created: ids,
  updated: ids,
  destroyed: ids,
})

export type ChangesResponse = v.InferOutput<typeof changesResponse>

/** RFC 8620 §5.5. */
const queryResponse = v.object({
  queryState: v.string(),
  position: v.pipe(v.number(), v.integer(), v.minValue(0)),
  ids,
  total: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
})

export type QueryResponse = v.InferOutput<typeof queryResponse>

/** With what `alreadyExists` names: the existing record (RFC 8620 §5.4), and of a submission its email. */
export interface SetRefusal extends SetError {
  readonly existingId?: Id
  readonly existingEmailId?: Id
}

const optionalId = v.fallback(v.optional(id), undefined)

const setError: v.GenericSchema<unknown, SetRefusal> = v.pipe(
  v.object({
    type: v.string(),
    description: v.fallback(v.nullish(v.string(), ''), ''),
    existingId: optionalId,
    existingEmailId: optionalId,
  }),
  v.transform(({ type, description, existingId, existingEmailId }) => ({
    type,
    ...(description ? { description } : {}),
    ...(existingId ? { existingId } : {}),
    ...(existingEmailId ? { existingEmailId } : {}),
  })),
)

const perId = <T>(item: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, Readonly<Record<Id, T>>> =>
  v.nullish(v.record(v.string(), item), {})

export interface Created {
  readonly id: Id
  readonly threadId?: Id | undefined
  readonly blobId?: Id | undefined
}

const created: v.GenericSchema<unknown, Created> = v.object({ id, threadId: v.optional(id), blobId: v.optional(id) })

export interface SetResponse {
  readonly oldState: string | null
  readonly newState: string
  readonly created: Readonly<Record<Id, Created>>
  readonly notCreated: Readonly<Record<Id, SetRefusal>>
  readonly notUpdated: Readonly<Record<Id, SetRefusal>>
  readonly notDestroyed: Readonly<Record<Id, SetRefusal>>
}

/** RFC 8620 §5.3. */
const setResponse: v.GenericSchema<unknown, SetResponse> = v.object({
  oldState: v.fallback(v.nullish(v.string(), null), null),
  newState: v.string(),
  created: perId(created),
  notCreated: perId(setError),
  notUpdated: perId(setError),
  notDestroyed: perId(setError),
})

type Args = Readonly<Record<string, unknown>>

/** Ids, or where they come from: the response of an earlier call of the group. Null: all of the type. */
export type Ids = readonly Id[] | Reference | null

/** `type/get`, RFC 8620 §5.1. Objects that do not have the shape are left out. */
export const getCall = <T>(
  type: string,
  item: v.GenericSchema<unknown, T>,
  args: Args & { readonly ids: Ids },
): Call<GetResponse<T>> => ({
  name: `${type}/get`,
  args,
  response: getResponse(item),
})

/** `type/changes`, RFC 8620 §5.2. */
export const changesCall = (
  type: string,
  args: { readonly sinceState: string; readonly maxChanges: number },
): Call<ChangesResponse> => ({
  name: `${type}/changes`,
  args: { ...args },
  response: changesResponse,
})

/** `type/query`, RFC 8620 §5.5. */
export const queryCall = (type: string, args: Args): Call<QueryResponse> => ({
  name: `${type}/query`,
  args,
  response: queryResponse,
})

/** `type/set`, RFC 8620 §5.3. */
export const setCall = (type: string, args: Args): Call<SetResponse> => ({
  name: `${type}/set`,
  args,
  response: setResponse,
})
