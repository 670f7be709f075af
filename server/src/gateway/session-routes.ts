import { paths } from '@atrium/protocol'
import { MailError, changePasswordSchema, signInSchema, signUpSchema } from '@atrium/mail-contracts'
import type { FastifyInstance } from 'fastify'
import { createRateLimiter } from '../accounts/rate-limiter.ts'
import { clientKey } from './client-key.ts'
import { readBody } from './read-body.ts'
import { requireSameOrigin } from './same-origin.ts'
import type { Services } from './services.ts'
import { createSignInGuard, type SignInGuard } from './sign-in-guard.ts'
import { TooManyAttempts } from './too-many-attempts.ts'
import type { Visitors } from './visitors.ts'

const hour = 3_600_000

function signUpRoute(app: FastifyInstance, { config, createAccount }: Services, visitors: Visitors): void {
  const made = createRateLimiter({ uses: config.signUpsPerHour, window: hour })
  app.post(paths.accounts, async (request, reply) => {
    requireSameOrigin(config, request)
    if (!createAccount)
      throw new MailError('SIGN_UP_CLOSED', { subject: config.mailDomain, remedy: 'Ask its operator.' })
    const wanted = readBody(signUpSchema, request.body)
    const client = clientKey(request)
    const wait = made.wait(client)
    if (wait > 0) throw new TooManyAttempts(wait)
    const account = await createAccount(wanted)
    made.count(client)
    const session = visitors.admit(request, reply, { accountId: account.id, mailAccount: account.id, credential: null })
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
    visitors.keepOnly(session)
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
  const guard = createSignInGuard(config.freeSignIns)

  app.post(paths.session, async (request, reply) => {
    requireSameOrigin(config, request)
    const { address: typed, password } = readBody(signInSchema, request.body)
    const address = userName(typed)
    const who = { address: address.toLowerCase(), client: clientKey(request) }
    const { session } = await guard(who, () => authenticate({ address, password }))
    return visitors.describe(visitors.admit(request, reply, session))
  })
  app.get(paths.session, (request, reply) => reply.send(visitors.describe(visitors.require(request))))
  app.delete(paths.session, async (request, reply) => {
    if (visitors.find(request)) visitors.requireChange(request)
    visitors.dismiss(request, reply, 'here')
    return reply.code(204).send()
  })
  app.delete(paths.sessions, async (request, reply) => {
    visitors.requireChange(request)
    visitors.dismiss(request, reply, 'everywhere')
    return reply.code(204).send()
  })
  passwordRoute(app, { services, visitors, guard })
  signUpRoute(app, services, visitors)
}
