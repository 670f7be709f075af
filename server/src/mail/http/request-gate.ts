import { problemResponse } from '../protocol/errors.ts'
import { maxBuffered } from '../protocol/limits.ts'
import type { TakeBytes } from '../protocol/request-budget.ts'

/** Bytes up to which a response counts as read at once. Beyond it: it is counted until it was read. */
const maxUnwatched = 64_000

interface Waiters {
  /** Requests that were let in and whose responses were not yet read. */
  inside: number
  running: number
  readonly waiting: (() => void)[]
}

/**
 * Lets at most `max` requests of one account in at a time (RFC 8620 §2), until their responses were read, and runs
 * at most `atOnce` of them; the others wait for their turn. One more than `max` is refused with the error `limit`.
 */
export function createGate(
  max: number,
  limit: string,
  atOnce = max,
): (key: string, answer: () => Promise<Response>) => Promise<Response> {
  const places = new Map<string, Waiters>()
  const leave = (key: string, place: Waiters): void => {
    place.inside -= 1
    if (place.inside === 0) places.delete(key)
  }
  return async (key, answer) => {
    const place = places.get(key) ?? { inside: 0, running: 0, waiting: [] }
    if (place.inside >= max)
      return problemResponse(400, { type: 'limit', limit, detail: `At most ${max} requests at a time.` })
    places.set(key, place)
    place.inside += 1
    try {
      const response = await runInTurn(place, atOnce, answer)
      return whenRead(response, () => leave(key, place))
    } catch (error) {
      leave(key, place)
      throw error
    }
  }
}

async function runInTurn(place: Waiters, atOnce: number, answer: () => Promise<Response>): Promise<Response> {
  // Who leaves hands the turn to the next one, so `running` stays as it is.
  if (place.running >= atOnce) await new Promise<void>((resolve) => place.waiting.push(resolve))
  else place.running += 1
  try {
    return await answer()
  } finally {
    const next = place.waiting.shift()
    if (next) next()
    else place.running -= 1
  }
}

function whenRead(response: Response, read: () => void): Response {
  const { body, status, headers } = response
  if (!body || Number(headers.get('content-length') ?? 0) <= maxUnwatched) {
    read()
    return response
  }
  const reader = body.getReader()
  const watched = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (!done) return controller.enqueue(value)
          read()
          controller.close()
        } catch (error) {
          read()
          controller.error(error)
        }
      },
      async cancel(reason) {
        read()
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
  return new Response(watched, { status, headers })
}

/** The body of a request, or null when it is longer than `max` bytes; no more than that is ever held. */
export async function readBody(request: Request, max: number): Promise<Uint8Array | null> {
  const declared = Number(request.headers.get('content-length') ?? 0)
  if (declared > max) {
    await request.body?.cancel()
    return null
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    // Leaving the loop cancels the stream.
    if (size > max) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Bytes that are held for each account: requests that run, and responses that were not yet read. */
interface BufferedBytes {
  /** Reserves and releases bytes of one account. */
  readonly of: (account: string) => TakeBytes
}

export function createBufferedBytes(
  max: { readonly account: number; readonly all: number } = maxBuffered,
): BufferedBytes {
  const held = new Map<string, number>()
  let total = 0
  return {
    of: (account) => (bytes) => {
      const own = (held.get(account) ?? 0) + bytes
      if (bytes > 0 && (own > max.account || total + bytes > max.all)) return false
      total += bytes
      if (own > 0) held.set(account, own)
      else held.delete(account)
      return true
    },
  }
}

/** A body that is made as it is read. `ended` is called once: when it was read to its end, failed or was given up. */
export function readableBody(
  chunks: Iterable<Uint8Array>,
  ended: () => void = () => undefined,
): ReadableStream<Uint8Array> {
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
