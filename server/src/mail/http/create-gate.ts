import { problemResponse } from '../protocol/problem-response.ts'

/** Octets up to which a response is not worth watching until it was read. */
const small = 64_000

interface Place {
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
  const places = new Map<string, Place>()
  const leave = (key: string, place: Place): void => {
    place.inside -= 1
    if (place.inside === 0) places.delete(key)
  }
  return async (key, answer) => {
    const place = places.get(key) ?? { inside: 0, running: 0, waiting: [] }
    if (place.inside >= max) return problemResponse(400, { type: 'limit', limit, detail: `At most ${max} at a time.` })
    places.set(key, place)
    place.inside += 1
    try {
      const response = await run(place, atOnce, answer)
      return whenRead(response, () => leave(key, place))
    } catch (error) {
      leave(key, place)
      throw error
    }
  }
}

async function run(place: Place, atOnce: number, answer: () => Promise<Response>): Promise<Response> {
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
  if (!body || Number(headers.get('content-length') ?? 0) <= small) {
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
