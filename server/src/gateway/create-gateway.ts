import { apiHeaders } from '@atrium/configs/security'
import cookies from '@fastify/cookie'
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import type { Config } from '../config/config.ts'
import { followConnections } from './connections.ts'
import { healthRoutes } from './health-routes.ts'
import { imageRoutes } from './image-routes.ts'
import { jmapRoutes } from './jmap-routes.ts'
import { createPage, mailFrameRoute } from './page-routes.ts'
import { preferencesRoutes } from './preferences-routes.ts'
import { sendError } from './problem.ts'
import { isHttps } from './public-address.ts'
import { registryRoutes } from './registry-routes.ts'
import { releaseRoutes } from './release-routes.ts'
import { reportRoutes } from './report-routes.ts'
import type { Services } from './services.ts'
import { createSessionCookie } from './session-cookie.ts'
import { sessionRoutes } from './session-routes.ts'
import { answerUnmatched } from './unmatched.ts'
import { Visitors } from './visitors.ts'
import { errorReport, systemCode } from '../errors/error-facts.ts'

const second = 1000

/** A number is how many proxies stand in front, counted from us. */
const trusted = (proxies: Config['trustProxy']) =>
  typeof proxies === 'number' ? (_address: string, hop: number) => hop < proxies : proxies && [...proxies]

function listener({ config }: Services): FastifyInstance {
  return fastify({
    trustProxy: trusted(config.trustProxy),
    bodyLimit: 64 * 1024,
    routerOptions: { maxParamLength: 200 },
    // An upload of 50 MB at 0.5 Mbit/s takes 14 minutes.
    requestTimeout: 20 * 60 * second,
    keepAliveTimeout: 72 * second,
    http: { headersTimeout: 20 * second, maxHeaderSize: 16 * 1024 },
    forceCloseConnections: false,
    frameworkErrors: (error, request, reply) => {
      reply.headers(apiHeaders(isHttps(config, request)))
      return void sendError(reply, error)
    },
  })
}

const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? ''

/** A name, an IPv4 address or an IPv6 address in brackets, with a port or without (RFC 9110 §7.2). */
const hostPattern = /^(\[[\da-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i

/** @throws Error with status 400, for an empty or malformed Host (RFC 9112 §3.2) */
function requireHost(request: FastifyRequest): void {
  // A request of HTTP/1.0 may have none.
  if (request.headers.host === undefined) return
  if (request.headers.host.length <= 260 && hostPattern.test(request.headers.host) && hostPattern.test(request.host)) return
  throw Object.assign(new Error('The Host header is empty or malformed. Send the name of this site.'), { statusCode: 400 })
}

/** The gateway, ready to listen. @param instance - Short name that tells this installation from others on the host. */
export async function createGateway(services: Services, instance: string): Promise<FastifyInstance> {
  const { config, log } = services
  const app = listener(services)
  const visitors = new Visitors(services, createSessionCookie(config, instance))
  await app.register(cookies)
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(apiHeaders(isHttps(config, request)))
    requireHost(request)
  })
  app.addHook('onResponse', async (request, reply) => {
    log.info(`${request.method} ${pathOf(request)} ${reply.statusCode} ${Math.round(reply.elapsedTime)} ms`)
  })
  app.setErrorHandler((error, request, reply) => {
    const sent = sendError(reply, error)
    // That the store is silent it has told once.
    if (reply.statusCode >= 500 && systemCode(error) !== 'STORE_UNREACHABLE') log.error(`${request.method} ${pathOf(request)}: ${errorReport(error)}`)
    return sent
  })
  answerUnmatched(app, services, createPage(services, visitors))
  const connections = followConnections(app.server)
  app.addHook('preClose', async () => {
    services.streams.endLasting()
    connections.letGo()
  })
  await app.register(
    async (site) => {
      healthRoutes(site, services)
      sessionRoutes(site, services, visitors)
      preferencesRoutes(site, services, visitors)
      registryRoutes(site, services, visitors)
      imageRoutes(site, services, visitors)
      mailFrameRoute(site, services)
      await releaseRoutes(site, services)
      await site.register(async (scope) => jmapRoutes(scope, services, visitors))
      await site.register(async (scope) => reportRoutes(scope, services, visitors))
    },
    { prefix: config.basePath.slice(0, -1) },
  )
  return app
}
