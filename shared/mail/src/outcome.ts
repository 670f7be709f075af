import type { AtriumError } from '@atrium/protocol'
import { asAtriumError } from './as-atrium-error.ts'

/** What an operation came to. At the edge of this package an error is a value. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AtriumError }

export const outcomeOf = async <T,>(work: () => Promise<T>): Promise<Outcome<T>> => {
  try {
    return { ok: true, value: await work() }
  } catch (thrown) {
    return { ok: false, error: asAtriumError(thrown) }
  }
}
