import { createHash } from 'node:crypto'
import { readUpstreamSession, type UpstreamSession } from './upstream-session.ts'

/** Where each person's requests go at the mail server. */
export interface UpstreamSessions {
  /** As it was, not long ago. */
  readonly recent: (authorization: string) => Promise<UpstreamSession>
  /** As it is now. */
  readonly fresh: (authorization: string) => Promise<UpstreamSession>
}

/** Milliseconds. */
const lifetime = 10 * 60_000
const maxSessions = 1000

export function createUpstreamSessions(server: string, now: () => number = Date.now): UpstreamSessions {
  const known = new Map<string, { at: number; session: Promise<UpstreamSession> }>()
  const keyOf = (authorization: string): string => createHash('sha256').update(authorization).digest('base64')
  const fresh = (authorization: string): Promise<UpstreamSession> => {
    const key = keyOf(authorization)
    const session = readUpstreamSession(server, authorization)
    known.delete(key)
    known.set(key, { at: now(), session })
    session.catch(() => known.delete(key))
    const [oldest] = known.size > maxSessions ? known.keys() : []
    if (oldest !== undefined) known.delete(oldest)
    return session
  }
  return {
    fresh,
    recent(authorization) {
      const entry = known.get(keyOf(authorization))
      return entry && now() - entry.at < lifetime ? entry.session : fresh(authorization)
    },
  }
}
