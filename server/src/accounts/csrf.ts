import { createHmac, timingSafeEqual } from 'node:crypto'

export interface Csrf {
  /** What a page of this session sends back with every change. Same for the whole session. */
  readonly token: (sessionId: Uint8Array) => string
  readonly matches: (sessionId: Uint8Array, token: string) => boolean
}

export function createCsrf(key: Uint8Array): Csrf {
  const token = (sessionId: Uint8Array): string => createHmac('sha256', key).update(sessionId).digest('base64url')
  return {
    token,
    matches(sessionId, given) {
      const wanted = Buffer.from(token(sessionId))
      const got = Buffer.from(given)
      return wanted.length === got.length && timingSafeEqual(wanted, got)
    },
  }
}
