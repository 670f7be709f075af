import { AtriumError } from '@atrium/protocol'
import type { Store } from '@atrium/store'
import { errorMessage } from '../errors/error-facts.ts'

/** Milliseconds for which nobody asks a bucket that did not answer. */
const pause = 2000

export interface SteadyStoreOptions {
  /** Told once when it stops answering, and once when it answers again. */
  readonly warn: (line: string) => void
  readonly now: () => number
}

/** Milliseconds between two lines about requests that the bucket refuses. */
const silence = 60_000

const codeOf = (error: unknown): string => (error instanceof AtriumError ? error.code : '')

/**
 * A bucket as a server asks it. One that does not answer is asked by one request every two seconds; all others are
 * told at once, so that nobody waits for it in a row.
 */
export function steadyStore(store: Store, { warn, now }: SteadyStoreOptions): Store {
  let failure: unknown
  let askedAt = -Infinity
  let refusedAt = -Infinity
  const note = (error: unknown): void => {
    if (codeOf(error) === 'STORE_UNREACHABLE') {
      if (!failure) warn(`${errorMessage(error)} Meanwhile what is known of it is served.`)
      failure = error
      askedAt = now()
    }
    // One file only may be refused, so the others are asked for all the same.
    if (codeOf(error) === 'STORE_REFUSED' && now() - refusedAt > silence) {
      warn(errorMessage(error))
      refusedAt = now()
    }
  }
  const ask = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (failure && now() - askedAt < pause) throw failure
    if (failure) askedAt = now()
    try {
      const result = await work()
      if (failure) warn(`${store.location} answers again`)
      failure = undefined
      return result
    } catch (error) {
      note(error)
      throw error
    }
  }
  return { ...store, read: (path) => ask(() => store.read(path)), readUnless: (path, tag) => ask(() => store.readUnless(path, tag)) }
}
