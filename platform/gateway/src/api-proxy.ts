import { AtriumError } from '@atrium/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { timingSafeEqual } from 'node:crypto'
import http, { type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import https from 'node:https'
import { Transform } from 'node:stream'
import { errorMessage } from './log.ts'
import type { Settings } from './options.ts'
import { commonHeaders } from './policies.ts'
import { nothingHere, problem, sendProblem, signedOut } from './problems.ts'
import { pathBelow, siteOf } from './requests.ts'
import type { Visitor } from './sessions.ts'

/** Headers that say who makes a request. Whatever a browser sends under such a name is removed. */
const personHeaders = {
  /** `personId`: the same at every gateway. */
  person: 'x-atrium-person',
  /** Absent where the session knows none. Percent-encoded where it is not ASCII. */
  address: 'x-atrium-address',
  /** With commas between; each percent-encoded where it is not ASCII or has a comma. */
  groups: 'x-atrium-groups',
} as const

/** Bytes of a request's body. Beyond it: the request is refused with 413, and the service gets no more of it. */
const maxBody = 50 * 1024 * 1024

/** Connections to one service at once. Beyond it: further requests wait. */
const maxConnections = 128

/** Headers of one connection, not of the request (RFC 9110 §7.6.1). */
const ofConnection = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/** What is not the service's business: the session, and what only a gateway can say. */
const notForward = new Set([
  ...ofConnection,
  'authorization',
  'cookie',
  'expect',
  'forwarded',
  'host',
  'origin',
  'referer',
  'x-real-ip',
])

/** What a service must not decide for the whole origin: cookies, policies, workers, other origins. */
const notBack = new Set([
  ...ofConnection,
  'alt-svc',
  'clear-site-data',
  'nel',
  'refresh',
  'report-to',
  'reporting-endpoints',
  'server',
  'service-worker-allowed',
  'set-cookie',
  'sourcemap',
  'x-powered-by',
])

const isPolicy = (name: string): boolean =>
  /^(access-control-|content-security-policy|cross-origin-|permissions-policy|referrer-policy|strict-transport-security|x-content-type-options|x-frame-options|x-permitted-)/.test(
    name,
  )

/** A server that reads headers as variables (CGI) takes `x_atrium_person` for `x-atrium-person`. */
const isOurs = (name: string): boolean => /^x-(atrium|forwarded)-/.test(name.replaceAll('_', '-'))

/** Names that the header `Connection` adds to those of the connection. */
const listed = ({ connection }: IncomingHttpHeaders): Set<string> =>
  new Set((connection ?? '').split(',').map((name) => name.trim().toLowerCase()))

/** In a header no byte may be above ASCII, a control character or, between groups, a comma. */
const headerText = (text: string): string => text.toWellFormed().replace(/[^\x21-\x7e]|[%,]/gu, encodeURIComponent)

function requestHeaders(request: FastifyRequest, { id, address, groups }: Visitor): OutgoingHttpHeaders {
  const dropped = listed(request.headers)
  const passed = Object.entries(request.headers).filter(
    ([name]) => !notForward.has(name) && !dropped.has(name) && !isOurs(name),
  )
  const { originOf } = siteOf(request)
  const origin = new URL(originOf(request))
  return {
    ...Object.fromEntries(passed),
    // Of one that `Connection` named, the body would have no length.
    ...(request.headers['content-length'] === undefined ? {} : { 'content-length': request.headers['content-length'] }),
    'x-forwarded-for': request.ip,
    'x-forwarded-host': origin.host,
    'x-forwarded-proto': origin.protocol.slice(0, -1),
    [personHeaders.person]: headerText(id),
    [personHeaders.groups]: [...groups].map(headerText).join(','),
    ...(address === undefined ? {} : { [personHeaders.address]: headerText(address) }),
  }
}

interface Service {
  /** Path below the base path, without a slash at its end. */
  readonly prefix: string
  /** Where its requests go. */
  readonly url: URL
  readonly agent: http.Agent
}

/** @throws AtriumError CONFIG_INVALID */
function serviceOf([prefix, target]: readonly [string, string]): Service {
  const url = URL.parse(target)
  const isPath = /^\/api(\/[\w~-][\w.~-]*)+$/.test(prefix)
  if (!isPath || !url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    throw new AtriumError('CONFIG_INVALID', {
      subject: `an API of the site is ${JSON.stringify(`${prefix}=${target}`)}`,
      remedy: 'Give a path below /api/ and an address, such as /api/orders and http://orders:8080.',
    })
  const options = { keepAlive: false, maxSockets: maxConnections }
  return { prefix, url, agent: url.protocol === 'https:' ? new https.Agent(options) : new http.Agent(options) }
}

/**
 * The path at the service: that of the request below the base path; where the service's address has a path, that one in
 * place of the prefix. Undefined for a path that a server might read as one outside of it.
 */
function pathAt({ prefix, url }: Service, basePath: string, requested: string): string | undefined {
  const path = pathBelow(basePath, requested)
  const rest = path?.startsWith(prefix) ? path.slice(prefix.length) : undefined
  if (rest === undefined || (rest !== '' && !rest.startsWith('/'))) return undefined
  try {
    const read = decodeURIComponent(rest)
    const isPlain = !/[\\\0-\x1f\x7f]|%(2e|2f|5c|00)|\/\//i.test(read) && !/%(2f|5c)/i.test(rest)
    if (!isPlain || read.split('/').some((part) => part === '.' || part === '..' || part.startsWith('..;')))
      return undefined
  } catch {
    return undefined
  }
  const query = requested.indexOf('?')
  const base = url.pathname === '/' ? prefix : url.pathname.replace(/\/$/, '')
  return `${base}${rest}${query < 0 ? '' : requested.slice(query)}` || '/'
}

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD'

function isSame(one: string, other: string): boolean {
  // Of bytes: a letter beyond ASCII has more than one, and unequal lengths are an error.
  const [given, own] = [Buffer.from(one), Buffer.from(other)]
  return given.length === own.length && timingSafeEqual(given, own)
}

/** @throws AtriumError `SIGNED_OUT` or `CSRF_REFUSED` */
async function requireVisitor(settings: Settings, request: FastifyRequest, reply: FastifyReply): Promise<Visitor> {
  if (!isRead(request.method)) siteOf(request).requireSameOrigin(request)
  const visitor = await settings.sessions.find(request, reply)
  if (!visitor) throw signedOut()
  const { csrf } = visitor.session()
  if (!isRead(request.method) && csrf !== '') siteOf(request).requireToken(request, (token) => isSame(token, csrf))
  return visitor
}

const tooLarge = () => problem('REQUEST_INVALID', `The body is larger than ${maxBody / 1024 / 1024} MB.`, 413)

const failed = (name: string, cause: unknown) =>
  new AtriumError('API_UNREACHABLE', { subject: name, remedy: 'Try again in a moment.', cause })

const tooSlow = (name: string) => new AtriumError('API_TIMEOUT', { subject: name, remedy: 'Try again in a moment.' })

/** Sends the request on, and resolves with the head of the response. `beat` counts as a sign of life. */
function forward(
  { url, agent, prefix }: Service,
  request: FastifyRequest,
  { path, headers, idle }: { path: string; headers: OutgoingHttpHeaders; idle: number },
) {
  const sent = (url.protocol === 'https:' ? https : http).request({
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port,
    path,
    method: request.method,
    headers,
    agent,
  })
  const timer = setTimeout(() => sent.destroy(tooSlow(prefix)), idle)
  let size = 0
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      timer.refresh()
      size += chunk.length
      done(size > maxBody ? Object.assign(new Error('The body is too large'), { statusCode: 413 }) : null, chunk)
    },
  })
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve)
    sent.on('error', (error) => {
      clearTimeout(timer)
      reject(error instanceof AtriumError || 'statusCode' in error ? error : failed(prefix, error))
    })
    counted.once('error', (error) => sent.destroy(error))
  })
  if (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined) sent.end()
  else request.raw.pipe(counted).pipe(sent)
  return { sent, timer, response }
}

