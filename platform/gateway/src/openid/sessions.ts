import type { Session } from '@atrium/protocol/register'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as v from 'valibot'
import { errorMessage } from '../log.ts'
import { signedOut } from '../problems.ts'
import { siteOf } from '../requests.ts'
import { freshToken, memorySessionStore, tokenKeys, type SessionStore, type StoredSession } from '../session-store.ts'
import { defaultPreferences, personId, type Sessions, type Visitor } from '../sessions.ts'
import { createProvider, type Identity, type ProviderOptions } from './provider.ts'
import { signedOutRoute, signInRoutes } from './sign-in-routes.ts'

/** Addresses below the base path, beside those of the provider. */
export const sessionPaths = {
  /** GET: the session, as `boot.session`; 401 without one. */
  session: '/api/openid/session',
  /** POST: ends the session; `{ "location": … }` is where the browser signs out at the provider too, or null. */
  signOut: '/api/openid/sign-out',
} as const

export interface OpenIdSessionsOptions extends ProviderOptions {
  /** Default: `memorySessionStore()`, for one process. */
  readonly store?: SessionStore
  /** Claim that is the address of a person. Default: `email`. */
  readonly addressClaim?: string
  /** Claim with the names of groups, text or a list of them, that a canary and the product's APIs know. Default: `groups`. */
  readonly groupsClaim?: string
  /** What the product adds to `boot.session`. Default: nothing. */
  readonly describe?: (identity: Pick<Identity, 'issuer' | 'subject' | 'claims'>) => Partial<Session>
  /** Milliseconds after which one has to sign in again. Default: 12 hours. */
  readonly lifetime?: number
  /** Takes each error, for the log. Default: standard error gets its message. */
  readonly failed?: (error: unknown) => void
  /** Default: `Date.now`. */
  readonly now?: () => number
}

const identitySchema = v.object({
  issuer: v.string(),
  subject: v.string(),
  claims: v.record(v.string(), v.unknown()),
  providerSession: v.nullable(v.string()),
  idToken: v.nullable(v.string()),
  refreshToken: v.nullable(v.string()),
  validUntil: v.nullable(v.number()),
})

/** A session whose token the browser has shown. */
interface Live {
  readonly stored: StoredSession
  readonly keys: ReturnType<typeof tokenKeys>
  readonly identity: Identity
}

const hour = 3_600_000

/** Milliseconds for which a session that is being renewed, or could not be, counts as it was. */
const renewPause = 60_000

/** Groups that are kept of a claim. Beyond it: the rest is left out. */
const maxGroups = 200

const groupsOf = (claim: unknown): Set<string> =>
  new Set(
    [claim]
      .flat()
      .filter((name): name is string => typeof name === 'string' && name !== '')
      .slice(0, maxGroups),
  )

const textOf = (claim: unknown): string => (typeof claim === 'string' ? claim : '')

/** Reads and renews what is in the store. */
function createLiveSessions({ store, provider, now, failed }: Parts) {
  const read = async (token: string): Promise<Live | undefined> => {
    const keys = tokenKeys(token)
    const stored = await store.find(keys.id)
    return stored && { stored, keys, identity: v.parse(identitySchema, keys.open(stored.sealed)) }
  }
  /** One gateway asks the provider; for the others, and while it does not respond, the session stays as it was. */
  const renew = async ({ stored, keys, identity }: Live): Promise<Live | undefined> => {
    const { refreshToken } = identity
    if (refreshToken === null) return { stored, keys, identity }
    const claimed = keys.seal({ ...identity, validUntil: now() + renewPause })
    if (!(await store.replace(stored.id, stored.sealed, claimed))) return { stored, keys, identity }
    try {
      const renewed = await provider.renew(identity, refreshToken)
      if (!renewed) {
        await store.remove({ id: stored.id })
        return undefined
      }
      const sealed = keys.seal(renewed)
      await store.replace(stored.id, claimed, sealed)
      return { stored: { ...stored, sealed }, keys, identity: renewed }
    } catch (error) {
      failed(error)
      return { stored: { ...stored, sealed: claimed }, keys, identity }
    }
  }
  return async (token: string): Promise<Live | undefined> => {
    const live = await read(token)
    const { validUntil } = live?.identity ?? { validUntil: null }
    return live && validUntil !== null && validUntil <= now() ? renew(live) : live
  }
}

interface Parts {
  readonly store: SessionStore
  readonly provider: ReturnType<typeof createProvider>
  readonly now: () => number
  readonly failed: (error: unknown) => void
}

