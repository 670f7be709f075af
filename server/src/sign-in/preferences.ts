import { mailPaths, defaultPreferences, preferencesSchema, type MailPreferences } from '@atrium/mail-contracts'
import { AtriumError } from '@atrium/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { DatabaseSync } from 'node:sqlite'
import * as v from 'valibot'
import { whenWritable } from '../database/busy.ts'
import { query } from '../database/query.ts'
import { transaction } from '../database/query.ts'
import type { LiveSession } from './session-store.ts'
import { diskFull, type DiskReserve } from '../database/disk-reserve.ts'

export interface PreferencesStore {
  readonly read: (accountId: string) => MailPreferences
  /**
   * Changes what `patch` names and leaves the rest.
   *
   * @throws AtriumError `REQUEST_INVALID`, naming the field
   */
  readonly change: (accountId: string, patch: unknown) => MailPreferences
}

const invalid = (subject: string, remedy: string) => new AtriumError('REQUEST_INVALID', { subject, remedy })

function known(patch: unknown): Record<string, unknown> {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch))
    throw invalid('preferences', 'Send an object with what is to change.')
  const unknown = Object.keys(patch).find((name) => !Object.hasOwn(preferencesSchema.entries, name))
  if (unknown !== undefined)
    throw invalid(`preferences.${unknown}`, `Known are ${Object.keys(preferencesSchema.entries).join(', ')}.`)
  return { ...patch }
}

export function createPreferencesStore(database: DatabaseSync): PreferencesStore {
  const { one, run } = query(database)
  const read = (accountId: string): MailPreferences => {
    const row = one<{ document: string }>('SELECT document FROM preferences WHERE account = ?', accountId)
    const parsed = v.safeParse(preferencesSchema, row ? JSON.parse(row.document) : {})
    return parsed.success ? parsed.output : defaultPreferences
  }
  return {
    read,
    change: (accountId, patch) =>
      transaction(database, () => {
        const parsed = v.safeParse(preferencesSchema, { ...read(accountId), ...known(patch) })
        if (!parsed.success)
          throw invalid(`preferences.${v.getDotPath(parsed.issues[0]) ?? ''}`, `${parsed.issues[0].message}.`)
        run(
          `INSERT INTO preferences (account, document) VALUES (?, ?)
           ON CONFLICT (account) DO UPDATE SET document = excluded.document`,
          accountId,
          JSON.stringify(parsed.output),
        )
        return parsed.output
      }),
  }
}

interface PreferencesRoutes {
  readonly preferences: PreferencesStore
  readonly disk: DiskReserve
  /** Whose preferences a request reads, or changes. @throws AtriumError `SIGNED_OUT` or `CSRF_REFUSED` */
  readonly sessions: Readonly<Record<'require' | 'requireChange', (request: FastifyRequest) => LiveSession>>
}

/** `PUT` takes a part: what the body does not name stays as it is. Both respond with the whole. */
export function preferencesRoutes(app: FastifyInstance, { preferences, disk, sessions }: PreferencesRoutes): void {
  app.get(mailPaths.preferences, (request, reply) => reply.send(preferences.read(sessions.require(request).account.id)))
  // 5000 senders of 320 characters fit.
  app.put(mailPaths.preferences, { bodyLimit: 4 * 1024 * 1024 }, async (request, reply) => {
    const { account } = sessions.requireChange(request)
    if (!disk.hasSpace()) throw diskFull('preferences')
    return reply.send(await whenWritable(() => preferences.change(account.id, request.body)))
  })
}
