import { AtriumError, csrfHeader } from '@atrium/protocol'
import type { FastifyRequest } from 'fastify'
import type { CookieSerializeOptions } from '@fastify/cookie'
import * as v from 'valibot'
import { createExplanations, quoted, type Log } from './log.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** What the gateway knows of the site; there once the plugin is registered. */
    readonly site: RequestSite
  }
}

/** The address in a request line, whatever a client wrote there: `//`, an absolute URL, a character that is not allowed. */
export function addressOf(url: string): URL {
  const fallback = new URL('http://page/')
  const address = URL.parse(url.startsWith('/') ? `http://page${url}` : url) ?? fallback
  return /^https?:$/.test(address.protocol) ? address : fallback
}

/** The same address without one parameter, as a path that no browser takes for another host. */
export function withoutParameter(url: string, parameter: string): string {
  const { pathname, searchParams } = addressOf(url)
  searchParams.delete(parameter)
  const search = searchParams.toString()
  return `/${pathname.replace(/^\/+/, '')}${search && `?${search}`}`
}

/** Path of a request line below the base path, with a slash at its start; undefined when it is not below it. */
export function pathBelow(basePath: string, url: string): string | undefined {
  const pathname = url.split('?', 1)[0] ?? ''
  return pathname.startsWith(basePath) ? `/${pathname.slice(basePath.length)}` : undefined
}

const csrfRefused = (subject: string) =>
  new AtriumError('CSRF_REFUSED', { subject, remedy: 'Reload the page and try again.' })

/** A setting that a line of the log may name. */
export type SettingName =
  | 'trustProxy'
  | 'publicOrigin'
  | 'basePath'
  | 'store'
  | 'apis'
  | 'openId'
  | 'overridePolicy'
  | 'trustedKeys'

interface AddressSettings {
  readonly basePath: string
  readonly publicOrigin: string | null
  readonly installation: string
  readonly settingNames: Readonly<Record<SettingName, string>>
  readonly log: Log
}

