import {
  causedBy,
  clientKey,
  createRateLimiter,
  personId,
  rateLimited,
  readBody,
  RetryLaterError,
  signedOut,
  siteOf,
  type Sessions,
  type Visitor,
} from '@atrium/gateway'
import { signedOutRoute, signInRoutes as openIdRoutes, type Provider } from '@atrium/gateway/openid'
import {
  mailPaths,
  MailError,
  changePasswordSchema,
  signInSchema,
  signUpSchema,
  type MailSession,
  type SignedInDevice,
} from '@atrium/mail-contracts'
import { AtriumError } from '@atrium/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createHash } from 'node:crypto'
import { cohortsOf, type Config } from '../config.ts'
import { whenWritable } from '../database/busy.ts'
import { diskFull, type DiskReserve } from '../database/disk-reserve.ts'
import type { OpenStreams } from '../jmap-proxy/open-streams.ts'
import type { Authenticated, ChangePassword, CreateAccount, Credentials, NewSession } from './accounts.ts'
import { FairQueue, maxHashesAtOnce, maxUpstreamChecksAtOnce } from './fair-queue.ts'
import type { OpenIdAccounts } from './openid-accounts.ts'
import type { PreferencesStore } from './preferences.ts'
import type { Csrf, LiveSession, SessionStore } from './session-store.ts'
import { createSignInGuard, type SignInGuard } from './sign-in-guard.ts'

/** Programs by what is in their `User-Agent`, the more particular first: most name others too. */
const programs: readonly (readonly [mark: string, name: string])[] = [
  ['Edg/', 'Edge'],
  ['EdgA/', 'Edge'],
  ['OPR/', 'Opera'],
  ['SamsungBrowser/', 'Samsung Internet'],
  ['Firefox/', 'Firefox'],
  ['FxiOS/', 'Firefox'],
  ['CriOS/', 'Chrome'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
]

const systems: readonly (readonly [mark: string, name: string])[] = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['CrOS', 'ChromeOS'],
  ['Windows', 'Windows'],
  ['Macintosh', 'macOS'],
  ['Linux', 'Linux'],
]

/** Characters of a `User-Agent` that are looked at. Beyond it: the rest is ignored. */
const maxUserAgent = 500

/** What a person would call a device: `Firefox on Linux`. Empty when its `User-Agent` names nothing known. */
export function deviceName(userAgent: string | undefined): string {
  const text = userAgent?.slice(0, maxUserAgent) ?? ''
  const named = (table: typeof programs): string | undefined => table.find(([mark]) => text.includes(mark))?.[1]
  return [named(programs), named(systems)].filter((name) => name !== undefined).join(' on ')
}

interface OpenIdSignIn {
  readonly provider: Provider
  readonly accounts: OpenIdAccounts
  /** Takes each error, for the log. */
  readonly failed: (error: unknown) => void
}

export interface PasswordSessionsOptions {
  readonly config: Config
  readonly store: SessionStore
  readonly csrf: Csrf
  readonly preferences: PreferencesStore
  readonly disk: DiskReserve
  /** Responses in progress, which end with their session. */
  readonly streams: OpenStreams
  /** @throws AtriumError `CREDENTIALS_WRONG` or `UPSTREAM_UNREACHABLE` */
  readonly authenticate: (credentials: Credentials) => Promise<Authenticated>
  /** A name as it was typed → as the mail server spells it. */
  readonly userName: (typed: string) => string
  /** Null when no accounts can be made here: sign-up is off, or another mail server has them. */
  readonly createAccount: CreateAccount | null
  /** A provider that people can sign in at too; null without one. */
  readonly openId: OpenIdSignIn | null
  /** Null when another mail server has the passwords. */
  readonly changePassword: ChangePassword | null
}

/** Who vouches for people with a password here: an address has one spelling, and is a person at every server with it. */
const passwordIssuer = 'address'

/** Sessions of people who sign in with a password: a token in a cookie, a second one against forged requests. */
export class PasswordSessions implements Sessions {
  readonly #options: PasswordSessionsOptions
  readonly #queue: FairQueue
  readonly #guard: SignInGuard

