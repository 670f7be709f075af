import type { Id, SearchSnippet, SetError, Thread } from '@atrium/mail-contracts'
import * as v from 'valibot'

const id = v.pipe(v.string(), v.minLength(1))
const ids = v.array(id)

/** One unusable object must not cost the others: it is left out. */
const usable = <T,>(item: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, T[]> =>
  v.pipe(
    v.array(v.unknown()),
    v.transform((list) =>
      list.flatMap((one) => {
        const parsed = v.safeParse(item, one)
        return parsed.success ? [parsed.output] : []
      }),
    ),
  )

export interface GetAnswer<T> {
  readonly state: string
  readonly list: readonly T[]
  readonly notFound: readonly Id[]
}

/** RFC 8620 §5.1. */
export const getAnswer = <T,>(item: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, GetAnswer<T>> =>
  v.object({ state: v.string(), list: usable(item), notFound: v.fallback(v.nullish(ids, []), []) })

/** RFC 8620 §5.2. */
export const changesAnswer = v.object({
  oldState: v.string(),
  newState: v.string(),
  hasMoreChanges: v.boolean(),
  created: ids,
  updated: ids,
  destroyed: ids,
})

export type ChangesAnswer = v.InferOutput<typeof changesAnswer>

/** RFC 8620 §5.5. */
export const queryAnswer = v.object({
  queryState: v.string(),
  position: v.pipe(v.number(), v.integer(), v.minValue(0)),
  ids,
  total: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
})

export type QueryAnswer = v.InferOutput<typeof queryAnswer>

/** With what an `alreadyExists` names: the record that is there (RFC 8620 §5.4), and of a submission its message. */
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

const perId = <T,>(item: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, Readonly<Record<Id, T>>> =>
  v.nullish(v.record(v.string(), item), {})

export interface Created {
  readonly id: Id
  readonly threadId?: Id | undefined
  readonly blobId?: Id | undefined
}

const created: v.GenericSchema<unknown, Created> = v.object({ id, threadId: v.optional(id), blobId: v.optional(id) })

export interface SetAnswer {
  readonly oldState: string | null
  readonly newState: string
  readonly created: Readonly<Record<Id, Created>>
  readonly notCreated: Readonly<Record<Id, SetRefusal>>
  readonly notUpdated: Readonly<Record<Id, SetRefusal>>
  readonly notDestroyed: Readonly<Record<Id, SetRefusal>>
}

/** RFC 8620 §5.3. */
export const setAnswer: v.GenericSchema<unknown, SetAnswer> = v.object({
  oldState: v.fallback(v.nullish(v.string(), null), null),
  newState: v.string(),
  created: perId(created),
  notCreated: perId(setError),
  notUpdated: perId(setError),
  notDestroyed: perId(setError),
})

export const threadSchema: v.GenericSchema<unknown, Thread> = v.object({ id, emailIds: ids })

const text = v.fallback(v.nullish(v.string(), null), null)

/** RFC 8621 §5.1: no state. */
export const snippetAnswer: v.GenericSchema<unknown, { readonly list: readonly SearchSnippet[] }> = v.object({
  list: usable<SearchSnippet>(v.object({ emailId: id, subject: text, preview: text })),
})
