import { maxUnderWay } from '../protocol/limits.ts'
import type { TakeOctets } from '../protocol/request-budget.ts'

/** Octets that are held for each account: requests that run, and responses that were not yet read. */
export interface UnderWay {
  /** The account's share, which the returned function takes from and gives back to. */
  readonly of: (account: string) => TakeOctets
}

export function createUnderWay(max: { readonly account: number; readonly all: number } = maxUnderWay): UnderWay {
  const held = new Map<string, number>()
  let total = 0
  return {
    of: (account) => (octets) => {
      const own = (held.get(account) ?? 0) + octets
      if (octets > 0 && (own > max.account || total + octets > max.all)) return false
      total += octets
      if (own > 0) held.set(account, own)
      else held.delete(account)
      return true
    },
  }
}

/** A body that is made as it is read. `ended` is called once: when it was read to its end, failed or was given up. */
export function readableBody(chunks: Iterable<Uint8Array>, ended: () => void = () => undefined): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.iterator]()
  const stop = (): void => {
    iterator.return?.()
    ended()
  }
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        try {
          const { done, value } = iterator.next()
          if (!done) return controller.enqueue(value)
          ended()
          controller.close()
        } catch (error) {
          ended()
          controller.error(error)
        }
      },
      cancel: stop,
    },
    // Nothing is made ahead of the reader.
    { highWaterMark: 0 },
  )
}
