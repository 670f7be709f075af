// The dashboard's server: the gateway with a sign-in of its own, and the API that the remotes use.
import type { DevelopmentServer } from '@atrium/cli'
import { gateway, siteOf, type GatewayOptions } from '@atrium/gateway'
import fastify from 'fastify'
import { createSignIn } from './src/sign-in.ts'

/** Names of the services that are operated. */
const services: readonly string[] = ['checkout', 'search', 'mailer']

/** What is open at the moment. */
const incidents = [
  { id: 'INC-7', service: 'checkout', title: 'Payments time out', since: '2026-11-30T08:12:00Z' },
  { id: 'INC-8', service: 'mailer', title: 'Queue grows', since: '2026-11-30T09:40:00Z' },
] as const

/** Requests of a service in each of the last twelve minutes, made from its name alone. */
const requestsOf = (service: string): number[] =>
  Array.from({ length: 12 }, (_, minute) => 40 + ((service.length * 37 + minute * minute * 13) % 60))

async function serve(environment: NodeJS.ProcessEnv, more: Partial<GatewayOptions> = {}) {
  const signIn = createSignIn(environment['DASHBOARD_PEOPLE'] ?? 'ada:tower')
  const app = fastify()
  await app.register(gateway, {
    store: environment['ATRIUM_STORE'] ?? 'dist/store',
    dataDir: environment['DATA_DIR'] ?? 'data',
    trustedKeys: (environment['ATRIUM_REGISTRY_KEYS'] ?? '').split(','),
    product: { name: 'Dashboard', landing: 'incidents' },
    sessions: signIn.sessions,
    // A remote may be taken from a dev server, in a page that this machine serves to itself.
    overridePolicy: 'local',
    ...more,
  })
  app.post('/sign-in', async (request, reply) => {
    siteOf(request).requireSameOrigin(request)
    return reply.code(signIn.begin(request, reply) ? 204 : 401).send()
  })
  app.post('/sign-out', async (request, reply) => {
    siteOf(request).requireSameOrigin(request)
    signIn.end(request, reply)
    return reply.code(204).send()
  })
  app.addHook('preHandler', async (request, reply) => {
    if (request.url.startsWith('/api/operations') && !signIn.personOf(request)) return reply.code(401).send()
  })
  app.get('/api/operations/incidents', async () => incidents)
  app.get('/api/operations/services', async () => services.map((name) => ({ name, requests: requestsOf(name) })))
  const origin = await app.listen({ host: '127.0.0.1', port: Number(environment['PORT'] ?? 3000) })
  return { origin, url: `${origin}/`, close: () => app.close() }
}

/** For `atrium dev`. */
export const startDevelopmentServer: DevelopmentServer['startDevelopmentServer'] = ({
  environment,
  overrides,
  hostFolder,
}) => serve(environment, { overrides, devShell: hostFolder })

if (import.meta.main) {
  const { url, close } = await serve(process.env)
  process.stdout.write(`Dashboard is at ${url}\n`)
  process.on('SIGTERM', () => void close().then(() => process.exit(0)))
  process.on('SIGINT', () => void close().then(() => process.exit(0)))
}
