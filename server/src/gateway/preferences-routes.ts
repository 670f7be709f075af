import { MailError } from '@atrium/mail-contracts'
import { paths } from '@atrium/protocol'
import type { FastifyInstance } from 'fastify'
import { whenWritable } from '../database/busy.ts'
import type { Services } from './services.ts'
import type { Visitors } from './visitors.ts'

/** `PUT` takes a part: what the body does not name stays as it is. Both answer with the whole. */
export function preferencesRoutes(app: FastifyInstance, { preferences, disk }: Services, visitors: Visitors): void {
  app.get(paths.preferences, (request, reply) => reply.send(preferences.read(visitors.require(request).account.id)))
  // 5000 senders of 320 characters fit.
  app.put(paths.preferences, { bodyLimit: 4 * 1024 * 1024 }, async (request, reply) => {
    const { account } = visitors.requireChange(request)
    if (!disk.hasRoom()) throw new MailError('DISK_FULL', { subject: 'preferences', remedy: 'Its operator must free space.' })
    return reply.send(await whenWritable(() => preferences.change(account.id, request.body)))
  })
}
