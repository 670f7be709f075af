import { AtriumError } from '@atrium/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as v from 'valibot'
import { errorMessage, quoted } from '../log.ts'
import { causedBy } from '../problems.ts'
import { addressOf, siteOf } from '../requests.ts'
import { escapeHtml } from '../shell-release.ts'
import { signInFailed, type Identity, type Provider } from './provider.ts'

/** Addresses below the base path. `callback` is what is registered at the provider. */
export const openIdPaths = {
  /** `?to=/path` says where to go afterwards. */
  start: '/api/openid/start',
  callback: '/api/openid/callback',
  /** Taken from the provider: POST with `logout_token`. */
  signedOut: '/api/openid/signed-out',
} as const

/** Characters of the path to open afterwards; it is kept in a cookie. Beyond it: the start page is opened. */
const maxWanted = 2000

/** Seconds that a person has for signing in at the provider. */
const attemptLifetime = 600

const attemptSchema = v.object({
  state: v.string(),
  nonce: v.string(),
  verifier: v.string(),
  to: v.string(),
})

type Pending = v.InferOutput<typeof attemptSchema>

interface Document {
  readonly title: string
  readonly detail: string
  readonly link: { readonly text: string; readonly href: string }
  /** Goes there at once. */
  readonly refresh?: true
}

/** A document without scripts and styles: the policy of API responses holds for it. */
const html = ({ title, detail, link, refresh }: Document): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${escapeHtml(title)}</title>
${refresh ? `<meta http-equiv="refresh" content="0;url=${escapeHtml(link.href)}">` : ''}</head>
<body><h1>${escapeHtml(title)}</h1><p>${escapeHtml(detail)}</p><p><a href="${escapeHtml(link.href)}">${escapeHtml(link.text)}</a></p></body></html>
`

const send = (reply: FastifyReply, status: number, document: Document): FastifyReply =>
  reply.code(status).type('text/html; charset=utf-8').send(html(document))

/** For the operator: what went wrong, and what the provider or the library said. */
function explanationOf(request: FastifyRequest, error: AtriumError): string {
  const cause = error.cause === undefined ? '' : ` (${quoted(errorMessage(error.cause))})`
  const { settingNames } = siteOf(request)
  return `signing in at the provider did not work: ${error.message}${cause} Compare ${settingNames.openId} with what the provider has of this site.`
}

/** A path of this site, below its base path; the start page for anything else, so that no link leads elsewhere. */
function localPath(basePath: string, wanted: string): string {
  const { pathname, search, hash } = addressOf(wanted)
  const path = `/${pathname.replace(/^\/+/, '')}`
  return wanted.startsWith('/') && path.startsWith(basePath) ? `${path}${search}${hash}` : basePath
}

interface SignInRoutes {
  readonly provider: Provider
  /** Begins the session. What it throws is shown as the reason why signing in did not work. */
  readonly begin: (request: FastifyRequest, reply: FastifyReply, identity: Identity) => Promise<void>
  /** Called with each error that was not foreseen, for the log. */
  readonly failed?: (error: unknown) => void
}

/**
 * The way to the provider and back. The attempt (state, nonce, verifier) is in a cookie that only the way back needs:
 * `SameSite=Lax`, because the provider's redirect comes from another site. The session's own cookie stays `Strict`: the
 * way back ends with a document of this site that opens the page, since a browser sends no such cookie along a redirect
 * that began elsewhere (RFC 6265bis §5.2).
 */
export function signInRoutes(app: FastifyInstance, { provider, begin, failed = () => undefined }: SignInRoutes): void {
  const cookieOf = (request: FastifyRequest) => {
    const site = siteOf(request)
    return {
      name: site.cookieName('openid', request),
      attributes: { ...site.cookieAttributes(request), sameSite: 'lax' as const },
    }
  }
  const urlOf = (request: FastifyRequest, path: string): string => {
    const { originOf, basePath } = siteOf(request)
    return `${originOf(request)}${basePath.slice(0, -1)}${path}`
  }
  const attemptOf = (request: FastifyRequest): Pending | undefined => {
    const stored = request.cookies[cookieOf(request).name]
    if (stored === undefined) return undefined
    try {
      const parsed = v.safeParse(attemptSchema, JSON.parse(Buffer.from(stored, 'base64url').toString()))
      return parsed.success ? parsed.output : undefined
    } catch {
      return undefined
    }
  }
  const refuse = (request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply => {
    const isNamed = error instanceof AtriumError
    // What can be caused by opening an address is logged once, so that it cannot fill the log.
    if (isNamed) siteOf(request).explain(error.code, explanationOf(request, error))
    else failed(error)
    return send(reply, !isNamed ? 500 : error.code === 'SIGN_IN_UNREACHABLE' ? 502 : 403, {
      title: 'Signing in did not work',
      detail: isNamed ? error.message : 'The server failed. Try again, and contact your administrator if it repeats.',
      link: { text: 'Back to the start page', href: siteOf(request).basePath },
    })
  }

  app.get<{ Querystring: Readonly<Record<string, unknown>> }>(openIdPaths.start, async (request, reply) => {
    const { basePath } = siteOf(request)
    const { to } = request.query
    try {
      const { address, attempt } = await provider.begin(urlOf(request, openIdPaths.callback))
      const pending: Pending = {
        ...attempt,
        to: localPath(basePath, typeof to === 'string' && to.length <= maxWanted ? to : ''),
      }
      const { name, attributes } = cookieOf(request)
      const value = Buffer.from(JSON.stringify(pending)).toString('base64url')
      reply.setCookie(name, value, { ...attributes, maxAge: attemptLifetime })
      return reply.redirect(address, 303)
    } catch (error) {
      return refuse(request, reply, error)
    }
  })

  app.get(openIdPaths.callback, async (request, reply) => {
    try {
      const pending = attemptOf(request)
      if (!pending) throw signInFailed('it was started in another tab or browser, or too long ago', 'Sign in again.')
      const returned = new URL(urlOf(request, openIdPaths.callback))
      returned.search = addressOf(request.url).search
      if (returned.searchParams.get('state') !== pending.state)
        throw signInFailed('another sign-in was started after this one', 'Sign in again, in one tab.')
      const { name, attributes } = cookieOf(request)
      reply.clearCookie(name, attributes)
      await begin(request, reply, await provider.finish(returned, pending))
      return send(reply, 200, {
        title: 'You are signed in',
        detail: 'The page opens now.',
        link: { text: 'Open the page', href: localPath(siteOf(request).basePath, pending.to) },
        refresh: true,
      })
    } catch (error) {
      return refuse(request, reply, error)
    }
  })
}

interface SignedOutRoute {
  readonly provider: Provider
  /** Ends the sessions that the provider has ended. */
  readonly end: (ended: Awaited<ReturnType<Provider['readSignOut']>>) => Promise<void>
}

/** Takes the provider's notice that a person has signed out there (OpenID Connect Back-Channel Logout 1.0). */
export function signedOutRoute(app: FastifyInstance, { provider, end }: SignedOutRoute): void {
  void app.register(async (scope) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 16 * 1024 },
      (_request, body, done) => done(null, new URLSearchParams(String(body)).get('logout_token')),
    )
    scope.post(openIdPaths.signedOut, async (request, reply) => {
      const token = typeof request.body === 'string' ? request.body : ''
      await end(
        await provider.readSignOut(token).catch((error: unknown) => {
          throw error instanceof AtriumError ? causedBy(error, explanationOf(request, error)) : error
        }),
      )
      return reply.code(200).send()
    })
  })
}
