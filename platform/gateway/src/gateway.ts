import cookies from '@fastify/cookie'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { apiRoutes } from './api-proxy.ts'
import { openReleaseSource } from './bucket-source.ts'
import { createCanaryAnalysis } from './canary.ts'
import { healthRoutes } from './health.ts'
import { errorCode, errorReport } from './log.ts'
import { resolveGateway, type GatewayOptions, type Settings } from './options.ts'
import { registryRoutes, sendPage, wantsPage, type PageParts } from './page.ts'
import { apiHeaders } from './policies.ts'
import { nothingHere, problem, sendError, sendProblem } from './problems.ts'
import { releaseRoutes } from './release-files.ts'
import { createReleaseStore } from './release-store.ts'
import { reportRoutes } from './reports.ts'
import { addressOf, createRequestSite, requireHost, siteOf } from './requests.ts'

const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? ''

/** Addresses of routes, with a `*` at the end or without → their methods. */
type Methods = ReadonlyMap<string, ReadonlySet<string>>

function followRoutes(app: FastifyInstance): Methods {
  const methods = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method }) => {
    methods.set(url, new Set([...(methods.get(url) ?? []), ...[method].flat()]))
  })
  return methods
}

function allowedMethods(methods: Methods, pathname: string): string[] {
  for (const [url, known] of methods) {
    const matches = url.endsWith('/*') ? pathname.startsWith(url.slice(0, -1)) : url === pathname
    if (matches) return [...known]
  }
  return ['GET', 'HEAD']
}

/** What no route serves: an address of the site, a wrong method, or nothing. */
function handleUnmatched(app: FastifyInstance, parts: PageParts, methods: Methods): void {
  const { basePath } = parts.settings
  app.setNotFoundHandler(async (request, reply) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (isRead && pathOf(request).startsWith('//')) {
      const { pathname, search } = addressOf(request.url)
      return reply.redirect(`/${pathname.replace(/^\/+/, '')}${search}`, 308)
    }
    if (isRead && `${pathOf(request)}/` === basePath)
      return reply.redirect(`${basePath}${addressOf(request.url).search}`, 308)
    if (isRead && wantsPage(basePath, request)) return sendPage(parts, request, reply)
    const allow = allowedMethods(methods, pathOf(request))
    if (allow.includes(request.method)) return sendProblem(reply, nothingHere())
    reply.header('allow', allow.join(', '))
    if (request.method === 'OPTIONS') return reply.code(204).send()
    return sendProblem(reply, problem('REQUEST_INVALID', `${request.method} does nothing here.`, 405))
  })
}

/**
 * Lets a server close without waiting for connections that ask nothing. Node's `closeIdleConnections` leaves those
 * that have not sent a request yet, which browsers open in advance, and those whose response is still in progress,
 * which then stay for their keep-alive time.
 *
 * @returns Closes what is idle now, and the rest as soon as its response is out.
 */
function followConnections(server: Server): () => void {
  const requests = new Map<Socket, number>()
  let closing = false
  server.on('connection', (socket) => {
    if (closing) return socket.destroy()
    requests.set(socket, 0)
    return socket.once('close', () => requests.delete(socket))
  })
  server.on('request', ({ socket }, response) => {
    requests.set(socket, (requests.get(socket) ?? 0) + 1)
    response.once('close', () => {
      const left = (requests.get(socket) ?? 1) - 1
      if (requests.has(socket)) requests.set(socket, left)
      if (closing && left === 0) socket.destroySoon()
    })
  })
  return () => {
    closing = true
    for (const [socket, left] of requests) if (left === 0) socket.destroySoon()
  }
}

/** Headers, log lines and errors of every response of the application, of the gateway's routes and of others. */
function handleEveryRequest(app: FastifyInstance, { log, statuses, nameError }: Settings): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(apiHeaders(siteOf(request).isHttps(request)))
    requireHost(request)
  })
  app.addHook('onResponse', async (request, reply) => {
    log.info(`${request.method} ${pathOf(request)} ${reply.statusCode} ${Math.round(reply.elapsedTime)} ms`)
  })
  app.setErrorHandler((error, request, reply) => {
    const sent = sendError(reply, error, { ...(statuses ? { statuses } : {}), ...(nameError ? { nameError } : {}) })
    // A store that does not respond is logged once, by its source.
    if (reply.statusCode >= 500 && errorCode(error) !== 'STORE_UNREACHABLE')
      log.error(`${request.method} ${pathOf(request)}: ${errorReport(error)}`)
    return sent
  })
}

/**
 * Serves a site of verified releases: pages with their policies, the registry, release files, reports, canaries and
 * health. Register it before the routes of the product; those go below `basePath`, and `app.site` is there for them.
 *
 * @throws AtriumError CONFIG_INVALID when the store is a bucket that `storeAccess` does not lead to.
 */
export const gateway = fastifyPlugin(
  async (app: FastifyInstance, options: GatewayOptions): Promise<void> => {
    const settings = resolveGateway(options)
    const { log, basePath } = settings
    const source = openReleaseSource(settings, log.warn)
    const canaries = createCanaryAnalysis({
      source,
      listing: (name) => releases.listing(name),
      warn: log.warn,
      now: settings.now,
    })
    const releases = createReleaseStore(settings, {
      source,
      warn: log.warn,
      takesExpired: true,
      stopped: canaries.stopped,
    })
    const parts = { settings, releases }

    app.decorate('site', createRequestSite(settings))
    await app.register(cookies)
    handleEveryRequest(app, settings)
    handleUnmatched(app, parts, followRoutes(app))
    app.addHook('preClose', followConnectionsOf(app))
    healthRoutes(app, { settings, source, releases })
    await app.register(
      async (site) => {
        await settings.sessions.routes?.(site)
        registryRoutes(site, parts)
        await releaseRoutes(site, { settings, source, releases })
        await site.register(async (scope) => apiRoutes(scope, settings))
        await site.register(async (scope) => reportRoutes(scope, settings, canaries))
      },
      { prefix: basePath.slice(0, -1) },
    )
  },
  { name: '@atrium/gateway', fastify: '5.x' },
)

function followConnectionsOf(app: FastifyInstance): () => Promise<void> {
  const close = followConnections(app.server)
  return async () => close()
}
