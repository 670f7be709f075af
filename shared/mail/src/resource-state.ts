import type { AtriumError } from '@atrium/protocol'
import { asAtriumError } from './as-atrium-error.ts'

/** How far something that is read from the server has come. */
export interface ResourceState {
  /** `ready` also while it is being read again, and when that fails: what was there still is. */
  readonly status: 'loading' | 'ready' | 'error'
  /** Why it could not be read the last time. */
  readonly error: AtriumError | null
  readonly retry: () => void
}

export const stateOf = (query: {
  readonly data: unknown
  readonly error: unknown
  readonly refetch: () => unknown
}): ResourceState => {
  const error = query.error ? asAtriumError(query.error) : null
  const status = query.data !== undefined ? 'ready' : error ? 'error' : 'loading'
  return { status, error, retry: () => void query.refetch() }
}
