import { problemResponse } from '../protocol/problem-response.ts'

/** Lets at most `max` requests of one account run at a time (RFC 8620 §2). */
export function createGate(
  max: number,
  limit: string,
): (key: string, answer: () => Promise<Response>) => Promise<Response> {
  const running = new Map<string, number>()
  return async (key, answer) => {
    const count = running.get(key) ?? 0
    if (count >= max) return problemResponse(400, { type: 'limit', limit, detail: `At most ${max} at a time.` })
    running.set(key, count + 1)
    try {
      return await answer()
    } finally {
      const left = (running.get(key) ?? 1) - 1
      if (left > 0) running.set(key, left)
      else running.delete(key)
    }
  }
}
