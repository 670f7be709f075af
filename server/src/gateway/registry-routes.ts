import { AtriumError, paths, type PageRegistry, type Registry } from '@atrium/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isFromPage, overridesIn } from './page-overrides.ts'
import { directoryOf } from './page-registry.ts'
import { siteWith } from './page-site.ts'
import { sendText } from './send-text.ts'
import type { Services } from './services.ts'

const unknownRemote = (name: string) =>
  new AtriumError('REMOTE_UNKNOWN', { subject: name, remedy: 'Release it, or correct its name.' })

/** The registry, in the pieces a page asks for: its whole directory, and one remote by name. */
export function registryRoutes(app: FastifyInstance, services: Services): void {
  // A page that was given overrides names them with each request, so that it sees one registry all its life.
  const registryFor = async (request: FastifyRequest): Promise<Registry> =>
    (await siteWith(services, request, isFromPage(request) ? overridesIn(request.url) : [])).registry

  app.get(paths.registry, async (request, reply) => {
    const registry = await registryFor(request)
    const answer: PageRegistry = { serial: registry.serial, entries: [], directory: directoryOf(registry) }
    return sendText(request, reply.type('application/json').header('vary', 'Accept-Encoding'), JSON.stringify(answer))
  })
  app.get<{ Params: { name: string } }>(`${paths.registry}/:name`, async (request, reply) => {
    const { name } = request.params
    const { remotes } = await registryFor(request)
    if (!Object.hasOwn(remotes, name)) throw unknownRemote(name)
    const entry = JSON.stringify(remotes[name])
    return sendText(request, reply.type('application/json').header('vary', 'Accept-Encoding'), entry)
  })
}
