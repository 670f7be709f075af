import type { Session } from '@atrium/protocol/register'
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { gateway } from '../gateway.ts'
import { createLog, type LogLevel } from '../log.ts'
import type { GatewayOptions } from '../options.ts'
import { siteOf } from '../requests.ts'
import { defaultPreferences, type Sessions } from '../sessions.ts'
import { registrySigner } from './test-signer.ts'
import { createTempFolder } from './temp-folder.ts'

/** A session for any name: `POST /api/accounts` with `{ address, preferences }`. Groups: those of the name. */
export function namedSessions(groups: Readonly<Record<string, readonly string[]>> = {}): Sessions {
  const sessions = new Map<string, { readonly name: string; readonly session: Session }>()
  const begin = (request: FastifyRequest, reply: FastifyReply) => {
    const { address, preferences } = request.body as { address: string; preferences?: object }
    const token = randomBytes(16).toString('hex')
    const session = { name: address, csrf: token, preferences: { ...defaultPreferences, ...preferences } } as Session
    sessions.set(token, { name: address, session })
    reply.setCookie(siteOf(request).cookieName('', request), token, siteOf(request).cookieAttributes(request))
    return reply.code(201).send(session)
  }
  return {
    find(request) {
      const found = sessions.get(request.cookies[siteOf(request).cookieName('', request)] ?? '')
      return found && { id: found.name, groups: new Set(groups[found.name] ?? []), session: () => found.session }
    },
    routes(app) {
      app.post('/api/accounts', async (request, reply) => {
        siteOf(request).requireSameOrigin(request)
        return begin(request, reply)
      })
    },
  }
}

export interface TestSite {
  /** `http://127.0.0.1:4711` */
  readonly origin: string
  readonly folder: string
  /** Lines of the log at the level `warn`. */
  readonly warnings: readonly string[]
  readonly close: () => Promise<void>
}

export interface TestSiteOptions extends Partial<GatewayOptions> {
  /** Default: false. */
  readonly trustProxy?: boolean
  /** Default: `warn`. */
  readonly level?: LogLevel
  /** Default: a new one. The same folder again is the same installation, restarted. */
  readonly folder?: string
}

/** The gateway alone on a free port, with people who sign in by their name. */
export async function startSite({
  folder = createTempFolder(),
  trustProxy = false,
  level = 'warn',
  ...options
}: TestSiteOptions = {}): Promise<TestSite> {
  const warnings: string[] = []
  const app = fastify({ trustProxy })
  await app.register(gateway, {
    store: path.join(folder, 'store'),
    storeAccess: {},
    dataDir: path.join(folder, 'data'),
    trustedKeys: [registrySigner.key],
    sessions: namedSessions(),
    product: { landing: 'inbox' },
    overridePolicy: 'local',
    log: createLog(level, { write: (line) => void warnings.push(line) }),
    ...options,
  })
  const origin = await app.listen({ port: 0, host: '127.0.0.1' })
  return { origin, folder, warnings, close: () => app.close() }
}
