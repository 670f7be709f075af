import { paths } from '@atrium/protocol'
import { MailError, changePasswordSchema, signInSchema, signUpSchema } from '@atrium/mail-contracts'
import type { FastifyInstance } from 'fastify'
import { FairQueue, maxHashesAtOnce, maxUpstreamChecksAtOnce } from '../accounts/fair-queue.ts'
import { createRateLimiter } from '../accounts/rate-limiter.ts'
import { whenWritable } from '../database/busy.ts'
import { clientKey } from './client-key.ts'
import { readBody } from './read-body.ts'
import { requireSameOrigin } from './same-origin.ts'
import type { Services } from './services.ts'
import { createSignInGuard, type SignInGuard } from './sign-in-guard.ts'
import { TooManyAttempts } from './too-many-attempts.ts'
import type { Visitors } from './visitors.ts'

const hour = 3_600_000

/**
 * Sign-ups of one client in an hour that do not lead to an account, such as tries of names that are taken.
 * Default: 100. Further ones are refused with 429 and `Retry-After`, so that no list of the addresses that exist can
 * be made. A constant.
 */
const maxRefusedSignUpsPerHour = 100

/** Milliseconds after which a client that was refused because too many attempts wait may try again. */
const busyWait = 2000

interface SignUpRoute {
  readonly services: Services
  readonly visitors: Visitors
  readonly queue: FairQueue
}

function signUpRoute(app: FastifyInstance, { services: { config, disk, createAccount }, visitors, queue }: SignUpRoute): void {
  const refused = createRateLimiter({ uses: maxRefusedSignUpsPerHour, window: hour })
  const made = createRateLimiter({ uses: config.signUpsPerHour, window: hour })
  app.post(paths.accounts, async (request, reply) => {
    requireSameOrigin(config, request)
    if (!createAccount)
      throw new MailError('SIGN_UP_CLOSED', { subject: config.mailDomain, remedy: 'Ask its operator.' })
    const wanted = readBody(signUpSchema, request.body)
    if (!disk.hasRoom())
      throw new MailError('DISK_FULL', { subject: 'no new accounts', remedy: 'Its operator must free space.' })
    const client = clientKey(request)
    // Both are counted before the slow work, and the one that does not apply is taken back after it.
    const wait = made.wait(client) || refused.take(client) || made.take(client)
    if (wait > 0) throw new TooManyAttempts(wait)
    const account = await createAccount(wanted, (hash) => queue.run({ client }, hash)).catch((error: unknown) => {
      made.giveBack(client)
      // No name was tried.
      if (error instanceof TooManyAttempts) refused.giveBack(client)
      throw error
    })
    refused.giveBack(client)
    const session = await whenWritable(() => visitors.admit(request, reply, { accountId: account.id, mailAccount: account.id, credential: null }))
    return reply.code(201).send(visitors.describe(session))
  })
}

/** Guesses of the password in force count as guesses at the door. */
function passwordRoute(app: FastifyInstance, { services, visitors, guard }: PasswordRoute): void {
  app.put(paths.password, async (request, reply) => {
    const session = visitors.requireChange(request)
    const { changePassword } = services
    if (!changePassword)
      throw new MailError('PASSWORD_NOT_HERE', { subject: session.account.address, remedy: 'Change it at the mail server.' })
    const wanted = readBody(changePasswordSchema, request.body)
    const who = { address: session.account.address, client: clientKey(request) }
    await guard(who, () => changePassword(session.account.id, wanted))
    await whenWritable(() => visitors.keepOnly(request, reply, session))
    return reply.code(204).send()
  })
}

interface PasswordRoute {
  readonly services: Services
  readonly visitors: Visitors
  readonly guard: SignInGuard
}

/** Signing up, in and out. */
export function sessionRoutes(app: FastifyInstance, services: Services, visitors: Visitors): void {
  const { config, authenticate, userName } = services
  const queue = new FairQueue({
    atOnce: config.jmapUpstream === null ? maxHashesAtOnce : maxUpstreamChecksAtOnce,
    refusal: () => new TooManyAttempts(busyWait),
  })
  const guard = createSignInGuard({ free: config.freeSignIns, queue })

  app.post(paths.session, async (request, reply) => {
    requireSameOrigin(config, request)
    const { address: typed, password } = readBody(signInSchema, request.body)
    const address = userName(typed)
    const who = { address: address.toLowerCase(), client: clientKey(request) }
    const { session } = await guard(who, () => authenticate({ address, password }))
    return visitors.describe(await whenWritable(() => visitors.admit(request, reply, session)))
  })
  app.get(paths.session, (request, reply) => reply.send(visitors.describe(visitors.require(request))))
  app.delete(paths.session, async (request, reply) => {
    if (visitors.find(request)) visitors.requireChange(request)
    await whenWritable(() => visitors.dismiss(request, reply, 'here'))
    return reply.code(204).send()
  })
  app.delete(paths.sessions, async (request, reply) => {
    visitors.requireChange(request)
    await whenWritable(() => visitors.dismiss(request, reply, 'everywhere'))
    return reply.code(204).send()
  })
  passwordRoute(app, { services, visitors, guard })
  signUpRoute(app, { services, visitors, queue })
}
