import { AtriumError } from '@atrium/protocol'
import { defaultPreferences, preferencesSchema, type Preferences } from '@atrium/mail-contracts'
import type { DatabaseSync } from 'node:sqlite'
import * as v from 'valibot'
import { query } from '../database/query.ts'
import { transaction } from '../database/transaction.ts'

export interface PreferencesStore {
  readonly read: (accountId: string) => Preferences
  /**
   * Changes what `patch` names and leaves the rest.
   *
   * @throws AtriumError `REQUEST_INVALID`, naming the field
   */
  readonly change: (accountId: string, patch: unknown) => Preferences
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
  const read = (accountId: string): Preferences => {
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
