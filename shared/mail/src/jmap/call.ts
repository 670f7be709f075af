import type { GenericSchema } from 'valibot'

/** Points at the answer of an earlier call of the same group, RFC 8620 §3.7. */
export interface Reference {
  readonly of: string
  readonly path: string
}

const references = new WeakSet<object>()

/** @param of Key of the earlier call in its group. @param path JSON pointer, with `*` over arrays. */
export const from = (of: string, path: string): Reference => {
  const reference = { of, path }
  references.add(reference)
  return reference
}

export const isReference = (value: unknown): value is Reference =>
  typeof value === 'object' && value !== null && references.has(value)

/** One method call and the shape of its answer. */
export interface Call<T> {
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
  readonly answer: GenericSchema<unknown, T>
}

/** Calls that belong to one request, in order; a later one may refer to an earlier one by its key. */
export type CallGroup = Readonly<Record<string, Call<unknown>>>

/** RFC 8620 §3.6.2. */
export interface MethodError {
  readonly type: string
  readonly description?: string | undefined
}

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: MethodError }

export type Answers<Group extends CallGroup> = {
  readonly [Key in keyof Group]: Group[Key] extends Call<infer T> ? Answer<T> : never
}
