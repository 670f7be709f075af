import { AtriumError, developmentVersion, paths, type Problem } from '@atrium/protocol'
import cookies from '@fastify/cookie'
import staticFiles from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { apiRoutes } from './api-proxy.ts'
import { openReleaseSource } from './bucket-source.ts'
import { createCanaryAnalysis } from './canary.ts'
import { healthRoutes } from './health.ts'
import { errorMessage, warnOnce, errorCode, errorReport } from './log.ts'
import { type Settings, resolveGateway, type GatewayOptions } from './options.ts'
import { registryRoutes, sendPage, wantsPage, type PageParts } from './page.ts'
import { releaseHeaders, apiHeaders } from './policies.ts'
import { explanationOf, nothingHere, problem, sendProblem, sendError } from './problems.ts'
import type { ReleaseSource } from './release-source.ts'
import { type ReleaseStore, createReleaseStore } from './release-store.ts'
import { reportRoutes } from './reports.ts'
import { siteOf, addressOf, createRequestSite, pathBelow, requireHost } from './requests.ts'

/** `<name>/<version>/<file>` or `<name>/vendor/<file>`: no empty, hidden or parent segment can be spelled in it. */
const released = /^[a-z][a-z0-9-]*\/([0-9a-f]{12}|vendor)(\/\w[\w.~-]*)+$/

/** Source maps show sources; pages are served by the gateway, filled; siblings are served by negotiation. */
const withheld = /\.(map|html|br|gz)$/

/** Files that browsers look for at fixed addresses, from the shell's release. */
const wellKnown = ['favicon.svg', 'favicon.ico', 'manifest.webmanifest', 'apple-touch-icon.png', 'robots.txt']

/** Says nothing of where the store is. */
const unavailable = ({ code }: AtriumError) =>
  code === 'RELEASE_UNPROVEN'
    ? problem(code, 'The file in the store is not the one that was released.', 502)
    : problem('STORE_UNREACHABLE', 'The file is not here yet and cannot be fetched. Try again in a moment.')

/** Released files, cached permanently; and the few of the shell's that have fixed names. */
interface ReleaseParts {
  readonly settings: Settings
  readonly source: ReleaseSource
  readonly releases: ReleaseStore
}

export async function releaseRoutes(app: FastifyInstance, { settings, source, releases }: ReleaseParts): Promise<void> {
  await app.register(staticFiles, {
    serve: false,
    root: source.folder,
    suppressWarning: true,
    index: false,
    dotfiles: 'deny',
    preCompressed: true,
    // Ours say more; see policies.ts.
    cacheControl: false,
  })
  const once = warnOnce(settings.log.warn)
  /** Undefined when the file is there; else the problem to respond with. */
  const absence = async (has: Promise<boolean>): Promise<Problem | undefined> => {
    try {
      return (await has) ? undefined : nothingHere()
    } catch (error) {
      if (!(error instanceof AtriumError)) throw error
      // A store that does not respond is logged by its source; a changed file here.
      if (error.code === 'RELEASE_UNPROVEN') once(errorMessage(error))
      return unavailable(error)
    }
  }
  /** A file may be looked for that never was; one of a release that is listed should be there. */
  const explainMissing = async (request: FastifyRequest, file: string): Promise<void> => {
    const [name = '', version = ''] = file.split('/')
    const { store, settingNames } = settings
    if (Object.hasOwn((await releases.listing(name))?.releases ?? {}, version))
      siteOf(request).explain(
        'NOT_FOUND',
        `${name}/${version} is listed, and files of it are missing in ${store}: release it again, or set ${settingNames.store} to the store that has them.`,
      )
  }

  app.get<{ Params: { '*': string } }>(`${paths.releases}/*`, async (request, reply) => {
    const file = request.params['*']
    if (!released.test(file) || withheld.test(file)) return sendProblem(reply, nothingHere())
    const absent = await absence(source.has(file))
    if (absent?.code === 'NOT_FOUND') await explainMissing(request, file)
    if (absent) return sendProblem(reply, absent)
    // A script must not keep the policy that every response begins with: a worker would inherit it.
    reply.removeHeader('content-security-policy').headers(releaseHeaders(siteOf(request).isHttps(request), file))
    // It would be in caches for a year.
    reply.removeHeader('x-request-id')
    if (file.split('/')[1] === developmentVersion) reply.header('cache-control', 'no-store')
    return reply.sendFile(file)
  })
  for (const file of wellKnown)
    app.get(`/${file}`, async (request, reply) => {
      const shell = await releases.shell()
      if (!shell) return sendProblem(reply, nothingHere())
      const absent = await absence(shell.has(file))
      if (absent) return sendProblem(reply, absent)
      reply
        .headers(releaseHeaders(siteOf(request).isHttps(request), file))
        .header('cache-control', 'public, max-age=3600')
      return reply.sendFile(file, shell.folder)
    })
}

const isNavigation = ({ headers }: FastifyRequest): boolean => headers.accept?.includes('text/html') ?? false

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
    if (isRead && isNavigation(request) && pathBelow(basePath, request.url) === undefined)
      siteOf(request).explainPath(request)
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

/** Segments of a path that are logged. What follows them may be the name of a file of a person. */
const loggedSegments = 3

function loggedPath(request: FastifyRequest): string {
  const segments = pathOf(request).split('/').slice(1)
  const shown = `/${segments.slice(0, loggedSegments).join('/')}`
  return segments.length > loggedSegments ? `${shown}/…` : shown
}

/** Headers, log lines and errors of every response of the application, of the gateway's routes and of others. */
function handleEveryRequest(app: FastifyInstance, { log, statuses, nameError }: Settings): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(apiHeaders(siteOf(request).isHttps(request))).header('x-request-id', request.id)
    requireHost(request)
  })
  app.addHook('onResponse', async (request, reply) => {
    const { method, id } = request
    const [path, status, milliseconds] = [loggedPath(request), reply.statusCode, Math.round(reply.elapsedTime)]
    log.info(`${method} ${path} ${status} ${milliseconds} ms`, { request: id, method, path, status, milliseconds })
  })
  app.setErrorHandler((error, request, reply) => {
    const explanation = explanationOf(error)
    if (explanation !== undefined) siteOf(request).explain(String(errorCode(error)), explanation)
    if (errorCode(error) === 'RATE_LIMITED') siteOf(request).explainLimit(request)
    const sent = sendError(reply, error, { ...(statuses ? { statuses } : {}), ...(nameError ? { nameError } : {}) })
    // A store that does not respond is logged once, by its source.
    if (reply.statusCode >= 500 && errorCode(error) !== 'STORE_UNREACHABLE')
      log.error(`${request.method} ${loggedPath(request)}: ${errorReport(error)}`, { request: request.id })
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
    explainUnreadable(app)
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

/** What Node refuses before there is a request: most often the cookies of many applications on one host are too long. */
function explainUnreadable(app: FastifyInstance): void {
  app.server.on('clientError', (error: Error) => {
    if (errorCode(error) !== 'HPE_HEADER_OVERFLOW') return
    app.site.explain(
      'REQUEST_INVALID',
      `requests were refused with 431, because their headers are longer than this server takes. Usually cookies of other applications on the same host fill them: give this site a host name of its own.`,
    )
  })
}

function followConnectionsOf(app: FastifyInstance): () => Promise<void> {
  const close = followConnections(app.server)
  return async () => close()
}
