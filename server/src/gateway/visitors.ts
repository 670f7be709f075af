import { AtriumError, csrfHeader, type Session } from '@atrium/contracts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { LiveSession, NewSession } from '../accounts/session-store.ts'
import { refused, requireSameOrigin } from './same-origin.ts'
import type { Services } from './services.ts'
import type { SessionCookie } from './session-cookie.ts'

/** Who a request comes from. */
export interface Visitors {
  readonly find: (request: FastifyRequest) => LiveSession | undefined
  /** @throws AtriumError `SIGNED_OUT` */
  readonly require: (request: FastifyRequest) => LiveSession
  /**
   * As `require`, for a request that changes something.
   *
   * @throws AtriumError `SIGNED_OUT` or `CSRF_REFUSED`
   */
  readonly requireChange: (request: FastifyRequest) => LiveSession
  /** Begins a session and gives the browser its cookie; the session it had ends (no fixation, no leftovers). */
  readonly admit: (request: FastifyRequest, reply: FastifyReply, session: NewSession) => LiveSession
  readonly dismiss: (request: FastifyRequest, reply: FastifyReply, where: 'here' | 'everywhere') => void
  /** What the page may know of its session. */
  readonly describe: (session: LiveSession) => Session
}

export const signedOut = () => new AtriumError('SIGNED_OUT', { subject: 'this browser', remedy: 'Sign in.' })

export function createVisitors(services: Services, cookie: SessionCookie): Visitors {
  const { config, sessions, preferences, csrf, streams } = services
  const find = (request: FastifyRequest) => {
    const token = cookie.read(request)
    const session = token === undefined ? undefined : sessions.find(token)
    // One that was begun with another kind of mail server means nothing to this one.
    return session && (session.credential !== null) === (config.jmapUpstream !== null) ? session : undefined
  }
  const require = (request: FastifyRequest) => {
    const session = find(request)
    if (!session) throw signedOut()
    return session
  }
  const end = (session: LiveSession) => {
    sessions.end(session.id)
    streams.endSession(session.id)
  }
  return {
    find,
    require,
    requireChange(request) {
      requireSameOrigin(config, request)
      const session = require(request)
      const token = request.headers[csrfHeader]
      if (typeof token !== 'string' || !csrf.matches(session.id, token)) throw refused(`a request without ${csrfHeader}`)
      return session
    },
    admit(request, reply, wanted) {
      const former = find(request)
      if (former) end(former)
      const token = sessions.begin(wanted)
      const session = sessions.find(token)
      if (!session) throw new Error('A session that was just begun is not there')
      cookie.set(request, reply, token)
      return session
    },
    dismiss(request, reply, where) {
      const session = find(request)
      if (session && where === 'everywhere') {
        sessions.endAll(session.account.id)
        streams.endAccount(session.account.id)
      } else if (session) end(session)
      cookie.clear(request, reply)
    },
    describe: ({ id, account, mailAccount }) => ({
      accountId: mailAccount,
      address: account.address,
      name: account.name,
      csrf: csrf.token(id),
      preferences: preferences.read(account.id),
    }),
  }
}
