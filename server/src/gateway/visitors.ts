import { AtriumError, csrfHeader } from '@atrium/protocol'
import type { Session } from '@atrium/mail-contracts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { LiveSession, NewSession } from '../accounts/session-store.ts'
import { refused, requireSameOrigin } from './same-origin.ts'
import { cohortsOf } from './cohorts.ts'
import { rememberedPreviews } from './page-previews.ts'
import type { Person } from './person.ts'
import type { Services } from './services.ts'
import type { SessionCookie } from './session-cookie.ts'

export const signedOut = () => new AtriumError('SIGNED_OUT', { subject: 'this browser', remedy: 'Sign in.' })

/** Who a request comes from. */
export class Visitors {
  readonly #services: Services
  readonly #cookie: SessionCookie

  constructor(services: Services, cookie: SessionCookie) {
    this.#services = services
    this.#cookie = cookie
  }

  find(request: FastifyRequest): LiveSession | undefined {
    const { config, sessions } = this.#services
    const token = this.#cookie.read(request)
    const session = token === undefined ? undefined : sessions.find(token)
    // One that was begun with another kind of mail server means nothing to this one.
    return session && (session.credential !== null) === (config.jmapUpstream !== null) ? session : undefined
  }

  /** @throws AtriumError `SIGNED_OUT` */
  require(request: FastifyRequest): LiveSession {
    const session = this.find(request)
    if (!session) throw signedOut()
    return session
  }

  /**
   * As `require`, for a request that changes something.
   *
   * @throws AtriumError `SIGNED_OUT` or `CSRF_REFUSED`
   */
  requireChange(request: FastifyRequest): LiveSession {
    const { config, csrf } = this.#services
    requireSameOrigin(config, request)
    const session = this.require(request)
    const token = request.headers[csrfHeader]
    if (typeof token !== 'string' || !csrf.matches(session.id, token)) throw refused(`a request without ${csrfHeader}`)
    return session
  }

  /** Begins a session and gives the browser its cookie; the session it had ends (no fixation, no leftovers). */
  admit(request: FastifyRequest, reply: FastifyReply, wanted: NewSession): LiveSession {
    const former = this.find(request)
    if (former) this.#end(former)
    const token = this.#services.sessions.begin(wanted)
    const session = this.#services.sessions.find(token)
    if (!session) throw new Error('A session that was just begun is not there')
    this.#cookie.set(request, reply, token)
    return session
  }

  dismiss(request: FastifyRequest, reply: FastifyReply, where: 'here' | 'everywhere'): void {
    const session = this.find(request)
    if (session && where === 'everywhere') {
      this.#services.sessions.endAll(session.account.id)
      this.#services.streams.endAccount(session.account.id)
    } else if (session) this.#end(session)
    this.#cookie.clear(request, reply)
    // Pictures and attachments of mail that the browser has kept. Not storage: it holds the serial of the registry.
    reply.header('clear-site-data', '"cache"')
  }

  /** Leaves this browser signed in, with a new token, and no other: a token that was stolen is worth nothing. */
  keepOnly(request: FastifyRequest, reply: FastifyReply, { id, account }: LiveSession): void {
    this.#services.sessions.endOthers(account.id, id)
    this.#cookie.set(request, reply, this.#services.sessions.rotate(id))
    this.#services.streams.endOthers(account.id, id)
  }

  /** As much of who asks as decides which releases they get. */
  person(request: FastifyRequest, live: LiveSession | undefined): Person {
    const { config } = this.#services
    const account = live?.account
    const cohorts = account ? cohortsOf(config.cohorts, account.address) : new Set<string>()
    return { id: account?.id, cohorts, previews: rememberedPreviews(config, request) }
  }

  /** What the page may know of its session. */
  describe({ id, account, mailAccount }: LiveSession): Session {
    const { config, csrf, preferences } = this.#services
    return {
      accountId: mailAccount,
      address: account.address,
      name: account.name,
      csrf: csrf.token(id),
      preferences: preferences.read(account.id),
      ...(config.authServer === null ? {} : { authServer: config.authServer }),
    }
  }

  #end(session: LiveSession): void {
    this.#services.sessions.end(session.id)
    this.#services.streams.endSession(session.id)
  }
}