/** What a page and the gateway know of a session. */
function createDescriptions({
  addressClaim,
  groupsClaim,
  ...options
}: Pick<OpenIdSessionsOptions, 'describe'> & { addressClaim: string; groupsClaim: string }) {
  const describe = ({ keys, identity }: Live): Session => {
    const { claims, subject } = identity
    return {
      name: textOf(claims['name']) || textOf(claims[addressClaim]) || subject,
      csrf: keys.csrf,
      preferences: defaultPreferences,
      ...options.describe?.(identity),
    } as Session
  }
  const visitorOf = (live: Live): Visitor => {
    const { issuer, subject, claims } = live.identity
    const address = textOf(claims[addressClaim])
    return {
      id: personId(issuer, subject),
      ...(address === '' ? {} : { address }),
      groups: groupsOf(claims[groupsClaim]),
      session: () => describe(live),
    }
  }
  return { describe, visitorOf }
}

/**
 * Sessions of people who sign in at a provider of OpenID Connect. The browser has one cookie (HttpOnly,
 * `SameSite=Strict`); tokens of the provider are in the store, encrypted with a key that follows from that cookie.
 *
 * @throws AtriumError CONFIG_INVALID for an issuer that is no https address.
 */
export function openIdSessions(options: OpenIdSessionsOptions) {
  const { addressClaim = 'email', groupsClaim = 'groups', lifetime = 12 * hour, now = Date.now } = options
  const provider = createProvider(options, now)
  const store = options.store ?? memorySessionStore(now)
  const failed = options.failed ?? ((error) => void process.stderr.write(`Sign-in: ${errorMessage(error)}\n`))
  const read = createLiveSessions({ store, provider, now, failed })

  const tokenOf = (request: FastifyRequest): string | undefined =>
    request.cookies[siteOf(request).cookieName('', request)]
  /** One look into the store for each request, however often it is needed. */
  const known = new WeakMap<FastifyRequest, Promise<Live | undefined>>()
  const liveOf = (request: FastifyRequest): Promise<Live | undefined> => {
    const token = tokenOf(request)
    const live = known.get(request) ?? (token === undefined ? Promise.resolve(undefined) : read(token))
    known.set(request, live)
    return live
  }
  const { describe, visitorOf } = createDescriptions({ ...options, addressClaim, groupsClaim })
  const begin = async (request: FastifyRequest, reply: FastifyReply, identity: Identity): Promise<void> => {
    const former = await liveOf(request)
    if (former) await store.remove({ id: former.stored.id })
    const token = freshToken()
    const keys = tokenKeys(token)
    await store.add({
      id: keys.id,
      person: personId(identity.issuer, identity.subject),
      providerSession: identity.providerSession,
      sealed: keys.seal(identity),
      endsAt: now() + lifetime,
    })
    const site = siteOf(request)
    const attributes = { ...site.cookieAttributes(request), maxAge: Math.floor(lifetime / 1000) }
    reply.setCookie(site.cookieName('', request), token, attributes)
  }
  /** @throws AtriumError `SIGNED_OUT` or `CSRF_REFUSED` */
  const requireChange = async (request: FastifyRequest): Promise<Live> => {
    siteOf(request).requireSameOrigin(request)
    const live = await liveOf(request)
    if (!live) throw signedOut()
    siteOf(request).requireToken(request, (token) => token === live.keys.csrf)
    return live
  }
  const routes = (app: FastifyInstance): void => {
    signInRoutes(app, { provider, begin, failed })
    signedOutRoute(app, {
      provider,
      async end({ subject, providerSession, issuer }) {
        if (providerSession !== null) await store.remove({ providerSession })
        else if (subject !== null) await store.remove({ person: personId(issuer, subject) })
      },
    })
    app.get(sessionPaths.session, async (request, reply) => {
      const live = await liveOf(request)
      if (!live) throw signedOut()
      return reply.send(describe(live))
    })
    app.post(sessionPaths.signOut, async (request, reply) => {
      const { stored, identity } = await requireChange(request)
      await store.remove({ id: stored.id })
      const site = siteOf(request)
      reply.clearCookie(site.cookieName('', request), site.cookieAttributes(request))
      const home = `${site.originOf(request)}${site.basePath}`
      return reply.send({ location: await provider.signOutAddress(home, identity.idToken) })
    })
    const sweep = setInterval(() => void store.sweep().catch(failed), hour).unref()
    app.addHook('onClose', async () => clearInterval(sweep))
  }
  return {
    async find(request: FastifyRequest): Promise<Visitor | undefined> {
      const live = await liveOf(request)
      return live && visitorOf(live)
    },
    routes,
    requireChange: async (request: FastifyRequest): Promise<Visitor> => visitorOf(await requireChange(request)),
  } satisfies Sessions & { requireChange: unknown }
}