  constructor(options: PasswordSessionsOptions) {
    this.#options = options
    const { freeSignIns, jmapUpstream } = options.config
    this.#queue = new FairQueue({
      atOnce: jmapUpstream === null ? maxHashesAtOnce : maxUpstreamChecksAtOnce,
      refusal: () => rateLimited(busyWait),
    })
    this.#guard = createSignInGuard({ free: freeSignIns, queue: this.#queue })
  }

  /** The session of a browser's cookie. */
  live(request: FastifyRequest): LiveSession | undefined {
    const { config, store } = this.#options
    const site = siteOf(request)
    // Behind TLS the cookie had no installation in its name before; who has it stays signed in.
    const former = site.isHttps(request) ? request.cookies['__Host-atrium'] : undefined
    const token = request.cookies[site.cookieName('', request)] ?? former
    if (token === undefined) return undefined
    const session = store.find(token)
    if (!session) {
      site.explain(
        'SIGNED_OUT',
        'browsers come with sessions that do not exist here: they were ended, have expired (ATRIUM_SESSION_IDLE_HOURS, ATRIUM_SESSION_MAX_DAYS), or are of another database (DATA_DIR).',
      )
      return undefined
    }
    // One that was started with another kind of mail server means nothing to this one.
    if ((session.credential !== null) === (config.jmapUpstream !== null)) return session
    site.explain(
      'SIGNED_OUT',
      'sessions are refused that were started before ATRIUM_JMAP_UPSTREAM was changed. Users sign in again.',
    )
    return undefined
  }

  find(request: FastifyRequest): Visitor | undefined {
    const live = this.live(request)
    if (!live) return undefined
    const { account } = live
    return {
      id: personId(passwordIssuer, account.address),
      address: account.address,
      groups: cohortsOf(this.#options.config.cohorts, account.address),
      session: () => this.describe(live),
    }
  }

  /** @throws AtriumError `SIGNED_OUT` */
  require(request: FastifyRequest): LiveSession {
    const session = this.live(request)
    if (!session) throw signedOut()
    return session
  }

  /**
   * As `require`, for a request that changes something.
   *
   * @throws AtriumError `SIGNED_OUT` or `CSRF_REFUSED`
   */
  requireChange(request: FastifyRequest): LiveSession {
    siteOf(request).requireSameOrigin(request)
    const session = this.require(request)
    siteOf(request).requireToken(request, (token) => this.#options.csrf.matches(session.id, token))
    return session
  }

  /** Begins a session and gives the browser its cookie; the session it had ends (no fixation, no leftovers). */
  begin(request: FastifyRequest, reply: FastifyReply, wanted: NewSession): LiveSession {
    const former = this.live(request)
    if (former) this.#end(former)
    const token = this.#options.store.begin({ ...wanted, device: deviceName(request.headers['user-agent']) })
    const session = this.#options.store.find(token)
    if (!session) throw new Error('A session that was just created is missing')
    this.#setCookie(request, reply, token)
    return session
  }

  /** Ends all sessions of an account. */
  endAll(accountId: string): void {
    this.#options.store.endAll(accountId)
    this.#options.streams.endAccount(accountId)
  }

  end(request: FastifyRequest, reply: FastifyReply, where: 'here' | 'everywhere'): void {
    const session = this.live(request)
    if (session && where === 'everywhere') this.endAll(session.account.id)
    else if (session) this.#end(session)
    const site = siteOf(request)
    reply.clearCookie(site.cookieName('', request), site.cookieAttributes(request))
    // Pictures and attachments of mail that the browser has cached. Not storage: it holds the serial of the registry.
    reply.header('clear-site-data', '"cache"')
  }

  /** Leaves this browser signed in, with a new token, and no other: a token that was stolen is worth nothing. */
  endOthers(request: FastifyRequest, reply: FastifyReply, { id, account }: LiveSession): void {
    const { store, streams } = this.#options
    store.endOthers(account.id, id)
    this.#setCookie(request, reply, store.rotate(id))
    streams.endOthers(account.id, id)
  }

  /** What the page may know of its session. */
  describe({ id, account, mailAccount, endsAt }: LiveSession): MailSession {
    const { config, csrf, preferences } = this.#options
    return {
      accountId: mailAccount,
      address: account.address,
      name: account.name,
      csrf: csrf.token(id),
      preferences: preferences.read(account.id),
      endsIn: Math.max(0, endsAt - Date.now()),
      ...(config.authServer === null ? {} : { authServer: config.authServer }),
    }
  }

  /**
   * Checks the password of the account once more. Wrong ones count as failures to sign in.
   *
   * @throws AtriumError `CREDENTIALS_WRONG`, `RATE_LIMITED` or `UPSTREAM_UNREACHABLE`
   */
  async confirm(credentials: Credentials, client: string): Promise<void> {
    const who = { address: credentials.address.toLowerCase(), client }
    await this.#guard(who, () => this.#options.authenticate(credentials))
  }

  /** The devices that are signed in to the account of a session. */
  devices({ id, account }: LiveSession): readonly SignedInDevice[] {
    return this.#options.store.list(account.id).map((device) => ({
      id: publicId(device.id),
      device: device.device,
      signedInAt: new Date(device.createdAt).toISOString(),
      usedAt: new Date(device.usedAt).toISOString(),
      current: device.id.equals(id),
    }))
  }

  /** Signs out one device of the account. @returns false when there is no such one */
  endDevice({ account }: LiveSession, device: string): boolean {
    const { store, streams } = this.#options
    const found = store.list(account.id).find(({ id }) => publicId(id) === device)
    if (!found) return false
    store.end(found.id)
    streams.endSession(found.id)
    return true
  }

  routes(app: FastifyInstance): void {
    signInRoutes(app, { ...this.#options, sessions: this, queue: this.#queue, guard: this.#guard })
    deviceRoutes(app, this)
  }

  #setCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
    const site = siteOf(request)
    const maxAge = Math.floor(this.#options.config.sessionMaximum / 1000)
    reply.setCookie(site.cookieName('', request), token, { ...site.cookieAttributes(request), maxAge })
  }

  #end(session: LiveSession): void {
    this.#options.store.end(session.id)
    this.#options.streams.endSession(session.id)
  }
}