/** What a request and the settings together say of the site's address, and of the names its browsers keep things under. */
export function createRequestSite({ basePath, publicOrigin, installation, settingNames, log }: AddressSettings) {
  const explain = createExplanations(log.warn)
  /** The origin that the browser shows. */
  const originOf = (request: FastifyRequest): string => publicOrigin ?? `${request.protocol}://${request.host}`
  /** Whether the browser reached us through TLS, here or at a proxy we trust. */
  const isHttps = (request: FastifyRequest): boolean => originOf(request).startsWith('https:')

  /** For the operator: a browser that calls a request its own, with an origin that is not ours, came through a proxy we do not know of. */
  const explainMismatch = (request: FastifyRequest, origin: string): void => {
    const forwarded = ['x-forwarded-proto', 'x-forwarded-host', 'forwarded']
      .filter((name) => request.headers[name] !== undefined)
      .map((name) => `${name} ${quoted(request.headers[name])}`)
    if (request.headers['sec-fetch-site'] !== 'same-origin' && forwarded.length === 0) return
    const proxies = forwarded.length > 0 ? `A proxy sent ${forwarded.join(', ')}, which is not trusted. ` : ''
    explain(
      'CSRF_REFUSED',
      `a change was refused: the header origin is ${quoted(origin)}, and this site is ${quoted(originOf(request))}` +
        `${publicOrigin === null ? ' (from the header host)' : ` (${settingNames.publicOrigin})`}. ` +
        `${proxies}If browsers reach this site at ${quoted(origin)}, set ${settingNames.trustProxy} to the number of proxies in front, or ${settingNames.publicOrigin} to that origin.`,
    )
  }

  return {
    basePath,
    settingNames,
    originOf,
    isHttps,
    /** Logs once why requests are refused, for the operator: the code, and a line that names the setting. */
    explain,
    /** Of a client that is refused for having sent too much: a proxy that is not trusted makes all its users one client. */
    explainLimit(request: FastifyRequest): void {
      const forwarded = request.headers['x-forwarded-for'] ?? request.headers['forwarded']
      if (forwarded === undefined || request.ip !== request.socket.remoteAddress) return
      explain(
        'RATE_LIMITED',
        `the client ${quoted(request.ip)} was refused. It is a proxy that is not trusted, so all its users count as one client: set ${settingNames.trustProxy} to the number of proxies in front.`,
      )
    },
    /** Of a page that is requested where there is none. */
    explainPath(request: FastifyRequest): void {
      const prefix = request.headers['x-forwarded-prefix']
      const said =
        prefix === undefined ? '' : ` A proxy says that it removes ${quoted(prefix)}; it must pass on the whole path.`
      explain(
        'NOT_FOUND',
        `pages are requested outside of ${quoted(basePath)}, where this site is (${settingNames.basePath}).${said} If the site should be found there, set ${settingNames.basePath} to the path that reaches the gateway.`,
      )
    },
    /**
     * Name of a cookie of this site. Cookies know no port and, with `__Host-`, no path: so the name carries the
     * installation and the path, and two sites of one host never read each other's (RFC 6265bis §4.1.3.2).
     *
     * @param kind - Empty for the session.
     */
    cookieName(kind: string, request: FastifyRequest): string {
      const place = basePath.replace(/[^\w-]+/g, '-').replace(/-+$/, '')
      return `${isHttps(request) ? '__Host-' : ''}atrium${kind && `-${kind}`}-${installation}${place}`
    },
    /** Out of reach of scripts and of other sites. */
    cookieAttributes: (request: FastifyRequest): CookieSerializeOptions => ({
      httpOnly: true,
      sameSite: 'strict',
      path: '/',
      secure: isHttps(request),
    }),
    /**
     * Refuses a change that a page of another origin requests. Every browser sends at least one of the two headers
     * with it; what sends neither is no browser, and has no cookie set by an attacker.
     *
     * @throws AtriumError `CSRF_REFUSED`
     */
    requireSameOrigin(request: FastifyRequest): void {
      const { origin } = request.headers
      const from = request.headers['sec-fetch-site']
      if (from !== undefined && from !== 'same-origin' && from !== 'none') {
        if (from === 'same-site')
          explain(
            'CSRF_REFUSED',
            `a change was refused that a page of another host of this domain requests: this site is ${quoted(originOf(request))}. Serve the page from the same origin, below ${settingNames.basePath}.`,
          )
        throw csrfRefused(`a request from ${from}`)
      }
      if (origin === undefined || origin === originOf(request)) return
      explainMismatch(request, origin)
      throw csrfRefused(`a request from ${origin}`)
    },
    /**
     * Refuses a change that does not carry the token of its session.
     *
     * @throws AtriumError `CSRF_REFUSED`
     */
    requireToken(request: FastifyRequest, matches: (token: string) => boolean): void {
      const token = request.headers[csrfHeader]
      if (typeof token === 'string' && matches(token)) return
      if (token === undefined && request.headers['sec-fetch-site'] === 'same-origin')
        explain(
          'CSRF_REFUSED',
          `changes of this site's own pages arrive without the header ${csrfHeader}: let the proxy in front pass it on.`,
        )
      throw csrfRefused(`a request without ${csrfHeader}`)
    },
  }
}

export type RequestSite = ReturnType<typeof createRequestSite>

/** The site that a request was made to. */
export const siteOf = (request: FastifyRequest): RequestSite => request.server.site

/**
 * What a request brought, in the shape it must have.
 *
 * @throws AtriumError `REQUEST_INVALID`, naming the field
 */
export function readBody<Schema extends v.GenericSchema>(schema: Schema, body: unknown): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, body)
  if (parsed.success) return parsed.output
  const issue = parsed.issues[0]
  const field = v.getDotPath(issue)
  throw new AtriumError('REQUEST_INVALID', { subject: field ? `body.${field}` : 'body', remedy: `${issue.message}.` })
}

/** A name, an IPv4 address or an IPv6 address in brackets, with a port or without (RFC 9110 §7.2). */
const hostPattern = /^(\[[\da-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i

/** @throws Error with status 400, for an empty or malformed Host (RFC 9112 §3.2) */
export function requireHost(request: FastifyRequest): void {
  // A request of HTTP/1.0 may have none.
  if (request.headers.host === undefined) return
  const { host } = request.headers
  if (host.length <= 260 && hostPattern.test(host) && hostPattern.test(request.host)) return
  if (hostPattern.test(host))
    siteOf(request).explain(
      'REQUEST_INVALID',
      `a trusted proxy sends the malformed x-forwarded-host ${quoted(request.headers['x-forwarded-host'])}: let it send the host and port that browsers use, alone.`,
    )
  throw Object.assign(new Error('The Host header is empty or malformed. Send the name of this site.'), {
    statusCode: 400,
  })
}

/** Whether the host name of a URL is of this machine. */
export const isLoopback = (hostname: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