/** An address of the service in `Location` becomes one of the site. */
function locationFor({ url, prefix }: Service, basePath: string, location: string): string {
  const target = URL.parse(location, url.href)
  if (!target || target.origin !== url.origin) return location
  const own = url.pathname === '/' ? '' : url.pathname.replace(/\/$/, '')
  const rest = own === '' ? target.pathname : `${prefix}${target.pathname.slice(own.length)}`
  const isBelow = target.pathname.startsWith(own === '' ? prefix : own)
  return isBelow ? `${basePath.slice(0, -1)}${rest}${target.search}${target.hash}` : '/'
}

function responseHeaders(service: Service, request: FastifyRequest, received: IncomingMessage) {
  const dropped = listed(received.headers)
  const site = siteOf(request)
  const headers = Object.fromEntries(
    Object.entries(received.headers).filter(([name]) => !notBack.has(name) && !dropped.has(name) && !isPolicy(name)),
  )
  const { location } = headers
  if (typeof location === 'string') headers['location'] = locationFor(service, site.basePath, location)
  return {
    ...headers,
    ...commonHeaders(site.isHttps(request)),
    // A document of the service is no page of this site.
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  }
}

/** Requests below each path, for who is signed in, sent on to a service as a stream and back as a stream. */
export function apiRoutes(app: FastifyInstance, settings: Settings): void {
  const { basePath, log, settingNames } = settings
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))
  for (const service of Object.entries(settings.apis).map(serviceOf)) {
    const handler = async (request: FastifyRequest, reply: FastifyReply) => {
      const visitor = await requireVisitor(settings, request, reply)
      const path = pathAt(service, basePath, request.url)
      if (path === undefined) return sendProblem(reply, nothingHere())
      if (Number(request.headers['content-length'] ?? 0) > maxBody) return sendProblem(reply, tooLarge())
      const headers = requestHeaders(request, visitor)
      const { sent, timer, response } = forward(service, request, { path, headers, idle: settings.apiIdleTimeout })
      reply.raw.once('close', () => {
        clearTimeout(timer)
        sent.destroy()
      })
      const received = await response.catch((error: unknown) => {
        if (!(error instanceof AtriumError)) return undefined
        log.warn(`${service.prefix}: ${errorMessage(error.cause ?? error)} (${settingNames.apis})`)
        throw error
      })
      // What is left of the body is not read.
      if (!received) return sendProblem(reply.header('connection', 'close'), tooLarge())
      if (received.headers['content-type']?.startsWith('text/event-stream')) clearTimeout(timer)
      else received.on('data', () => timer.refresh()).pause()
      reply.code(received.statusCode ?? 502).headers(responseHeaders(service, request, received))
      return reply.send(received)
    }
    const method = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']
    for (const url of [service.prefix, `${service.prefix}/*`])
      app.route({ method, url, exposeHeadRoute: false, handler })
    app.addHook('onClose', async () => service.agent.destroy())
  }
}