/** What a page may know of the id of a session: it is the hash of a token, and the key of a CSRF token. */
const publicId = (id: Uint8Array): string => createHash('sha256').update(id).digest('hex').slice(0, 24)

const hour = 3_600_000

/**
 * Sign-ups of one client in an hour that do not lead to an account, such as tries of names that are taken. Default:
 * 100. Beyond it: further ones are refused with 429 and `Retry-After`, so that no list of the addresses that exist
 * can be made.
 */
const maxRefusedSignUpsPerHour = 100

/** Milliseconds after which a client that was refused because too many attempts wait may try again. */
const busyWait = 2000

interface SignInRoute extends PasswordSessionsOptions {
  readonly sessions: PasswordSessions
  readonly queue: FairQueue
  readonly guard: SignInGuard
}

function signUpRoute(app: FastifyInstance, { config, disk, createAccount, sessions, queue }: SignInRoute): void {
  const refused = createRateLimiter({ uses: maxRefusedSignUpsPerHour, window: hour })
  const made = createRateLimiter({ uses: config.signUpsPerHour, window: hour })
  app.post(mailPaths.accounts, async (request, reply) => {
    siteOf(request).requireSameOrigin(request)
    if (!createAccount)
      throw causedBy(
        new MailError('SIGN_UP_CLOSED', { subject: config.mailDomain, remedy: 'Contact your administrator.' }),
        config.jmapUpstream === null
          ? 'sign-ups are refused. ATRIUM_SIGN_UP=on lets visitors create an account; `account create` creates one for them.'
          : 'sign-ups are refused, because ATRIUM_JMAP_UPSTREAM names another mail server that has the accounts.',
      )
    const wanted = readBody(signUpSchema, request.body)
    if (!disk.hasSpace()) throw diskFull('no new accounts')
    const client = clientKey(request)
    // Both are counted before the slow work, and the one that does not apply is taken back after it.
    const over = made.wait(client)
    const wait = over || refused.take(client) || made.take(client)
    if (wait > 0)
      throw over > 0
        ? causedBy(
            rateLimited(wait),
            `sign-ups of a client are refused after ${config.signUpsPerHour} accounts in an hour: ATRIUM_RATE_SIGN_UP.`,
          )
        : rateLimited(wait)
    const account = await createAccount(wanted, (hash) => queue.run({ client }, hash)).catch((error: unknown) => {
      made.giveBack(client)
      // No name was tried.
      if (error instanceof RetryLaterError) refused.giveBack(client)
      throw error
    })
    refused.giveBack(client)
    const session = await whenWritable(() =>
      sessions.begin(request, reply, { accountId: account.id, mailAccount: account.id, credential: null }),
    )
    return reply.code(201).send(sessions.describe(session))
  })
}

