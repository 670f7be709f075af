import { AtriumError, paths, type PageRegistry } from '@atrium/contracts'
import type { FastifyInstance } from 'fastify'
import { directoryOf } from './page-registry.ts'
import { sendText } from './send-text.ts'
import type { Services } from './services.ts'

const unknownRemote = (name: string) =>
  new AtriumError('REMOTE_UNKNOWN', { subject: name, remedy: 'Release it, or correct its name.' })

/** The registry, in the pieces a page asks for: its whole directory, and one remote by name. */
export function registryRoutes(app: FastifyInstance, { releases }: Services): void {
  app.get(paths.registry, async (request, reply) => {
    const registry = await releases.registry()
    const answer: PageRegistry = { serial: registry.serial, entries: [], directory: directoryOf(registry) }
    return sendText(request, reply.type('application/json').header('vary', 'Accept-Encoding'), JSON.stringify(answer))
  })
  app.get<{ Params: { name: string } }>(`${paths.registry}/:name`, async (request, reply) => {
    const { name } = request.params
    const { remotes } = await releases.registry()
    if (!Object.hasOwn(remotes, name)) throw unknownRemote(name)
    const entry = JSON.stringify(remotes[name])
    return sendText(request, reply.type('application/json').header('vary', 'Accept-Encoding'), entry)
  })
}
