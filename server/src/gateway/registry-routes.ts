import { AtriumError, paths, type PageRegistry } from '@atrium/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isFromPage, overridesIn } from './page-overrides.ts'
import { entriesOf } from './page-registry.ts'
import { siteWith } from './page-site.ts'
import { sendText } from './send-text.ts'
import type { Services } from './services.ts'
import type { SiteRegistry } from './site-registry.ts'
import type { Visitors } from './visitors.ts'

const unknownRemote = (name: string) =>
  new AtriumError('REMOTE_UNKNOWN', { subject: name, remedy: 'Release it, or correct its name.' })

const send = (request: FastifyRequest, reply: FastifyReply, answer: PageRegistry) =>
  sendText(request, reply.type('application/json').header('vary', 'Accept-Encoding'), JSON.stringify(answer))

/** The registry, in the pieces a page asks for: its whole directory, and one remote by name. */
export function registryRoutes(app: FastifyInstance, services: Services, visitors: Visitors): void {
  // A page that was given overrides names them with each request, so that it sees one registry all its life.
  const registryFor = async (request: FastifyRequest): Promise<SiteRegistry> =>
    (await siteWith(services, request, { person: visitors.person(request, visitors.find(request)), wanted: isFromPage(request) ? overridesIn(request.url) : [] })).registry

  app.get(paths.registry, async (request, reply) => {
    const { signed, directory } = await registryFor(request)
    return send(request, reply, { signed, entries: [], unsigned: [], directory: [...directory] })
  })
  app.get<{ Params: { name: string } }>(`${paths.registry}/:name`, async (request, reply) => {
    const { name } = request.params
    const registry = await registryFor(request)
    const remote = await registry.remote(name)
    if (!remote) throw unknownRemote(name)
    return send(request, reply, { signed: registry.signed, ...entriesOf([remote]), directory: [] })
  })
}