/** Guesses of the password in force count as guesses at the door. */
function passwordRoute(app: FastifyInstance, { changePassword, sessions, guard }: SignInRoute): void {
  app.put(mailPaths.password, async (request, reply) => {
    const session = sessions.requireChange(request)
    if (!changePassword)
      throw causedBy(
        new MailError('PASSWORD_NOT_HERE', {
          subject: session.account.address,
          remedy: 'Change it at the mail server.',
        }),
        'changes of passwords are refused, because ATRIUM_JMAP_UPSTREAM names another mail server that has them.',
      )
    const wanted = readBody(changePasswordSchema, request.body)
    const who = { address: session.account.address, client: clientKey(request) }
    await guard(who, () => changePassword(session.account.id, wanted))
    await whenWritable(() => sessions.endOthers(request, reply, session))
    return reply.code(204).send()
  })
}

/** Signing in at a provider, which also says when its own session has ended. */
function providerRoutes(
  app: FastifyInstance,
  sessions: PasswordSessions,
  { provider, accounts, failed }: OpenIdSignIn,
) {
  openIdRoutes(app, {
    provider,
    failed,
    async begin(request, reply, identity) {
      const { id } = await accounts.of(identity)
      await whenWritable(() => sessions.begin(request, reply, { accountId: id, mailAccount: id, credential: null }))
    },
  })
  signedOutRoute(app, {
    provider,
    async end({ issuer, subject }) {
      const account = subject === null ? undefined : accounts.idOf(issuer, subject)
      if (account !== undefined) await whenWritable(() => sessions.endAll(account))
    },
  })
}

/** Signing up, in and out. */
function signInRoutes(app: FastifyInstance, options: SignInRoute): void {
  const { authenticate, userName, sessions, guard } = options
  app.post(mailPaths.session, async (request, reply) => {
    siteOf(request).requireSameOrigin(request)
    const { address: typed, password } = readBody(signInSchema, request.body)
    const address = userName(typed)
    const who = { address: address.toLowerCase(), client: clientKey(request) }
    const { session } = await guard(who, () => authenticate({ address, password }))
    return sessions.describe(await whenWritable(() => sessions.begin(request, reply, session)))
  })
  app.get(mailPaths.session, (request, reply) => reply.send(sessions.describe(sessions.require(request))))
  app.delete(mailPaths.session, async (request, reply) => {
    if (sessions.live(request)) sessions.requireChange(request)
    await whenWritable(() => sessions.end(request, reply, 'here'))
    return reply.code(204).send()
  })
  app.delete(mailPaths.sessions, async (request, reply) => {
    sessions.requireChange(request)
    await whenWritable(() => sessions.end(request, reply, 'everywhere'))
    return reply.code(204).send()
  })
  passwordRoute(app, options)
  signUpRoute(app, options)
  if (options.openId) providerRoutes(app, sessions, options.openId)
}

/** The devices that are signed in to the account: list them, sign out one of them. */
function deviceRoutes(app: FastifyInstance, sessions: PasswordSessions): void {
  app.get(mailPaths.sessions, (request, reply) =>
    reply.header('cache-control', 'no-store').send(sessions.devices(sessions.require(request))),
  )
  app.delete<{ Params: { id: string } }>(`${mailPaths.sessions}/:id`, async (request, reply) => {
    const session = sessions.requireChange(request)
    const { id } = request.params
    if (!(await whenWritable(() => sessions.endDevice(session, id))))
      throw new AtriumError('NOT_FOUND', { subject: `session ${id}`, remedy: 'Reload the list.' })
    return reply.code(204).send()
  })
}
