import { mailPaths } from '@atrium/mail-contracts'
import { AtriumError } from '@atrium/protocol'
import type { FastifyInstance } from 'fastify'
import { whenWritable } from '../database/busy.ts'
import type { PasswordSessions } from './password-sessions.ts'

/** Programs by what is in their `User-Agent`, the more particular first: most name others too. */
const programs: readonly (readonly [mark: string, name: string])[] = [
  ['Edg/', 'Edge'],
  ['EdgA/', 'Edge'],
  ['OPR/', 'Opera'],
  ['SamsungBrowser/', 'Samsung Internet'],
  ['Firefox/', 'Firefox'],
  ['FxiOS/', 'Firefox'],
  ['CriOS/', 'Chrome'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
]

const systems: readonly (readonly [mark: string, name: string])[] = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['CrOS', 'ChromeOS'],
  ['Windows', 'Windows'],
  ['Macintosh', 'macOS'],
  ['Linux', 'Linux'],
]

/** Characters of a `User-Agent` that are looked at. Beyond it: the rest is ignored. */
const maxUserAgent = 500

/** What a person would call a device: `Firefox on Linux`. Empty when its `User-Agent` names nothing known. */
export function deviceName(userAgent: string | undefined): string {
  const text = userAgent?.slice(0, maxUserAgent) ?? ''
  const named = (table: typeof programs): string | undefined => table.find(([mark]) => text.includes(mark))?.[1]
  return [named(programs), named(systems)].filter((name) => name !== undefined).join(' on ')
}

/** The devices that are signed in to the account: list them, sign out one of them. */
export function deviceRoutes(app: FastifyInstance, sessions: PasswordSessions): void {
  app.get(mailPaths.sessions, (request, reply) =>
    reply.header('cache-control', 'no-store').send(sessions.devices(sessions.require(request))),
  )
  app.delete<{ Params: { id: string } }>(`${mailPaths.sessions}/:id`, async (request, reply) => {
    const session = sessions.requireChange(request)
    const { id } = request.params
    if (!(await whenWritable(() => sessions.endDevice(session, id))))
      throw new AtriumError('NOT_FOUND', { subject: `session ${id}`, remedy: 'Reload the list.' })
    return reply.code(204).send()
  })
}
