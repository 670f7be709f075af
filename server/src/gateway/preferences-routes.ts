import { paths } from '@atrium/protocol'
import type { FastifyInstance } from 'fastify'
import type { Services } from './services.ts'
import type { Visitors } from './visitors.ts'

/** `PUT` takes a part: what the body does not name stays as it is. Both answer with the whole. */
export function preferencesRoutes(app: FastifyInstance, { preferences }: Services, visitors: Visitors): void {
  app.get(paths.preferences, (request, reply) => reply.send(preferences.read(visitors.require(request).account.id)))
  // 5000 senders of 320 characters fit.
  app.put(paths.preferences, { bodyLimit: 4 * 1024 * 1024 }, (request, reply) =>
    reply.send(preferences.change(visitors.requireChange(request).account.id, request.body)),
  )
}
